import assert from 'node:assert/strict';
import { rules } from '../../rules/index';
import { ruleSet } from '../../server/engine/analyze';
import { configureRule } from '../../server/engine/configEdit';
import { applyEdits } from '../../server/text/edit';

const { ids } = ruleSet(rules);
const entry = '  image-latest-tag:\n    severity: off\n    reason: why this is fine here\n';

/** Name, file before, file after; undefined: the file is left alone. */
const cases: readonly (readonly [string, string, string | undefined])[] = [
  ['no text', '', `rules:\n${entry}`],
  ['comments only', '# ours\n', `# ours\nrules:\n${entry}`],
  ['another key', 'profile: strict # all\n', `profile: strict # all\nrules:\n${entry}`],
  ['no line break at the end', 'profile: strict', `profile: strict\nrules:\n${entry.trimEnd()}`],
  [
    'another rule',
    'rules:\n  node-ssh-access: low # soon\nexclude:\n  - a/\n',
    `rules:\n  node-ssh-access: low # soon\n${entry}exclude:\n  - a/\n`,
  ],
  ['an empty list of rules', 'rules:\nexclude: []\n', `rules:\n${entry}exclude: []\n`],
  ['a flow map', 'rules: {}\n', `rules:\n${entry}`],
  [
    'a flow map with a rule',
    'rules: { node-ssh-access: low }\n',
    'rules: { node-ssh-access: low, image-latest-tag: { severity: off } }\n',
  ],
  ['the rule itself', 'rules:\n  image-latest-tag: low\n', `rules:\n${entry}`],
  [
    'CR LF',
    'rules:\r\n  node-ssh-access: low\r\n',
    `rules:\r\n  node-ssh-access: low\r\n${entry.replaceAll('\n', '\r\n')}`,
  ],
  ['a list', '- a\n', undefined],
  ['rules that are no map', 'rules: [a]\n', undefined],
];

describe('switching a rule off in the configuration file', () => {
  for (const [name, before, after] of cases) {
    it(`keeps the rest: ${name}`, () => {
      const edit = configureRule(before, 'image-latest-tag', 'off', ids);
      assert.equal(edit && applyEdits(before, [edit]), after);
      const [stop] = edit?.stops ?? [];
      if (stop !== undefined) assert.equal(edit?.text.slice(stop.start, stop.end), 'why this is fine here');
    });
  }
});
