import { strict as assert } from 'node:assert';
import { scanBlocks } from '../../../server/languages/markdown/blocks';
import {
  parseProse,
  PIECE_LIMIT,
  proseMatters,
  proseRange,
  type Prose,
  type ProseNode,
} from '../../../server/languages/markdown/prose';
import { sentenceAt } from '../../../server/languages/markdown/sentence';

function nodesOf(text: string): readonly ProseNode[] {
  return scanBlocks(text).pieces.flatMap(({ range }) => parseProse(text, range).nodes);
}

function ofKind<K extends ProseNode['kind']>(text: string, kind: K): readonly (ProseNode & { kind: K })[] {
  return nodesOf(text).filter((node): node is ProseNode & { kind: K } => node.kind === kind);
}

function whole(text: string): Prose {
  return parseProse(text, { start: 0, end: text.length });
}

describe('parseProse: texts', () => {
  const cases: readonly [name: string, text: string, values: readonly string[]][] = [
    ['a paragraph', 'Login: admin / Passw0rd\n', ['Login: admin / Passw0rd']],
    [
      'code is a part of its sentence',
      'Log in with `admin` / `Passw0rd`.\n',
      ['Log in with admin / Passw0rd.'],
    ],
    ['lines in containers', '> - a\n>   b\n', ['a\nb']],
    ['escapes and entities', 'a\\_b &amp; c\n', ['a_b & c']],
    ['emphasis marks stay', '**Password:** x\n', ['**Password:** x']],
    ['links give their text', 'see [the docs](https://a.b)\n', ['see the docs']],
    ['references stay', '[a][b]\n\n[b]: https://u:p@c.d\n', ['[a][b]', '[b]: https://u:p@c.d']],
    ['headings', '# a `b`\n', ['a b']],
    ['code blocks give nothing', '- a\n\n  ```\n  password: x\n  ```\n\n      password: y\n', ['a']],
    ['HTML blocks give nothing', '<div>\npassword\n</div>\n', []],
    ['a hard break', 'a  \nb\\\nc\n', ['a\nb\nc']],
    ['footnotes', '[^1]: a\n\n    b\n', ['a', 'b']],
    ['a byte order mark', '\uFEFFa\n', ['a']],
  ];
  for (const [name, text, values] of cases) {
    it(name, () =>
      assert.deepEqual(
        ofKind(text, 'text').map(({ value }) => value),
        values,
      ),
    );
  }

  it('finds a part of a value in the document', () => {
    const text = '> The *password* is\n> `hun\\ter2` & pass\\_word &amp; a.b\n';
    const node = ofKind(text, 'text')[0]!;
    const place = (part: string): string => {
      const from = node.value.indexOf(part);
      const { start, end } = proseRange(node, from, from + part.length);
      return text.slice(start, end);
    };
    assert.equal(place('password'), 'password');
    assert.equal(place('hun\\ter2'), 'hun\\ter2');
    assert.equal(place('pass_word'), 'pass\\_word');
    assert.equal(place('a.b'), 'a.b');
    assert.equal(place(' & a'), ' &amp; a');
  });
});

describe('parseProse: inline code, links, tables, comments', () => {
  it('gives code its place, its content and its sentence', () => {
    const text = 'One. The token is `` a`b `` here. Two.\n';
    const [code] = ofKind(text, 'inlineCode');
    assert.ok(code?.valueRange);
    assert.equal(text.slice(code.range.start, code.range.end), '`` a`b ``');
    assert.equal(text.slice(code.valueRange.start, code.valueRange.end), 'a`b');
    assert.equal(code.sentence, 'The token is a`b here.');
  });

  it('has no content range for code across lines of a quote', () => {
    const [code] = ofKind('> `a\n> b`\n', 'inlineCode');
    assert.ok(code);
    assert.equal(code.value, 'a\nb');
    assert.equal(code.valueRange, undefined);
  });

  it('gives links and images their destination', () => {
    const text = '[https://a.b](https://a.b "t") ![c](<d e>) <https://u:p@f.g>\n';
    const found = [...ofKind(text, 'link'), ...ofKind(text, 'image')].map(({ url, urlRange, value }) =>
      [value, url, urlRange && `${urlRange.start}-${urlRange.end}`].join(' '),
    );
    assert.deepEqual(found, [
      'https://a.b https://a.b 14-25',
      'https://u:p@f.g https://u:p@f.g 44-59',
      'c d e 37-40',
    ]);
  });

  it('gives rows their header and the places of their cells', () => {
    const text = '- x\n\n  | User | Password |\n  |---|:-:|\n  | admin | `a\\|b` |\n  | root |\n';
    const rows = ofKind(text, 'tableRow');
    assert.deepEqual(
      rows.map(({ isHeader, header, cells }) => [
        isHeader,
        header.join(),
        cells.map(({ value }) => value).join(),
      ]),
      [
        [true, 'User,Password', 'User,Password'],
        [false, 'User,Password', 'admin,a|b'],
        [false, 'User,Password', 'root'],
      ],
    );
    const { start, end } = proseRange(rows[1]!.cells[0]!, 0, 5);
    assert.equal(text.slice(start, end), 'admin');
  });

  it('gives comments inside a paragraph', () => {
    assert.deepEqual(
      ofKind('a <!-- b --> c\n', 'comment').map(({ value }) => value),
      [' b '],
    );
  });
});

describe('parseProse: bounds', () => {
  it('reads a long table in parts, each with its header', () => {
    const rows = Array.from({ length: 2_000 }, (_, i) => `| user${i} | password${i} |\n`).join('');
    const text = `| User | Password |\n|---|---|\n${rows}`;
    const { nodes, notAnalyzed } = whole(text);
    assert.equal(notAnalyzed, undefined);
    assert.equal(nodes.length, 2_001);
    for (const [index, node] of nodes.entries()) {
      assert.ok(node.kind === 'tableRow');
      assert.deepEqual(node.header, ['User', 'Password']);
      if (index > 0) {
        const cell = node.cells[1]!;
        const { start, end } = proseRange(cell, 0, cell.value.length);
        assert.equal(text.slice(start, end), `password${index - 1}`);
      }
    }
  }).timeout(20_000);

  it('reads a long paragraph in parts', () => {
    const text = 'The password is `x`.\n'.repeat(2_000);
    const { nodes, notAnalyzed } = whole(text);
    assert.equal(notAnalyzed, undefined);
    assert.equal(nodes.filter(({ kind }) => kind === 'inlineCode').length, 2_000);
    for (const { kind, range } of nodes) {
      if (kind === 'inlineCode') assert.equal(text.slice(range.start, range.end), '`x`');
    }
  }).timeout(20_000);

  it('does not count the content of fences', () => {
    const text = `- a\n  \`\`\`\n${'  b\n'.repeat(10_000)}  \`\`\`\n  c \`d\`\n`;
    const { nodes, notAnalyzed } = whole(text);
    assert.equal(notAnalyzed, undefined);
    const code = nodes.find(({ kind }) => kind === 'inlineCode');
    assert.equal(code && text.slice(code.range.start, code.range.end), '`d`');
  });

  it('says what it does not read', () => {
    assert.match(whole('a'.repeat(PIECE_LIMIT + 1)).notAnalyzed ?? '', /more than 20 kB/);
    assert.match(whole(`> ${'a\n'.repeat(PIECE_LIMIT)}`).notAnalyzed ?? '', /more than 20 kB/);
    assert.match(whole(`${'> '.repeat(50)}a`).notAnalyzed ?? '', /deeper than 40/);
  });

  const fill = (unit: string, length: number): string =>
    unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
  const runs = (length: number): string => {
    let text = '';
    for (let i = 1; text.length < length; i++) text += `${'`'.repeat(i)}a`;
    return text;
  };
  const hostile: readonly [name: string, text: string][] = [
    ['emphasis', fill('*a_ ', 20_000)],
    ['links', fill('[a](', 20_000)],
    ['brackets', fill('[', 20_000)],
    ['images', fill('![', 20_000)],
    ['titles', fill('[a](b "', 20_000)],
    ['backticks', fill('`a``b', 20_000)],
    ['growing backticks', runs(20_000)],
    ['comments', fill('<!--', 20_000)],
    ['instructions', fill('<?', 20_000)],
    ['CDATA', fill('<![CDATA[', 20_000)],
    ['tags', fill('<a b="', 20_000)],
    ['entities', fill('&a', 20_000)],
    ['escapes', fill('\\', 20_000)],
    ['400 nested lists', Array.from({ length: 400 }, (_, i) => `${'  '.repeat(i)}- a`).join('\n')],
    ['40 nested lists', Array.from({ length: 40 }, (_, i) => `${'  '.repeat(i)}- a`).join('\n')],
    ['lazy quotes', `${'> '.repeat(40)}a\n${fill('b\n', 15_000)}`],
    ['deep quotes', fill(`${'> '.repeat(40)}a\n`, 19_990)],
    ['many codes in one sentence', fill('`a` ', 20_000)],
    ['pipes', fill('|a', 20_000)],
  ];
  for (const [name, text] of hostile) {
    it(`reads ${name} in bounded time`, () => {
      const started = process.cpuUsage();
      for (const { range } of scanBlocks(text).pieces) parseProse(text, range);
      const { user } = process.cpuUsage(started);
      assert.ok(user < 2e6, `${user / 1000} ms`);
    }).timeout(20_000);
  }
});

describe('proseMatters', () => {
  const matters = (text: string): boolean => proseMatters(text, { start: 0, end: text.length });
  it('sees words that stand beside credentials', () => {
    for (const text of [
      'Password: x',
      'the API key',
      'log in as',
      'Login',
      'client_secret',
      'AKIAEXAMPLE',
      'Zugangsdaten',
    ]) {
      assert.equal(matters(text), true, text);
    }
  });
  it('sees account ids and addresses with a password', () => {
    assert.equal(matters(`account ${'1234'.repeat(3)}`), true);
    assert.equal(matters('postgres://user:pw@host/db'), true);
  });
  it('does not mind other text', () => {
    for (const text of [
      'Run the tests.',
      'version 1.2.3',
      'https://example.com:8080/a',
      '1234567890123',
      '',
    ]) {
      assert.equal(matters(text), false, text);
    }
  });
  it('looks at the piece only', () =>
    assert.equal(proseMatters('password text', { start: 9, end: 13 }), false));
  it('takes other words', () => assert.equal(proseMatters('ship it', { start: 0, end: 7 }, /ship/), true));
  it('is linear', () => {
    const started = process.cpuUsage();
    for (const unit of ['://a', '://a:b', 'api ', '1234-', 'log']) matters(unit.repeat(1_000_000));
    assert.ok(process.cpuUsage(started).user < 4e6);
  }).timeout(20_000);
});

describe('sentenceAt', () => {
  it('stops at ends of sentences, not at dots in words', () => {
    assert.equal(sentenceAt('One a.b. Two c.d! Three', 12), 'Two c.d!');
    assert.equal(sentenceAt('One', 99), 'One');
    assert.equal(sentenceAt('', 0), '');
  });
});
