import assert from 'node:assert/strict';
import { rules } from '../../rules/index';
import { analyzeDocument, ruleSet, type DocumentInput } from '../../server/engine/analyze';
import { defaultConfig } from '../../server/engine/config';
import type { LanguageId } from '../../server/languages/language';

const all = ruleSet(rules);

function idsIn(language: LanguageId, fileName: string, text: string): string[] {
  const input: DocumentInput = { uri: `file:///${fileName}`, fileName, language, text };
  const analysis = analyzeDocument(input, all, defaultConfig);
  assert.deepEqual(analysis.failures, [], 'no rule fails');
  return analysis.findings.map((finding) => finding.meta.id);
}

const good = { shell: 'curl -fsSL https://get.example.net/x.sh | bash', yaml: 'image: nginx:latest' };
const fence = (language: string, text: string): string => `\n\`\`\`${language}\n${text}\n\`\`\`\n`;

/** Broken text, and the language it is broken in. */
const broken: readonly (readonly [string, 'yaml' | 'bash', string])[] = [
  ['half-typed YAML', 'yaml', 'spec:\n  contai\n  x: [a, {b: \n   - : :\n\t- y'],
  ['an unclosed YAML quote', 'yaml', 'a: "never closed\nb: 1\n'],
  ['an unclosed shell quote', 'bash', `echo "never closed\n${'echo fine\n'.repeat(5)}`],
  ['an unclosed substitution', 'bash', 'echo $(ls\nfoo `bar\n'],
  ['NUL bytes', 'bash', 'echo \0\0 x\0\n'],
  ['a line of 5 MB', 'yaml', `a: ${'x'.repeat(5_000_000)}`],
  ['a shell line of 5 MB', 'bash', `echo ${'x '.repeat(2_500_000)}`],
  ['3,000 opening brackets', 'yaml', '['.repeat(3000)],
  ['3,000 opening braces', 'yaml', '{a: '.repeat(3000)],
  ['3,000 open substitutions', 'bash', '$('.repeat(3000)],
  ['5,000 open subshells', 'bash', '('.repeat(5000)],
  ['nested dashes', 'yaml', '- '.repeat(3000)],
  [
    'an alias bomb',
    'yaml',
    `a: &a [x,x]\n${Array.from({ length: 30 }, (_, i) => `k${i}: &k${i} [*${i ? `k${i - 1}` : 'a'},*${i ? `k${i - 1}` : 'a'}]`).join('\n')}`,
  ],
];

describe('broken input', function () {
  this.timeout(120_000);

  for (const [name, language, text] of broken) {
    it(`${name}: never silences the rest of a guide`, () => {
      const guide = `# Guide\n${fence(language, text)}\n## Next\n${fence('bash', good.shell)}${fence('yaml', good.yaml)}`;
      const ids = idsIn('markdown', 'guide.md', guide);
      assert.ok(ids.includes('pipe-to-shell'), ids.join());
      assert.ok(ids.includes('image-latest-tag'), ids.join());
    });
  }

  it('never silences the lines below it in the same script', () => {
    for (const [name, language, text] of broken) {
      if (language !== 'bash') continue;
      const ids = idsIn('shell', 'x.sh', `${text}\n\n${good.shell}\n`);
      assert.ok(ids.includes('pipe-to-shell'), name);
    }
  });

  it('never silences the other documents of the same stream', () => {
    for (const [name, language, text] of broken) {
      if (language !== 'yaml') continue;
      const pod =
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\nspec:\n  containers:\n    - name: a\n      image: nginx:latest\n';
      const ids = idsIn('yaml', 'x.yaml', `${pod}---\n${text}\n---\n${pod}`);
      assert.equal(ids.filter((id) => id === 'image-latest-tag').length, 2, name);
    }
  });

  it('of a line of data costs that line, not the YAML around it', () => {
    const pod = 'kind: Pod\nspec:\n  containers:\n    - name: a\n      image: nginx:latest\n';
    const text = `${pod}data: ${'x'.repeat(5_000_000)}\n---\n${pod}`;
    assert.equal(idsIn('yaml', 'x.yaml', text).filter((id) => id === 'image-latest-tag').length, 2);
  });

  it('leaves the process alive when it comes 20 times', () => {
    for (let round = 0; round < 20; round++) {
      for (const [, language, text] of broken) {
        if (text.length > 1_000_000 && round > 1) continue;
        idsIn(language === 'yaml' ? 'yaml' : 'shell', language === 'yaml' ? 'x.yaml' : 'x.sh', text);
        idsIn('markdown', 'x.md', `${'> '.repeat(round)}${fence(language, text)}`);
      }
    }
  });

  it('holds for every truncation of a page', () => {
    const page = `# G\n\n1. Do\n\n   \`\`\`yaml\n   a: "b"\n   run: |\n     ${good.shell}\n   \`\`\`\n\n> ~~~sh\n> cat <<'E' | kubectl apply -f -\n> kind: Pod\n> spec: {containers: [{image: "x:latest"}]}\n> E\n> ~~~\n`;
    for (let end = 0; end <= page.length; end++) idsIn('markdown', 'x.md', page.slice(0, end));
  });
});
