import assert from 'node:assert/strict';
import { expansionsIn } from '../../server/languages/yaml/expansions';
import { yaml } from '../../server/languages/yaml/index';
import { isOpenMap, mapOf, scalarOf, textOf, get } from '../../server/languages/yaml/read';
import { context } from './yamlText';

const found = (text: string): string[] => expansionsIn(text).map(({ start, end }) => text.slice(start, end));

const expansions: readonly (readonly [text: string, expected: readonly string[]])[] = [
  ['{name: ${A}, b: $(c "d, e")}', ['${A}', '$(c "d, e")']],
  ['${A:-${B}} ${C}', ['${A:-${B}}', '${C}']],
  ['$((1 + (2)))', ['$((1 + (2)))']],
  ['${A ${B}', ['${B}']],
  ["$(awk '{print $1}') }", ["$(awk '{print $1}')"]],
  ['${A\n}', []],
  ['$A {b} (c) $', []],
];

describe('expansions of a shell in YAML', () => {
  for (const [text, expected] of expansions) {
    it(`finds those of ${JSON.stringify(text)}`, () => assert.deepEqual(found(text), expected));
  }

  it('is linear in what is not closed', () => {
    const started = performance.now();
    assert.deepEqual(expansionsIn('${'.repeat(200_000)), []);
    assert.ok(performance.now() - started < 1000);
  });

  const parse = (text: string) => yaml.parse(text, context({ carrier: 'heredoc' }));

  it('reads flow maps and lists around them', () => {
    const text =
      'metadata: {name: ${APP}, namespace: ${NS:-a, b}}\nlist: [${A}, $(b c, d), e]\nport: {x: $((1 + 2))}\n';
    const parsed = parse(text);
    assert.deepEqual(parsed.problems, []);
    const root = mapOf(parsed.tree.root);
    const metadata = mapOf(get(root, 'metadata'));
    assert.equal(textOf(metadata, 'namespace'), undefined);
    const name = scalarOf(get(metadata, 'name'));
    assert.equal(name?.value, '${APP}');
    assert.equal(name.hasHole, true);
    assert.equal(text.slice(name.range.start, name.range.end), '${APP}');
    assert.equal(metadata !== undefined && isOpenMap(metadata), false);
    const list = get(root, 'list');
    assert.deepEqual(list?.kind === 'list' ? list.items.map(({ node }) => scalarOf(node)?.value) : [], [
      '${A}',
      '$(b c, d)',
      'e',
    ]);
  });

  it('reads them beside templates and in JSON', () => {
    const parsed = parse('{"a": ${A}, "b": ["${C}", ${D:-1}]}\n');
    assert.deepEqual(parsed.problems, []);
    const mixed = parse('a: {{ .Values.a }}\nb: {c: ${D}}\n');
    assert.deepEqual(mixed.problems, []);
  });

  it('changes nothing where the text can be read as it is', () => {
    const parsed = parse('run: |\n  echo ${A} $(b)\nname: ${B}-c\n');
    assert.deepEqual(parsed.holes, []);
    assert.equal(textOf(mapOf(parsed.tree.root), 'name'), undefined);
  });
});
