import assert from 'node:assert/strict';
import fc from 'fast-check';
import { json } from '../../server/languages/json/index';
import { parseYaml } from '../../server/languages/yaml/parse';
import { listOf, scalarOf, walkYaml } from '../../server/languages/yaml/read';
import { splitDocuments } from '../../server/languages/yaml/stream';
import { yaml } from '../../server/languages/yaml/index';
import { yamlSettingsOf } from '../../server/facts/yamlSettings';
import { yamlImagesOf } from '../../server/facts/yamlImages';
import { networkOf } from '../../server/facts/kubernetes/network';
import { nodeGroupsOf } from '../../server/facts/nodeGroup';
import { context, yamlRegion } from '../languages/yamlText';

/** Pieces that YAML gives a meaning, and a few that it does not. */
const pieces = fc.array(
  fc.constantFrom(
    ...[
      'a',
      'key',
      ': ',
      ':',
      '- ',
      '-',
      '? ',
      '\n',
      '\n  ',
      '\n    ',
      '\n\n',
      '\t',
      ' ',
      '"',
      "'",
      '\\',
      '[',
      ']',
    ],
    ...[
      '{',
      '}',
      ',',
      '#',
      ' # c',
      '|',
      '>-',
      '|2+',
      '&x ',
      '*x',
      '!t ',
      '---\n',
      '...\n',
      '%YAML',
      '<<: *x',
      '@',
      '`',
    ],
    ...[
      '{{ .a }}',
      '{{- if x }}',
      '{{- else }}',
      '{{ end }}',
      '{{',
      '}}',
      '${{ x }}',
      '${X:-y}',
      '/*',
      '*/',
      'é',
      '😀',
    ],
    ...[
      'image: nginx:latest',
      'spec:',
      'kind: Pod',
      'run: |',
      'egress:',
      'env:',
      'data:',
      'x.sh: |',
      '{"a": 1}',
      'to:',
    ],
  ),
  { maxLength: 30 },
);
const texts = fc.oneof(
  pieces.map((p) => p.join('')),
  fc.string({ unit: 'binary', maxLength: 40 }).map((s) => s.replaceAll('\r', '').replaceAll('\0', '')),
);
const templates = fc.constantFrom('none' as const, 'helm' as const, 'actions' as const);

describe('YAML of any text', function () {
  this.timeout(60_000);

  it('never throws, and every range lies in the text and in its parent', () => {
    fc.assert(
      fc.property(texts, templates, (text, template) => {
        const own = context({ template });
        for (const language of [yaml, json]) {
          const parsed = language.parse(text, own);
          const inside = (r: { readonly start: number; readonly end: number }): void =>
            assert.ok(r.start >= 0 && r.start <= r.end && r.end <= text.length, JSON.stringify(r));
          walkYaml(parsed.tree.root, (node, _path, _maps, entry) => {
            inside(node.range);
            if (entry !== undefined) {
              inside(entry.range);
              assert.ok(entry.range.start <= entry.key.range.start && node.range.end <= entry.range.end);
            }
          });
          for (const part of [parsed.problems, parsed.holes, parsed.comments, parsed.notAnalyzed]) {
            for (const { range } of part) inside(range);
          }
          for (const { text: child, map } of language.embed(parsed, text, own)) {
            assert.equal(map.length, child.length);
            for (const s of map.segments) {
              inside({ start: s.parentAt, end: s.parentAt + s.parentLength });
              const parent = text.slice(s.parentAt, s.parentAt + s.parentLength);
              if (s.verbatim) assert.equal(child.slice(s.at, s.at + s.length), parent);
            }
          }
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('gives no entry to a dash that stands behind a finished value', () => {
    // Found by the first property: the parser keeps the dash as an entry whose key is an error.
    const { root } = parseYaml('  image: nginx...\n- ', context()).tree;
    assert.equal(root?.kind, 'map');
    assert.ok(root.range.start <= root.range.end);
    assert.equal(root.entries.length, 1);
  });

  it('gives facts without throwing', () => {
    fc.assert(
      fc.property(texts, templates, (text, template) => {
        const region = yamlRegion(text, { template });
        for (const fact of [...yamlImagesOf(region), ...yamlSettingsOf(region), ...nodeGroupsOf(region)]) {
          const range = fact.kind === 'setting' ? fact.valueRange : fact.range;
          assert.ok(range.start <= range.end && range.end <= text.length);
        }
        networkOf(region);
      }),
      { numRuns: 2000 },
    );
  });

  it('reads a sound scalar again from its own range', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = parseYaml(text, context());
        if (parsed.problems.length > 0) return;
        walkYaml(parsed.tree.root, (node) => {
          if (node.kind !== 'scalar' || node.hasHole || node.style === 'literal' || node.style === 'folded')
            return;
          const written = text.slice(node.range.start, node.range.end);
          if (written === '' || written.includes('\n')) return;
          // In a list, where no marker of a document can stand.
          const again = parseYaml(`- ${written}`, context()).tree.root;
          assert.equal(scalarOf(listOf(again)?.items[0]?.node)?.value, node.value);
        });
      }),
      { numRuns: 2000 },
    );
  });

  it('cuts a stream into pieces that cover it, each of one document', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const documents = splitDocuments(text);
        assert.equal(documents.map((d) => text.slice(d.start, d.end)).join(''), text);
        if (documents.length > 1) {
          for (const d of documents) assert.equal(splitDocuments(text.slice(d.start, d.end)).length, 1);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
