import assert from 'node:assert/strict';
import { rules } from '../../rules/index';
import { analyzeDocument, ruleSet, type Analysis } from '../../server/engine/analyze';
import { fixesOf, type DocumentFix } from '../../server/engine/fixes';
import type { LanguageId } from '../../server/languages/language';
import { formatMessage } from '../../server/rule/finding';

const credentialRules = ruleSet(rules.filter((rule) => rule.meta.hidesValue === true));

function analyze(text: string, fileName = 'guide.md', language: LanguageId = 'markdown'): Analysis {
  const input = { uri: `file:///${fileName}`, fileName, language, text };
  return analyzeDocument(input, credentialRules, { profile: 'recommended' });
}

function noteOf({ note }: DocumentFix): string {
  return note === undefined ? '' : formatMessage(note);
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

  const value = 'Sunny-F3rry';
  const high = `hardcoded-credential high: ${value}`;
  const shell = (line: string): string => `\`\`\`bash\n${line}\n\`\`\`\n`;
  const found: Readonly<Record<string, readonly [text: string, finding: string]>> = {
    'an ini file in a here-document': [shell(`cat > app.ini <<EOF\n[db]\npassword = ${value}\nEOF`), high],
    'properties that tee writes': [
      shell(`tee -a /etc/app.properties <<'EOF' > /dev/null\nspring.datasource.password=${value}\nEOF`),
      high,
    ],
    'the server of Redis': [shell(`redis-server --requirepass ${value}`), high],
    'a variable attached to its option': [
      shell(`docker run -eMYSQL_ROOT_PASSWORD=${value} mysql:9.1.0`),
      high,
    ],
    'a line that is written to a file': [shell(`echo "DB_PASSWORD=${value}" >> .env`), high],
    'a default that the shell assigns': [
      shell(`: "\${DB_PASSWORD:=${value}}"`),
      `default-password medium: ${value}`,
    ],
    'a sentence that gives name and password': [
      `Open the shop and sign in with user booking and password ${value}2.`,
      `${high}2`,
    ],
    'a variable of an image': [
      `\`\`\`Dockerfile\nFROM shop:1.0.0\nENV DB_USER=shop DB_PASSWORD="${value}"\n\`\`\`\n`,
      high,
    ],
    'a variable of an image, in the older form': [
      `\`\`\`dockerfile\nENV API_TOKEN q8Zr41xT9fLm-ferry\n\`\`\`\n`,
      'hardcoded-credential high: q8Zr41xT9fLm-ferry',
    ],
    'properties with colons': [`\`\`\`properties\nserver.ssl.key-store-password: ${value}\n\`\`\`\n`, high],
    'the default of a variable of Terraform': [
      `\`\`\`hcl\nvariable "db_password" {\n  type    = string\n  default = "${value}"\n}\n\`\`\`\n`,
      high,
    ],
    "Grafana's password in an image": [
      `\`\`\`dockerfile\nENV GF_SECURITY_ADMIN_PASSWORD=${value}\n\`\`\`\n`,
      `grafana-admin-password critical: ${value}`,
    ],
    'lines shown as wrong': [
      `Don't do this:\n\n\`\`\`ini\npassword = ${value}\n\`\`\`\n`,
      `hardcoded-credential info: ${value}`,
    ],
    'a default of a template of projects': [
      shell('export DB_PASSWORD=changethis'),
      'default-password medium: changethis',
    ],
  };
  for (const [place, [text, finding]] of Object.entries(found)) {
    it(`finds ${place}`, () => assert.deepEqual(findingsOf(analyze(text)), [finding]));
  }

  it('keeps $__file out of a here-document that the shell expands', () => {
    for (const [mark, expected] of [
      ['EOF', '‹value from the secret store›'],
      ["'EOF'", '$__file{/etc/secrets/‹name›/‹key›}'],
    ] as const) {
      const analysis = analyze(
        shell(`cat > grafana.ini <<${mark}\n[security]\nadmin_password = ${value}\nEOF`),
      );
      const [finding] = analysis.findings;
      assert.ok(finding);
      assert.deepEqual(
        fixesOf(analysis, finding).map((fix) => fix.edits.map((edit) => edit.text)),
        [[expected]],
      );
    }
  });

  it('reads what GitHub reserves no name for', () => {
    const workflow = (env: string): string =>
      `on: push\nenv:\n  ${env}: ${token}\njobs:\n  a:\n    runs-on: x\n    steps: [{ run: ls }]\n`;
    for (const [env, expected] of [
      ['GITHUB_TOKEN', '${{ secrets.GH_TOKEN }}'],
      ['RELEASE_TOKEN', '${{ secrets.RELEASE_TOKEN }}'],
    ] as const) {
      const analysis = analyze(workflow(env), '.github/workflows/a.yaml', 'yaml');
      const [finding] = analysis.findings;
      assert.ok(finding);
      const written = fixesOf(analysis, finding).map((fix) => fix.edits.map((edit) => edit.text));
      assert.deepEqual(written, [[expected]]);
    }
  });

  it("does not take another chart's administrator for Grafana's", () => {
    const gitea = `gitea:\n  admin:\n    username: a\n    password: ${value}\n  ldap: []\n`;
    assert.deepEqual(findingsOf(analyze(gitea, 'values.yaml', 'yaml')), [high]);
  });

  const silent: Readonly<Record<string, readonly [text: string, fileName: string, language: LanguageId]>> = {
    'a file that vault reads': ['vault kv put shop/db password=@file\n', 'a.sh', 'shell'],
    'how a manual writes a pair': ['curl -u user:password https://shop.ferrybook.io/\n', 'a.sh', 'shell'],
    'what is to be done with a password': [
      '- hosts: all\n  tasks:\n    - user: { name: x, update_password: on_create }\n',
      'play.yaml',
      'yaml',
    ],
    'an image without secrets': [
      '```Dockerfile\nARG DB_PASSWORD\nARG TOKEN=$TOKEN\nENV TOKEN_FILE=/run/x PASS=1 SECRET=\nRUN X_PASSWORD=f3rry ./x\n```\n',
      'a.md',
      'markdown',
    ],
    'texts for people': [
      'kind: ConfigMap\napiVersion: v1\nmetadata: { name: a }\ndata:\n  messages_en.properties: |\n    password = Password\n',
      'a.yaml',
      'yaml',
    ],
  };
  const silentFiles: typeof silent = {
    'an example in an OpenAPI description': [
      `openapi: 3.0.3\ninfo: { title: a }\npaths:\n  /login:\n    post:\n      example:\n        password: ${value}\n`,
      'api.yaml',
      'yaml',
    ],
    'an example in a Swagger description': [
      `{"swagger": "2.0", "info": {"title": "a"}, "definitions": {"Login": {"example": {"password": "${value}"}}}}`,
      'api.json',
      'json',
    ],
    'translations in their folder': [
      `{ "password": "${value}", "login": { "passphrase": "Kennwort-42" } }`,
      'web/locales/app.json',
      'json',
    ],
    'translations of Rails': [`de:\n  login:\n    password: Dein-Kennwort1\n`, 'config/de.yml', 'yaml'],
    'the word for a password': ['login:\n  password: Passwort\n  passwd: Hasło\n', 'a.yaml', 'yaml'],
    'what Renovate has encrypted': [
      'hostRules:\n  - encrypted: { password: wcFMA0q8Zr41bXcVnM2kLpOiUy }\n',
      'a.yaml',
      'yaml',
    ],
    'a checksum of a Secret': [
      'annotations-of-pod:\n  checksum/secret: 9f86d081884c7d659a2feaa0c55ad015\n',
      'a.yaml',
      'yaml',
    ],
    'lines that are written to a file without a value': [
      'echo "DB_PASSWORD=$DB_PASSWORD" >> .env\necho "DB_PASSWORD=" > .env\necho "PASS=12" > x\necho "token=<token>" > x\necho "DB_PASSWORD=see the vault" > x\necho "DB_PASSWORD=Sunny-F3rry-is-not-written"\n',
      'a.sh',
      'shell',
    ],
    'a password that a test knows to be wrong': [
      '@test "x" {\n  run login --user shop --password wrong\n}\n',
      'a.bats',
      'shell',
    ],
    'references of Terraform': [
      '```hcl\nvariable "db_password" {\n  type = string\n}\nvariable "region" {\n  default = "Sunny-F3rry"\n}\npassword = random_password.db.result\n```\n',
      'a.md',
      'markdown',
    ],
    'properties for people, and those that maven fills in': [
      '```properties\nlogin.password=Passwort\nlogin.password: Ihr Passwort\ndb.password=@db.password@\n```\n',
      'a.md',
      'markdown',
    ],
    'lines that carry no value of their own': [
      '```dockerfile\nENV API_TOKEN $TOKEN\nENV DB_PASSWORD_FILE /run/secrets/db\nENV PASSWORD \n```\n',
      'a.md',
      'markdown',
    ],
  };
  for (const [place, input] of Object.entries({ ...silent, ...silentFiles })) {
    it(`leaves alone ${place}`, () => assert.deepEqual(findingsOf(analyze(...input)), []));
  }

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
        ...finding.layer.map((label) => formatMessage(label)),
        ...fixes.flatMap((fix) => [fix.title, noteOf(fix), ...fix.edits.map((edit) => edit.text)]),
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
      assert.match(noteOf(fix), /does not remove it from history/);
  });
});
