import assert from 'node:assert/strict';
import { rules } from '../../rules/index';
import { analyzeDocument, ruleSet, type Analysis } from '../../server/engine/analyze';
import { fixesOf } from '../../server/engine/fixes';
import type { LanguageId } from '../../server/languages/language';
import { formatMessage } from '../../server/rule/finding';

const credentialRules = ruleSet(rules.filter((rule) => rule.meta.hidesValue === true));

function analyze(text: string, fileName = 'guide.md', language: LanguageId = 'markdown'): Analysis {
  const input = { uri: `file:///${fileName}`, fileName, language, text };
  return analyzeDocument(input, credentialRules, { profile: 'recommended' });
}

/** Each finding as `rule severity: text`. */
function findingsOf(analysis: Analysis): readonly string[] {
  return analysis.findings.map(
    ({ meta, severity, range }) =>
      `${meta.id} ${severity}: ${analysis.input.text.slice(range.start, range.end)}`,
  );
}

/** Made up, and put together here so that no scanner stumbles over this file. */
const token = 'ghp' + '_kR7mQ2xV9bTzW4nJ8cYpL5hGdF3sAe6uKq1Z';
const key =
  '-----BEGIN PRIVATE ' +
  'KEY-----\nThisIsNoRealKeyItOnlyHasTheShapeOfOneSoThatATestCanReadIt0123456789\n-----END PRIVATE ' +
  'KEY-----';
const secret = `provider-token critical: ${token}`;

/** Places where a token may stand. */
const places: Readonly<Record<string, string>> = {
  prose: `The token is ${token}.\n`,
  'inline code': `Use \`${token}\` here.\n`,
  'an HTML comment': `<!-- ${token} -->\n`,
  'a fence without a language': `\`\`\`\ntoken ${token}\n\`\`\`\n`,
  'a fence of another language': `\`\`\`ini\n[auth]\ntoken = ${token}\n\`\`\`\n`,
  'a comment of a YAML fence': `\`\`\`yaml\na: b # was ${token}\n\`\`\`\n`,
  'a comment of a shell fence': `\`\`\`bash\n# ${token}\nls\n\`\`\`\n`,
  'a value': `\`\`\`yaml\nnote: ${token}\n\`\`\`\n`,
  'a block scalar': `\`\`\`yaml\nconfig: |\n  user = a\n  token = ${token}\n\`\`\`\n`,
  'a word of a command': `\`\`\`bash\ngh auth login --with-token ${token}\n\`\`\`\n`,
  'a heredoc': `\`\`\`bash\ncat > token.txt <<EOF\n${token}\nEOF\n\`\`\`\n`,
  'a list in a quote': `> - Token:\n>   ${token}\n`,
  'a table': `| Token |\n|---|\n| ${token} |\n`,
};

describe('credential findings', () => {
  for (const [place, text] of Object.entries(places)) {
    it(`a token in ${place} is found once`, () => assert.deepEqual(findingsOf(analyze(text)), [secret]));
  }

  for (const [name, text] of [
    ['a fence', '```\n' + key + '\n```\n'],
    ['a heredoc', "```bash\ncat > key.pem <<'EOF'\n" + key + '\nEOF\n```\n'],
    ['a block scalar', '```yaml\nkey: |\n  ' + key.replace(/\n/g, '\n  ') + '\n```\n'],
  ] as const) {
    it(`a private key in ${name} is found once, from its first to its last line`, () => {
      const [finding, ...others] = analyze(text).findings;
      assert.equal(finding?.meta.id, 'private-key');
      assert.equal(others.length, 0);
      const found = text.slice(finding.range.start, finding.range.end);
      assert.ok(found.startsWith('-----BEGIN') && found.endsWith('-----'));
    });
  }

  it('says less where less is at stake', () => {
    const stripe = 'sk_' + 'test_kR7mQ2xV9bTzW4nJ8cYpL5hG';
    assert.deepEqual(findingsOf(analyze(`Use ${stripe} to try it.`)), [`provider-token info: ${stripe}`]);
    assert.deepEqual(findingsOf(analyze('See https://ferry:Sunny-F3rry@example.com/ for more.')), [
      'connection-string-password info: Sunny-F3rry',
    ]);
    const compose =
      'services:\n  q:\n    image: rabbitmq\n    environment:\n      RABBITMQ_DEFAULT_PASS: guest\n';
    assert.deepEqual(findingsOf(analyze(compose, 'compose.dev.yaml', 'yaml')), [
      'default-password low: guest',
    ]);
    assert.deepEqual(findingsOf(analyze(compose, 'compose.yaml', 'yaml')), [
      'default-password medium: guest',
    ]);
  });

  it('reports one value once, whoever sees it', () => {
    const text = `\`\`\`bash\nexport GITHUB_TOKEN=${token}\ncurl -H "Authorization: Bearer ${token}" https://api.github.com\n\`\`\`\n`;
    assert.deepEqual(findingsOf(analyze(text)), [secret, secret]);
  });

  it('never lets the value out: not in messages, titles, notes, edits or fingerprints', () => {
    const values = [token, 'Sunny-F3rry', 'Passw0rd!', 'sunnyferry'];
    const text = [
      `Grafana: log in as admin / \`Sunny-F3rry\`, the token is ${token}.`,
      '```yaml\ngrafana:\n  adminPassword: sunnyferry\ndb:\n  password: Passw0rd!\nurl: postgres://a:sunnyferry@db/x\n```',
      '```bash\ndocker login -u ci -p sunnyferry\nDB_PASSWORD=sunnyferry\n```',
      '',
    ].join('\n\n');
    const analysis = analyze(text);
    assert.ok(analysis.findings.length >= 7);
    for (const finding of analysis.findings) {
      const fixes = fixesOf(analysis, finding);
      assert.ok(fixes.length > 0, `${finding.meta.id} has a fix`);
      const words = [
        formatMessage(finding.message),
        finding.fingerprint,
        ...finding.layer,
        ...fixes.flatMap((fix) => [fix.title, fix.note ?? '', ...fix.edits.map((edit) => edit.text)]),
      ].join('\n');
      for (const value of values) assert.ok(!words.includes(value), `${finding.meta.id}: ${words}`);
    }
  });

  it('keeps the fingerprint when only the value changes', () => {
    const [before] = analyze('```yaml\ndb:\n  password: sunnyferry\n```\n').findings;
    const [after] = analyze('```yaml\ndb:\n  password: rainyferry\n```\n').findings;
    assert.equal(before?.fingerprint, after?.fingerprint);
  });

  it('tells the reader to rotate in every rule and every fix', () => {
    for (const rule of credentialRules.all) assert.match(rule.meta.why, /rotate this credential/i);
    const analysis = analyze('```bash\nexport DB_PASSWORD=sunnyferry\n```\n');
    const [finding] = analysis.findings;
    assert.ok(finding);
    for (const fix of fixesOf(analysis, finding))
      assert.match(fix.note ?? '', /does not remove it from history/);
  });
});
