import assert from 'node:assert/strict';
import { ignoreEdits, type IgnoreScope } from '../../server/engine/ignore';
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
      const finding = findingOf(analysis, ruleId);
      const edits = ignoreEdits(analysis, finding, 'next') ?? ignoreEdits(analysis, finding, 'fence');
      if (line === undefined) {
        assert.equal(edits, undefined);
        return;
      }
      assert.ok(edits !== undefined);
      const comment = (scope: string): string =>
        `security-hints-ignore-${scope} ${ruleId}: why this is fine here`;
      const expected = line.replace('NEXT', comment('next')).replace('FENCE', comment('fence'));
      const ignored = applyEdits(text, edits);
      assert.deepEqual(
        ignored.split('\n').filter((one) => !text.split('\n').includes(one)),
        [expected],
      );
      assert.notEqual(findingOf(analyze(file, ignored, 'recommended'), ruleId).suppressed, undefined);
    });
  }
});

/** Name, text, rule, and what the comment of each scope leads to; undefined: none can stand. */
const scopes: readonly (readonly [
  string,
  string,
  string,
  string,
  { readonly [S in IgnoreScope]?: string },
])[] = [
  [
    'a fence with two of a kind',
    'a.md',
    '# Guide\n\n```yaml\nimage: a:latest\n---\nimage: b:latest\n```\n',
    'image-latest-tag',
    {
      next: '# Guide\n\n```yaml\n# NEXT\nimage: a:latest\n---\nimage: b:latest\n```\n',
      fence: '# Guide\n\n<!-- FENCE -->\n```yaml\nimage: a:latest\n---\nimage: b:latest\n```\n',
      file: '<!-- FILE -->\n# Guide\n\n```yaml\nimage: a:latest\n---\nimage: b:latest\n```\n',
    },
  ],
  [
    'front matter',
    'a.md',
    '---\ntitle: x\n---\n```yaml\nimage: a:latest\n```\n',
    'image-latest-tag',
    { file: '---\ntitle: x\n---\n<!-- FILE -->\n```yaml\nimage: a:latest\n```\n' },
  ],
  [
    'a shebang',
    'a.sh',
    '#!/bin/sh\ndocker run a:latest\n',
    'image-latest-tag',
    { fence: undefined, file: '#!/bin/sh\n# FILE\ndocker run a:latest\n' },
  ],
  [
    'a stream with a directive',
    'a.yaml',
    '%YAML 1.2\n---\nimage: a:latest\n---\nimage: b:latest\n',
    'image-latest-tag',
    { file: '%YAML 1.2\n# FILE\n---\nimage: a:latest\n---\nimage: b:latest\n' },
  ],
  ['JSON', 'a.json', json, 'image-latest-tag', { next: undefined, fence: undefined, file: undefined }],
];

describe('ignoring by scope', () => {
  for (const [name, file, text, ruleId, byScope] of scopes) {
    for (const scope of Object.keys(byScope) as IgnoreScope[]) {
      it(`${scope}: ${name}`, () => {
        const analysis = analyze(file, text, 'recommended');
        const finding = analysis.findings.find(({ meta }) => meta.id === ruleId);
        assert.ok(finding !== undefined);
        const edits = ignoreEdits(analysis, finding, scope);
        const words = `security-hints-ignore-${scope} ${ruleId}: why this is fine here`;
        const expected = byScope[scope]?.replace(scope.toUpperCase(), words);
        assert.equal(edits && applyEdits(text, edits), expected);
      });
    }
  }
});
