import assert from 'node:assert/strict';
import type { CommandFact } from '../../server/facts/command';
import { analyzeDocument, ruleSet, type DocumentInput } from '../../server/engine/analyze';
import { defaultConfig } from '../../server/engine/config';
import { fixAllSafe } from '../../server/engine/fixAll';
import { fixesOf } from '../../server/engine/fixes';
import { ignoreEdits } from '../../server/engine/ignore';
import { message } from '../../server/rule/finding';
import { replace, review, safe, type Fix } from '../../server/rule/fix';
import { defineRule, type RuleMeta } from '../../server/rule/rule';
import { applyEdits } from '../../server/text/edit';

const meta: RuleMeta = {
  id: 'bad-word',
  title: 'Bad word',
  why: 'It is bad.',
  severity: 'high',
  confidence: 'certain',
  profile: 'recommended',
  reviewItem: null,
  languages: ['shell'],
  references: [],
  fixes: [],
};

/** Reports each command `bad`, with the fixes that the test wants to see judged. */
const badWord = (fixes: (command: CommandFact) => readonly Fix[], id = 'bad-word', program = 'bad') =>
  defineRule({
    meta: { ...meta, id },
    visit: (report) => ({
      command(command) {
        if (command.program !== program || command.programWord === undefined) return;
        report({ at: command.programWord.range, message: message('Bad'), fixes: () => fixes(command) });
      },
    }),
  });

const shell = (text: string): DocumentInput => ({
  uri: 'file:///x.sh',
  fileName: 'x.sh',
  language: 'shell',
  text,
});

const wordOf = (command: CommandFact) => command.programWord?.range ?? assert.fail();
const titlesOf = (rules: Parameters<typeof ruleSet>[0], text: string): string[] => {
  const analysis = analyzeDocument(shell(text), ruleSet(rules), defaultConfig);
  const [finding] = analysis.findings;
  assert.ok(finding);
  return fixesOf(analysis, finding).map((fix) => fix.title);
};

describe('a fix is offered only when', () => {
  it('the finding is gone afterwards', () => {
    const rule = badWord((c) => [
      review('Good', [replace(wordOf(c), 'good')]),
      review('Still bad', [replace(wordOf(c), '"bad"')]),
      review('Nothing', []),
    ]);
    assert.deepEqual(titlesOf([rule], 'bad\n'), ['Good']);
  });

  it('nothing new that is as bad appears', () => {
    const rule = badWord((c) => [
      review('Worse', [replace(wordOf(c), 'worse')]),
      review('Good', [replace(wordOf(c), 'good')]),
    ]);
    const worse = badWord(() => [], 'worse-word', 'worse');
    assert.deepEqual(titlesOf([rule, worse], 'bad\nworse\n'), ['Good']);
  });

  it('the text still parses', () => {
    const rule = badWord((c) => [review('Open a quote', [replace(wordOf(c), '"good')])]);
    assert.deepEqual(titlesOf([rule], 'bad\n'), []);
  });

  it('a rule that throws over its fixes offers none, and its finding stays', () => {
    const rule = badWord(() => {
      throw new Error('bug');
    });
    assert.deepEqual(titlesOf([rule], 'bad\n'), []);
  });

  it('what else is wrong with the rewritten text may move along', () => {
    const rule = badWord((c) => [review('Wrap', [replace(c.range, 'sudo worse && good')])]);
    const worse = badWord(() => [], 'worse-word', 'worse');
    const analysis = analyzeDocument(shell('bad "$(worse)"\n'), ruleSet([rule, worse]), defaultConfig);
    const finding = analysis.findings.find((f) => f.meta.id === 'bad-word') ?? assert.fail();
    assert.deepEqual(
      fixesOf(analysis, finding).map((fix) => fix.title),
      ['Wrap'],
    );
  });
});

describe('fix all', () => {
  it('runs until nothing safe is left, and says what it did', () => {
    const rule = badWord((c) => [safe('Less', [replace(wordOf(c), 'less-bad')])]);
    const next = badWord((c) => [safe('Good', [replace(wordOf(c), 'good')])], 'less-bad-word', 'less-bad');
    const lower = { ...next, meta: { ...next.meta, severity: 'low' as const } };
    const result = fixAllSafe(shell('bad\nbad x\nok\n'), ruleSet([rule, lower]), defaultConfig);
    assert.equal(result.text, 'good\ngood x\nok\n');
    assert.deepEqual(
      result.fixed.map((fix) => fix.title),
      ['Less', 'Less', 'Good', 'Good'],
    );
  });

  it('leaves review fixes, ignored findings and deliberate bad examples alone', () => {
    const rule = badWord((c) => [safe('Good', [replace(wordOf(c), 'good')])]);
    const risky = badWord((c) => [review('Good', [replace(wordOf(c), 'good')])]);
    const text = '# security-hints-ignore-next bad-word: a test\nbad\n';
    assert.equal(fixAllSafe(shell(text), ruleSet([rule]), defaultConfig).text, text);
    assert.equal(fixAllSafe(shell('bad\n'), ruleSet([risky]), defaultConfig).text, 'bad\n');
    const guide = '## Insecure\n\n```bash\nbad\n```\n';
    const input: DocumentInput = { uri: 'file:///g.md', fileName: 'g.md', language: 'markdown', text: guide };
    assert.equal(fixAllSafe(input, ruleSet([rule]), defaultConfig).text, guide);
  });
});

describe('ignore here', () => {
  const rules = ruleSet([badWord(() => [])]);

  for (const [name, fileName, text, expected] of [
    [
      'above the command in a script',
      'x.sh',
      'if x; then\n  sudo \\\n    bad\nfi\n',
      'if x; then\n  # security-hints-ignore-next bad-word: why this is fine here\n  sudo \\\n    bad\nfi\n',
    ],
    [
      'in the fence, behind its prefix',
      'g.md',
      '> - x\n>\n>   ```bash\n>   bad\n>   ```\n',
      '> - x\n>\n>   ```bash\n>   # security-hints-ignore-next bad-word: why this is fine here\n>   bad\n>   ```\n',
    ],
    [
      'in YAML where the command is one scalar',
      'w.yml',
      'jobs:\n  a:\n    steps:\n      - run: bad\r\n',
      'jobs:\n  a:\n    steps:\n      # security-hints-ignore-next bad-word: why this is fine here\n      - run: bad\r\n',
    ],
  ] as const) {
    it(name, () => {
      const language = fileName === 'g.md' ? 'markdown' : fileName === 'x.sh' ? 'shell' : 'yaml';
      const analysis = analyzeDocument({ uri: 'file:///x', fileName, language, text }, rules, defaultConfig);
      const [finding] = analysis.findings;
      const edits = finding && ignoreEdits(analysis, finding, 'next');
      assert.ok(edits);
      const out = applyEdits(text, edits);
      assert.equal(out.replaceAll('\r', ''), expected.replaceAll('\r', ''));
      const [stop] = edits[0]?.stops ?? [];
      assert.equal(edits[0]?.text.slice(stop?.start, stop?.end), 'why this is fine here');
    });
  }
});
