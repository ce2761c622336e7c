import assert from 'node:assert/strict';
import { json } from '../../server/languages/json/index';
import { yaml } from '../../server/languages/yaml/index';
import { getPath } from '../../server/languages/yaml/read';
import { context, root, short } from './yamlText';

const stairs = (count: number, line: string): string =>
  Array.from({ length: count }, (_, depth) => ' '.repeat(depth) + line).join('\n');

/** Texts that overflow the stack of a careless parser, or take it minutes. */
const texts: Readonly<Record<string, string>> = {
  'open brackets': '['.repeat(3000),
  'open braces': '{'.repeat(3000),
  'open brackets on lines': '[\n'.repeat(1000),
  'open maps': '{a: '.repeat(3000),
  'closed brackets': '['.repeat(3000) + ']'.repeat(3000),
  dashes: `${'- '.repeat(3000)}\nb`,
  'question marks': `${'? '.repeat(3000)}\nb`,
  colons: `${'a: '.repeat(1000)}\nb: 1`,
  'stairs of maps': `${stairs(300, 'a:')}\nb: 1`,
  'stairs of lists': `${stairs(300, '-')}\nb`,
  quotes: '"'.repeat(5001),
  'quotes on lines': 'a: "\n'.repeat(500),
  'closing brackets': ']'.repeat(1000),
  actions: '{{'.repeat(5000),
  'actions with quotes': `{{ ${'"\\'.repeat(5000)}`,
  'template comments': '{{/*'.repeat(5000),
  'conditions without an end': '{{ if x }}\n'.repeat(1000),
  aliases: `a: &a [1]\nb: [${'*a, '.repeat(1000)}]\n`,
  laughs: Array.from(
    { length: 60 },
    (_, i) => `l${i}: &l${i} [${i === 0 ? 'x' : `*l${i - 1}, *l${i - 1}, *l${i - 1}`}]`,
  ).join('\n'),
  markers: '---\n'.repeat(1000),
  'one long line': `a: ${'x'.repeat(100_000)}`,
  'many keys': Array.from({ length: 1000 }, (_, i) => `k${i}: v`).join('\n'),
};

describe('hostile YAML', function () {
  this.timeout(180_000);

  for (const [name, text] of Object.entries(texts)) {
    it(`survives ${name}, twenty times in one process`, () => {
      const started = process.cpuUsage().user;
      for (let i = 0; i < 20; i++) yaml.parse(text, context());
      const own = context({ template: 'helm' });
      yaml.embed(yaml.parse(text, own), text, own);
      json.parse(text, context());
      // Microseconds of this process, since the machine may be busy with others.
      assert.ok(process.cpuUsage().user - started < 20_000_000);
    });
  }

  const deep: readonly (readonly [name: string, line: string])[] = [
    ['brackets', '['.repeat(3000)],
    ['brackets behind a key', `x: ${'['.repeat(3000)}`],
    ['closed brackets', `x: ${'['.repeat(3000)}${']'.repeat(3000)}`],
    ['dashes', `x:\n  ${'- '.repeat(3000)}`],
    ['braces', `x: ${'{a: '.repeat(3000)}`],
    ['stairs', `x:\n${stairs(300, 'a:').replace(/^/gm, ' ')}`],
  ];
  for (const [name, line] of deep) {
    it(`reads what stands around deep ${name}`, () => {
      const text = `a: 1\n${line}\nb: 2\n`;
      const tree = root(text);
      assert.deepEqual([short(getPath(tree, 'a')), short(getPath(tree, 'b'))], ['1', '2']);
      assert.ok(yaml.parse(text, context()).notAnalyzed.length > 0);
    });
  }

  it('says what it left out of a text that is too long', () => {
    const text = 'key: value\n'.repeat(200_000);
    const [left] = yaml.parse(text, context()).notAnalyzed;
    assert.match(left?.reason.template ?? '', /longer than/);
    assert.equal(left?.range.end, text.length);
  });
});
