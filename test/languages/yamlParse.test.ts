import assert from 'node:assert/strict';
import { json } from '../../server/languages/json/index';
import { parseYaml } from '../../server/languages/yaml/parse';
import {
  asBoolean,
  asInteger,
  entryOf,
  get,
  getPath,
  isNull,
  mapOf,
  walkYaml,
} from '../../server/languages/yaml/read';
import { formatMessage } from '../../server/text/message';
import { documentLabel, splitDocuments } from '../../server/languages/yaml/stream';
import type { YamlMap, YamlNode } from '../../server/languages/yaml/tree';
import { context, root, short } from './yamlText';

const open = { '…': true };

/** Texts as people leave them while they type, and what is read all the same. */
const halfTyped: readonly (readonly [name: string, text: string, tree: unknown])[] = [
  ['an unclosed quote', 'a: "x\nb: 2\n', { a: '~"x', b: '2', ...open }],
  ['an unclosed quote before a quoted value', 'a: "x\nb: "y"\n', { a: '~"x', b: 'y', ...open }],
  ['an unclosed single quote', "a:\n  b: 'x\nc: 2\n", { a: { b: "~'x", ...open }, c: '2', ...open }],
  ['an unclosed list', 'a: [x, y\nb: 2\n', { a: '~[x, y', b: '2', ...open }],
  ['an unclosed map in a list', 'a:\n  - {x: 1\n  - y\nb: 2\n', { a: ['~{x: 1', 'y', '…'], b: '2', ...open }],
  ['a bracket at the start', '[a\nb: 1\nc: 2', { b: '1', c: '2', ...open }],
  ['a key without its colon', 'a: 1\nkey\nb: 2\n', { a: '1', b: '2', ...open }],
  ['a first key without its colon', 'foo\nkey: v\nb: 2\n', { key: 'v', b: '2', ...open }],
  ['a colon without its blank', 'key:value\nb: 1\n', { b: '1', ...open }],
  ['a value with a colon', 'a: b: c\nd: 1\n', { a: '~b: c', d: '1', ...open }],
  ['a line indented too deep', 'a: 1\n b: 2\nc: 3\n', { a: '1', c: '3', ...open }],
  [
    'a line indented too little',
    'a:\n  b: 1\n c: 2\nd: 3\n',
    { a: { b: '1', ...open }, c: '2', d: '3', ...open },
  ],
  [
    'tabs',
    'a:\n\tb: 1\n\tc:\n\t\td: 2\ne: 2\n',
    { a: { b: '1', c: { d: '2', ...open }, ...open }, e: '2', ...open },
  ],
  ['a stray bracket', 'a: }\nb: 1\n', { a: '~}', b: '1', ...open }],
  ['text behind a quoted value', 'a: "b" c\nd: 1\n', { a: 'b', d: '1', ...open }],
  ['a map behind a list', '- a\nb: 1\n- c\n', ['a', 'c', '…']],
  ['a quoted word above a map', '"q"\nkey: v\n', { key: 'v', ...open }],
  ['a reserved character', 'a: @x\nb: 1\n', { a: '@x', b: '1', ...open }],
  ['a value still missing', 'a:\nb: 1\nc: \n', { a: null, b: '1', c: null }],
  ['a dash still alone', 'a:\n  - b\n  -\n', { a: ['b', null] }],
  ['an alias of nothing', 'a: *x\n', { a: '*x?' }],
];

const sound: readonly (readonly [name: string, text: string, tree: unknown])[] = [
  ['an empty text', '', null],
  ['only comments', '# a\n\n# b\n', null],
  ['flow and block', 'a: {b: c, d}\ne: [f: g, h]\n', { a: { b: 'c', d: null }, e: [{ f: 'g' }, 'h'] }],
  [
    'scalars of every style',
    "a: x\nb: 'it''s'\nc: \"\\u00e9\"\nd: |\n  l\ne: >-\n  f\n  g\n",
    { a: 'x', b: "it's", c: 'é', d: 'l\n', e: 'f g' },
  ],
  ['values keep their text', 'a: yes\nb: 0644\nc: ~\nd: 1.20\n', { a: 'yes', b: '0644', c: '~', d: '1.20' }],
  ['tags', 'a: !vault |\n  x\nb: !!int 3\n', { a: 'x\n', b: '3' }],
  ['anchors and aliases', 'a: &x [1]\nb: *x\n', { a: ['1'], b: '*x' }],
  ['an alias inside its own anchor', 'a: &x [*x]\n', { a: ['*x'] }],
  ['explicit keys', '? a\n: b\n', { a: 'b' }],
  ['a document with its markers', '---\na: 1\n...\n', { a: '1' }],
  ['expansions', 'a: ${X}\nb: $(x)\nc: ${X:-y}\nd: $X\n', { a: '~${X}', b: '~$(x)', c: '~${X:-y}', d: '$X' }],
];

const helm: readonly (readonly [name: string, text: string, tree: unknown])[] = [
  [
    'a condition around everything',
    '{{- if .x }}\na: 1\nb:\n  c: 1\n{{- end }}\n',
    { a: '1', b: { c: '1' } },
  ],
  [
    'a condition inside',
    'a:\n  {{- if .x }}\n  b: 1\n  {{- end }}\n  c:\n    d: 1\ne:\n  f: 1\n',
    { a: { b: '1', c: { d: '1' }, ...open }, e: { f: '1' } },
  ],
  [
    'another branch is not read',
    'a:\n  {{- if .x }}\n  b: 1\n  {{- else }}\n  b: 2\n  {{- end }}\nc: 1\n',
    { a: { b: '1', ...open }, c: '1', ...open },
  ],
  [
    'values that a template inserts',
    'a: {{ toYaml .x | nindent 2 }}\nb:\n  {{- toYaml .y | nindent 2 }}\nc:\n  d: 1\n',
    { a: '~{{ toYaml .x | nindent 2 }}', b: '~{{- toYaml .y | nindent 2 }}', c: { d: '1' } },
  ],
  [
    'entries that a template inserts',
    'a:\n  b: 1\n  {{- include "labels" . | nindent 2 }}\nc: 1\n',
    { a: { b: '1', ...open }, c: '1', ...open },
  ],
  ['a list in a loop', 'a:\n  {{- range .x }}\n  - {{ . }}\n  {{- end }}\n', { a: ['~{{ . }}', '…'] }],
  [
    'what stands in a branch',
    'a:\n  {{- with .x }}\n  c:\n    d: 1\n  {{- end }}\n',
    { a: { c: { d: '1', ...open }, ...open } },
  ],
  ['keys', 'a:\n  {{ .k }}: 1\n  b: 2\n', { a: { '{{ .k }}': '1', b: '2', ...open } }],
  [
    'parts of a scalar',
    'i: {{ .r }}/app:latest\nj: "{{ .x | default "y" }}"\n',
    { i: '~{{ .r }}/app:latest', j: '~{{ .x | default "y" }}' },
  ],
];

describe('YAML trees', () => {
  for (const [name, text, tree] of sound) {
    it(`reads ${name}`, () => {
      const parsed = parseYaml(text, context());
      assert.deepEqual(short(parsed.tree.root), tree);
      assert.deepEqual(parsed.problems, []);
    });
  }

  for (const [name, text, tree] of halfTyped) {
    it(`reads on behind ${name}`, () => assert.deepEqual(short(root(text)), tree));
  }

  for (const [name, text, tree] of helm) {
    it(`reads a Helm template: ${name}`, () => {
      const parsed = parseYaml(text, context({ fileName: 'chart/templates/x.yaml' }));
      assert.deepEqual(short(parsed.tree.root), tree);
      assert.deepEqual(parsed.problems, []);
    });
  }

  it('says which branch of a template it did not read', () => {
    const text = 'a:\n{{ if .x }}\n  b: 1\n{{ else }}\n  c: 2\n{{ end }}\n';
    const { notAnalyzed } = parseYaml(text, context({ template: 'helm' }));
    assert.deepEqual(
      notAnalyzed.map(({ range }) => text.slice(range.start, range.end)),
      ['\n  c: 2\n'],
    );
  });

  it('masks templates outside of charts only where they are no YAML', () => {
    assert.deepEqual(short(root('image: {{ .Values.x }}\nb: 1\n')), { image: '~{{ .Values.x }}', b: '1' });
    assert.deepEqual(short(root('a: "{{ $x }}"\nb: 1\n')), { a: '~{{ $x }}', b: '1' });
  });

  it('masks expressions of Actions', () => {
    const text = "run: echo ${{ a }}\nif: ${{ a == 'b: c' }}\n";
    assert.deepEqual(short(root(text, { template: 'actions' })), {
      run: '~echo ${{ a }}',
      if: "~${{ a == 'b: c' }}",
    });
  });

  it('lists comments, those of templates too', () => {
    const text = '# one\na: "# no" # two\n{{/* three */}}\nb: |\n  # text\n';
    const { comments } = parseYaml(text, context({ template: 'helm' }));
    assert.deepEqual(
      comments.map((c) => c.text),
      ['one', 'two', 'three'],
    );
  });

  it('locates nodes, entries and items exactly', () => {
    const text = 'a: &x !t "v" # c\nb:\n  - c: 1\n    d: |+\n      l\n\n  - [e, f]\n';
    const seen: string[] = [];
    const note = (name: string, range: { start: number; end: number }): void => {
      seen.push(`${name} ${text.slice(range.start, range.end)}`);
    };
    walkYaml(parseYaml(text, context()).tree.root, (node) => {
      note(node.kind, node.range);
      if (node.kind === 'map') for (const e of node.entries) note('entry', e.range);
      if (node.kind === 'list') for (const i of node.items) note('item', i.range);
    });
    assert.deepEqual(
      seen.filter((s) => s.startsWith('scalar')),
      ['scalar "v"', 'scalar 1', 'scalar |+\n      l', 'scalar e', 'scalar f'],
    );
    assert.ok(seen.includes('entry a: &x !t "v"'));
    assert.ok(seen.includes('item - [e, f]'));
    assert.ok(seen.includes('list [e, f]'));
    assert.ok(seen.includes('map c: 1\n    d: |+\n      l'));
  });

  it('tells the columns of block collections', () => {
    const map = mapOf(root('a:\n    - b: 1\n      c: 2\n')) as YamlMap;
    const list = map.entries[0]?.value;
    assert.equal(list?.kind === 'list' && list.indent, 4);
    assert.equal(list?.kind === 'list' && mapOf(list.items[0]?.node)?.indent, 6);
  });
});

describe('streams', () => {
  const split = (text: string): string[] => splitDocuments(text).map((d) => text.slice(d.start, d.end));
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['a: 1\n', ['a: 1\n']],
    ['---\na: 1\n---\nb: 2\n', ['---\na: 1\n', '---\nb: 2\n']],
    ['# licence\n---\na: 1\n', ['# licence\n---\na: 1\n']],
    ['a: |\n  x\n---\nb: 1\n', ['a: |\n  x\n', '---\nb: 1\n']],
    ['a: |\n  ---\n  x\n', ['a: |\n  ---\n  x\n']],
    ['a: 1\n...\n# c\nb: 2\n', ['a: 1\n...\n# c\n', 'b: 2\n']],
    [
      '%YAML 1.2\n---\na: 1\n...\n%YAML 1.2\n---\nb: 1',
      ['%YAML 1.2\n---\na: 1\n...\n%YAML 1.2\n', '---\nb: 1'],
    ],
    ['a: 1\n---\n---\n# x\n', ['a: 1\n---\n---\n# x\n']],
    ['a: 1\n---  # b\nb: 2\n', ['a: 1\n', '---  # b\nb: 2\n']],
    ['--- {a: 1}\n--- |\n x\n', ['--- {a: 1}\n', '--- |\n x\n']],
    [
      '{{- if .x }}\n---\na: 1\n{{- end }}\n---\n{{/* c */}}\nb: 1\n',
      ['{{- if .x }}\n---\na: 1\n{{- end }}\n', '---\n{{/* c */}}\nb: 1\n'],
    ],
    ['a: 1\n----\nb: 1\n', ['a: 1\n----\nb: 1\n']],
  ];
  for (const [text, pieces] of cases)
    it(`cuts ${JSON.stringify(text)}`, () => assert.deepEqual(split(text), pieces));

  it('has no root, since its documents are regions', () =>
    assert.equal(root('a: 1\n---\nb: 1\n'), undefined));

  it('calls a document by its kind and name', () => {
    const label = (text: string): string =>
      formatMessage(documentLabel(text, { start: 0, end: text.length }, 1));
    assert.equal(label('---\nkind: Deployment\nmetadata:\n  labels: {}\n  name: "web"\n'), 'Deployment web');
    assert.equal(label('kind: List\n'), 'List');
    assert.equal(label('a: 1\n'), 'document 2');
  });
});

describe('reading YAML', () => {
  const value = (text: string): YamlNode | undefined => get(mapOf(root(`k: ${text}\n`)), 'k');

  it('knows the booleans and integers of YAML 1.1', () => {
    for (const text of ['true', 'True', 'TRUE', 'yes', 'on', 'On', 'y'])
      assert.equal(asBoolean(value(text)), true, text);
    for (const text of ['false', 'no', 'NO', 'off', 'n']) assert.equal(asBoolean(value(text)), false, text);
    for (const text of ['"true"', 'tRUE', '1', '~', '${X}', '{}'])
      assert.equal(asBoolean(value(text)), undefined, text);
    const integers: readonly (readonly [string, number | undefined])[] = [
      ['0', 0],
      ['0644', 420],
      ['0o644', 420],
      ['0x1F', 31],
      ['1_000', 1000],
      ['-5', -5],
      ['"0"', undefined],
      ['1.5', undefined],
      ['089', 89],
    ];
    for (const [text, expected] of integers) assert.equal(asInteger(value(text)), expected, text);
  });

  it('follows merges and aliases, the map’s own entries first and the last of repeated keys', () => {
    const text =
      'base: &b {x: 1, y: 2}\nmore: &m {<<: *b, z: 3}\nall:\n  <<: [*m, *b]\n  x: 4\n  x: 5\nalias: *m\n';
    const tree = root(text);
    const at = (...path: string[]): unknown => short(getPath(tree, ...path));
    assert.deepEqual(
      [at('all', 'x'), at('all', 'y'), at('all', 'z'), at('alias', 'z'), at('alias', 'y')],
      ['5', '2', '3', '3', '2'],
    );
    assert.equal(entryOf(mapOf(tree), 'nothing'), undefined);
  });

  it('survives merges in circles and doubled at each step', () => {
    const circle = 'a: &a\n  <<: *a\n  b: 1\n';
    assert.equal(short(getPath(root(circle), 'a', 'c')), null);
    const lines = ['m0: &m0 {x: 1}'];
    for (let i = 1; i < 60; i++) lines.push(`m${i}: &m${i} {<<: [*m${i - 1}, *m${i - 1}]}`);
    assert.equal(short(getPath(root(lines.join('\n')), 'm59', 'x')), '1');
    assert.equal(short(getPath(root(lines.join('\n')), 'm59', 'y')), null);
  });

  it('tells null from nothing', () => {
    assert.deepEqual(
      ['~', 'null', '', '"null"', '0'].map((t) => isNull(entryOf(mapOf(root(`k: ${t}\n`)), 'k')?.value)),
      [true, true, true, false, false],
    );
  });
});

describe('JSON', () => {
  it('reads comments, tabs, trailing commas and escapes', () => {
    const text = '{\n\t// one\n\t"a": "\\u00e9 // no", /* two\n\t*/\n\t"b": [1, {"c": "d\\/e"},],\n}\n';
    const parsed = json.parse(text, context());
    assert.deepEqual(short(parsed.tree.root), { a: 'é // no', b: ['1', { c: 'd/e' }] });
    assert.deepEqual(
      parsed.comments.map((c) => c.text),
      ['one', 'two'],
    );
    assert.deepEqual(parsed.problems, []);
  });

  it('does not cut at markers of YAML', () => {
    assert.deepEqual(short(json.parse('{"a": 1}\n', context()).tree.root), { a: '1' });
  });
});
