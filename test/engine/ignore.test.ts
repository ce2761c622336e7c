import assert from 'node:assert/strict';
import { ignoreEdit } from '../../server/engine/ignore';
import { applyEdits } from '../../server/text/edit';
import { analyze, findingOf } from '../rules/document';

const json =
  '{"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "a", "image": "busybox:latest"}]}}\n';
const install = 'curl -fsSL https://get.example.com/install.sh';

/** Name, text, rule, the line that is added. Undefined: nothing can be. */
const cases: readonly (readonly [string, string, string, string, string | undefined])[] = [
  ['fence', 'a.md', '```yaml\nimage: busybox:latest\n```\n', 'image-latest-tag', '# NEXT'],
  ['fence in a list', 'a.md', '- ```yaml\n  image: busybox:latest\n  ```\n', 'image-latest-tag', '  # NEXT'],
  ['JSON in a fence', 'a.md', `Text\n\n\`\`\`json\n${json}\`\`\`\n`, 'image-latest-tag', '<!-- FENCE -->'],
  [
    'JSON in a fence in a list',
    'a.md',
    `1. Text:\n\n   ~~~json\n   ${json}   ~~~\n`,
    'image-latest-tag',
    '   <!-- FENCE -->',
  ],
  [
    'JSON in a fence in a quote',
    'a.md',
    `> Text:\n> \`\`\`json\n> ${json}> \`\`\`\n`,
    'image-latest-tag',
    '> <!-- FENCE -->',
  ],
  [
    'JSON in a fence that begins an item',
    'a.md',
    `- \`\`\`json\n  ${json}  \`\`\`\n`,
    'image-latest-tag',
    '<!-- FENCE -->',
  ],
  ['YAML', 'a.yaml', 'a:\n  image: busybox:latest\n', 'image-latest-tag', '  # NEXT'],
  ['literal scalar', 'a.yaml', `run: |\n  ${install} | bash\n`, 'pipe-to-shell', '  # NEXT'],
  ['folded scalar', 'a.yaml', `run: >-\n  ${install}\n  | bash\n`, 'pipe-to-shell', '# FENCE'],
  ['plain scalar', 'a.yaml', `a:\n  run: ${install} | bash\n`, 'pipe-to-shell', '  # NEXT'],
  [
    'heredoc',
    'a.sh',
    'cat <<EOF | kubectl apply -f -\napiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: a:latest\nEOF\n',
    'image-latest-tag',
    '    # NEXT',
  ],
  ['continued command', 'a.sh', 'docker run \\\n  busybox:latest\n', 'image-latest-tag', '# NEXT'],
  ['JSON in MDX', 'a.mdx', `\`\`\`json\n${json}\`\`\`\n`, 'image-latest-tag', undefined],
  ['YAML in MDX', 'a.mdx', '```yaml\nimage: busybox:latest\n```\n', 'image-latest-tag', '# NEXT'],
  ['JSON', 'a.json', json, 'image-latest-tag', undefined],
];

describe('ignoring with a reason', () => {
  for (const [name, file, text, ruleId, line] of cases) {
    it(`silences the finding in: ${name}`, () => {
      const analysis = analyze(file, text, 'recommended');
      const ignoring = ignoreEdit(analysis, findingOf(analysis, ruleId));
      if (line === undefined) {
        assert.equal(ignoring, undefined);
        return;
      }
      assert.ok(ignoring !== undefined);
      const comment = (scope: string): string =>
        `security-hints-ignore-${scope} ${ruleId}: why this is fine here`;
      const expected = line.replace('NEXT', comment('next')).replace('FENCE', comment('fence'));
      const ignored = applyEdits(text, ignoring.edits);
      assert.deepEqual(
        ignored.split('\n').filter((one) => !text.split('\n').includes(one)),
        [expected],
      );
      assert.notEqual(findingOf(analyze(file, ignored, 'recommended'), ruleId).suppressed, undefined);
    });
  }
});
