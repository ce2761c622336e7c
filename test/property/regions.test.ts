import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { LanguageId, RegionContext } from '../../server/languages/language';
import { growRegion, RegionPool } from '../../server/regions/grow';
import { mapEditsToRoot } from '../../server/regions/mapEdits';
import { rangeInRoot, walkRegions, type Region, type RegionPath } from '../../server/regions/region';
import { applyEdits } from '../../server/text/edit';

const context: RegionContext = {
  carrier: 'file',
  fileName: 'guide.md',
  inDocument: true,
  template: 'none',
  shell: 'unknown',
  badExample: undefined,
  fenceLanguage: '',
};

const grow = (language: LanguageId, text: string): Region =>
  growRegion(language, text, context, new RegionPool());

const indent = (text: string, prefix: string): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? prefix.trimEnd() : prefix + line))
    .join('\n');

/** Ways of carrying a text in another; each adds a layer. */
const inStep = (text: string): string =>
  `steps:\n  - name: Do\n    run: |\n${indent(text, '      ')}\n    shell: bash`;
const inHeredoc = (text: string): string =>
  `echo before\ncat <<'EOF' | kubectl apply -f -\n${text}\nEOF\necho after`;
const inConfigMap = (text: string): string =>
  `kind: ConfigMap\nmetadata:\n  name: x\ndata:\n  run.sh: |-\n${indent(text, '    ')}\n  other: y`;

const fencePrefixes = ['', '   ', '> ', '> 1. > '];
const inFence = (text: string, language: string, prefix: string): string => {
  const first = prefix.replace('1.', '  ');
  return `# Guide\n\n${prefix}~~~${language}\n${indent(text, first)}\n${first}~~~\n\nThe end.\n`;
};

const yamlLines = fc.constantFrom('a: b', 'kind: Pod', 'spec:', '  image: nginx', '  - x', '# note', '');
const shellLines = fc.constantFrom('echo a', 'curl x | bash', 'ls \\', '  -l', '# note', '');
const text = (line: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.array(line, { minLength: 1, maxLength: 5 }).map((lines) => ['x: 1', ...lines].join('\n'));

const documents = fc
  .record({ yaml: text(yamlLines), shell: text(shellLines), prefix: fc.constantFrom(...fencePrefixes) })
  .chain(({ yaml, shell, prefix }) =>
    fc.constantFrom(
      inFence(yaml, 'yaml', prefix),
      inFence(shell, 'bash', prefix),
      inFence(inStep(shell), 'yaml', prefix),
      inFence(inHeredoc(yaml), 'bash', prefix),
      inFence(inStep(inHeredoc(yaml)), 'yaml', prefix),
      inFence(inHeredoc(inConfigMap(shell)), 'bash', prefix),
    ),
  );

const change = fc.record({
  document: documents,
  region: fc.nat(),
  a: fc.nat(),
  b: fc.nat(),
  text: fc
    .array(fc.constantFrom('x', 'y: z', '\n', '  ', '\n- q', "'"), { maxLength: 4 })
    .map((p) => p.join('')),
});

function innermost(root: Region): [Region, RegionPath][] {
  const placed: [Region, RegionPath][] = [];
  walkRegions(root, (region, path) => {
    if (path.length > 0) placed.push([region, path]);
  });
  return placed;
}

describe('edits of regions (the law)', function () {
  this.timeout(60_000);

  it('carried up to the document, read there as the edit of the region', () => {
    let held = 0;
    let declined = 0;
    fc.assert(
      fc.property(change, ({ document, region: index, a, b, text: inserted }) => {
        const root = grow('markdown', document);
        const placed = innermost(root);
        const [region, path] = placed[index % placed.length] ?? assert.fail(`no region in ${document}`);
        const size = region.text.length + 1;
        const [start, end] = [a % size, b % size].sort((x, y) => x - y) as [number, number];
        const edit = { range: { start, end }, text: inserted };
        const mapped = mapEditsToRoot(root, path, [edit]);
        if (mapped === undefined) {
          declined++;
          return;
        }
        held++;
        const edited = grow('markdown', applyEdits(document, mapped));
        const expected = applyEdits(region.text, [edit]);
        const texts = innermost(edited).map(([one]) => one.text);
        assert.ok(texts.includes(expected), JSON.stringify({ document, expected, texts }));
      }),
      { numRuns: 1500 },
    );
    assert.ok(held > declined * 2, `${held} held, ${declined} declined`);
  });

  it('ranges of a region show its own characters in the document', () => {
    fc.assert(
      fc.property(change, ({ document, region: index, a }) => {
        const placed = innermost(grow('markdown', document));
        const [region, path] = placed[index % placed.length] ?? assert.fail(`no region in ${document}`);
        const start = a % Math.max(1, region.text.length);
        const shown = rangeInRoot(path, { start, end: start + 1 });
        const character = region.text[start];
        if (character !== undefined && character !== '\n') {
          assert.equal(document.slice(shown.start, shown.end), character);
        }
      }),
      { numRuns: 500 },
    );
  });
});
