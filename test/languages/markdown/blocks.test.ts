import { strict as assert } from 'node:assert';
import { scanBlocks, type Blocks } from '../../../server/languages/markdown/blocks';
import { formatMessage } from '../../../server/text/message';
import { codeText } from './codeText';

interface Expected {
  /** One entry for each code block: `info|content|linePrefix`, content with visible line endings. */
  readonly codes?: readonly string[];
  readonly headings?: readonly string[];
  readonly comments?: readonly string[];
  readonly pieces?: readonly string[];
}

/**
 * Scans a document in which marks show code blocks: `‹` before the first character of a block's range and
 * `›` behind its last. Both are taken out before scanning.
 */
function check(marked: string, expected: Expected): void {
  const { text, ranges } = readMarks(marked);
  const blocks = scanBlocks(text);
  const found = blocks.codes.map(({ range }) => range);
  if (ranges.length > 0) assert.deepEqual(found, ranges, JSON.stringify(text));
  if (expected.codes !== undefined) assert.deepEqual(describeCodes(blocks, text), expected.codes);
  if (expected.headings !== undefined) {
    assert.deepEqual(
      blocks.headings.map(({ depth, text: title }) => `${depth} ${title}`),
      expected.headings,
    );
  }
  if (expected.comments !== undefined) {
    assert.deepEqual(
      blocks.comments.map((comment) => comment.text),
      expected.comments,
    );
    for (const { range } of blocks.comments) {
      assert.match(text.slice(range.start, range.end), /^<!--[^]*>$/);
    }
  }
  if (expected.pieces !== undefined) {
    assert.deepEqual(
      blocks.pieces.map(({ range }) => text.slice(range.start, range.end)),
      expected.pieces,
    );
  }
}

function describeCodes(blocks: Blocks, text: string): string[] {
  return blocks.codes.map((code) => {
    const info = code.kind === 'fence' ? code.info : 'indented';
    return [info, codeText(text, code), code.linePrefix]
      .join('|')
      .replaceAll('\r', '␍')
      .replaceAll('\n', '␊');
  });
}

function readMarks(marked: string): { text: string; ranges: { start: number; end: number }[] } {
  let text = '';
  const starts: number[] = [];
  const ranges: { start: number; end: number }[] = [];
  for (const char of marked) {
    if (char === '‹') starts.push(text.length);
    else if (char === '›') ranges.push({ start: starts.shift() ?? -1, end: text.length });
    else text += char;
  }
  return { text, ranges };
}

describe('scanBlocks: fences', () => {
  const cases: readonly [name: string, marked: string, codes: readonly string[]][] = [
    ['plain', '‹```yaml\na: b\n```›\n', ['yaml|a: b␊|']],
    ['no line ending at the end', '‹~~~\na\n~~~›', ['|a␊|']],
    ['empty', '‹```sh\n```›\n', ['sh||']],
    ['only the opening line', '‹```sh›', ['sh||']],
    ['unclosed until the end', '‹```sh\na\n\nb›\n', ['sh|a␊␊b␊|']],
    ['a longer fence around a shorter', '‹````md\n```\na\n```\n````›\n', ['md|```␊a␊```␊|']],
    ['tildes with backticks in the info string', '‹~~~ a`b `c\nx\n~~~›\n', ['a`b `c|x␊|']],
    ['backticks with a backtick in the info string are none', '``` a`b\nx\n', []],
    ['a closing line with text is none', '‹```\na\n``` b\n```›\n', ['|a␊``` b␊|']],
    ['a closing line that is indented as code is none', '‹```\na\n    ```\n```›\n', ['|a␊    ```␊|']],
    ['blanks behind the fences', '‹```sh \t \na\n```  ›\n', ['sh|a␊|']],
    [
      'indented content loses the indentation of the fence',
      '  ‹```\n   a\n b\n\n  c\n  ```›\n',
      ['| a␊b␊␊c␊|  '],
    ],
    ['right below a paragraph', 'text\n‹```\na\n```›\ntext\n', ['|a␊|']],
    ['attributes', '‹```yaml {linenos=table} title="x"\na\n```›\n', ['yaml {linenos=table} title="x"|a␊|']],
    ['a class', '‹```{.bash .numberLines}\na\n```›\n', ['{.bash .numberLines}|a␊|']],
    ['entities and escapes stay raw', '‹```a&amp;b \\*\n```›\n', ['a&amp;b \\*||']],
    ['MDX', '<Tabs>\n\n‹```sh\nls\n```›\n\n</Tabs>\n', ['sh|ls␊|']],
    ['inside of an HTML block is none', '<div>\n```\na\n```\n</div>\n', []],
    ['inside of a comment is none', '<!--\n```\na\n```\n-->\n', []],
    ['in a long comment with blank lines is none', '<!--\n\n```\na\n```\n\n-->\n‹```\nb\n```›\n', ['|b␊|']],
    ['below a definition', '[a]: /b\n‹```\nc\n```›\n', ['|c␊|']],
    ['NUL', '‹```\na\0b\n```›\n', ['|a\0b␊|']],
  ];
  for (const [name, marked, codes] of cases) it(name, () => check(marked, { codes }));
});

describe('scanBlocks: line endings', () => {
  it('CR LF', () => check('‹```sh\r\na\r\n\r\nb\r\n```›\r\n', { codes: ['sh|a␍␊␍␊b␍␊|'] }));
  it('lone CR', () => check('‹```sh\ra\rb\r```›\r', { codes: ['sh|a␍b␍|'] }));
  it('mixed', () => check('# a\r> ‹```\n> b\r\n> c\r> ```›\n', { codes: ['|b␍␊c␍|> '], headings: ['1 a'] }));
  it('an unclosed fence ends before its last line ending', () =>
    check('‹```\r\na›\r\n', { codes: ['|a␍␊|'] }));
  it('byte order mark', () => check('\uFEFF‹```\na\n```›\n', { codes: ['|a␊|'] }));
  it('byte order mark before a heading', () => check('\uFEFF# a\n', { headings: ['1 a'], pieces: ['# a'] }));
});

describe('scanBlocks: containers', () => {
  const cases: readonly [name: string, marked: string, codes: readonly string[]][] = [
    ['in a quote', '> ‹```\n> a\n>\n>  b\n> ```›\n', ['|a␊␊ b␊|> ']],
    ['in a quote without spaces', '>‹```\n>a\n>```›\n', ['|a␊|> ']],
    ['in a quote, with a tab', '>\t‹```\n>\ta\n>\t```›\n', ['|a␊|>\t']],
    ['unclosed in a quote', '> ‹```\n> a›\nb\n', ['|a␊|> ']],
    ['a quote that ends opens a new fence below', '> ‹```\n> a›\n‹```\nb\n```›\n', ['|a␊|> ', '|b␊|']],
    ['in a list', '- text\n\n  ‹```\n  a\n  ```›\n', ['|a␊|  ']],
    ['right below the text of an item', '1. text\n   ‹```sh\n   a\n   ```›\n', ['sh|a␊|   ']],
    ['on the line of a marker', '- ‹```sh\n  a\n  ```›\n', ['sh|a␊|  ']],
    ['behind a number', '10) ‹```\n    a\n    ```›\n', ['|a␊|    ']],
    ['less indented than its list is outside of it', '1. text\n  ‹```\n  a\n  ```›\n', ['|a␊|  ']],
    ['indented by a tab in a list', '1.\ttext\n\n\t‹```\n\ta\n\t```›\n', ['|a␊|\t']],
    ['indented by a tab in a bullet list', '- text\n\n\t‹```\n\ta\n\t```›\n', ['|a␊|\t']],
    ['a tab that is read in part', '- ‹```\n\ta\n  ```›\n', ['|  a␊|  ']],
    ['in a list in a quote', '> - text\n>\n>   ‹```\n>   a\n>   ```›\n', ['|a␊|>   ']],
    ['in a quote in a list', '- > ‹```\n  > a\n  > ```›\n', ['|a␊|  > ']],
    ['in a list in a quote in a list', '1. > - ‹```\n   >   a\n   >   ```›\n', ['|a␊|   >   ']],
    ['a blank line in the list keeps it', '- ‹```\n  a\n\n  b\n  ```›\n', ['|a␊␊b␊|  ']],
    ['an unindented line ends it', '- ‹```\n  a›\nb\n', ['|a␊|  ']],
    ['the next item ends it', '- ‹```\n  a›\n- ‹```\n  b\n  ```›\n', ['|a␊|  ', '|b␊|  ']],
    ['an item that starts with two blank lines is empty', '-\n\n  ‹```\n  a\n  ```›\n', ['|a␊|  ']],
    ['in a footnote', '[^1]: text\n\n    ‹```\n    a\n    ```›\n', ['|a␊|    ']],
    ['on the line of a footnote', '[^1]: ‹```\n    a\n    ```›\n', ['|a␊|    ']],
    ['a lazy line is no fence content', '> text\n‹```\na\n```›\n', ['|a␊|']],
    ['a footnote with a far label', '  [^1]: ‹```\n    a\n    ```›\n', ['|a␊|    ']],
  ];
  for (const [name, marked, codes] of cases) {
    it(name, () => check(marked, { codes }));
  }

  it('turns the markers of the line into spaces', () =>
    check('1. - > ‹```\n     > a\n     > ```›\n', { codes: ['|a␊|     > '] }));
});

describe('scanBlocks: indented code', () => {
  const cases: readonly [name: string, marked: string, codes: readonly string[]][] = [
    ['plain', 'text\n\n‹    a\n      b›\n', ['indented|a␊  b␊|    ']],
    ['a tab', '‹\ta›\n', ['indented|a␊|\t']],
    ['a tab behind spaces', '‹  \ta›\n', ['indented|a␊|  \t']],
    ['two tabs', '‹\t\ta›\n', ['indented|\ta␊|\t']],
    ['blank lines inside and none behind', '‹    a\n\n    b›\n\ntext\n', ['indented|a␊␊b␊|    ']],
    ['a paragraph goes on', 'text\n    a\n', []],
    ['a fence in it is text', '‹    ```\n    a\n    ```›\n', ['indented|```␊a␊```␊|    ']],
  ];
  for (const [name, marked, codes] of cases) {
    it(name, () => check(marked, { codes }));
  }

  it('in a list, from behind the indentation of the item', () =>
    check('- text\n\n  ‹    a›\n', { codes: ['indented|a␊|      '] }));
  it('in a list, with a tab of which a part is content', () =>
    check('-\ttext\n\n\t‹\t a›\n', { codes: ['indented| a␊|\t\t'] }));
  it('on the line of a marker', () => check('- ‹    a›\n', { codes: ['indented|a␊|      '] }));
});

describe('scanBlocks: headings', () => {
  const cases: readonly [name: string, text: string, headings: readonly string[]][] = [
    ['ATX', '# a\n## b ##\n###### c #\n####### d\n#e\n', ['1 a', '2 b', '6 c']],
    ['empty', '#\n## ##\n', ['1 ', '2 ']],
    ['marks that close nothing', '# a#\n# b \\#\n', ['1 a#', '1 b \\#']],
    ['setext', 'a\n===\n\nb\nc\n---\n', ['1 a', '2 b\nc']],
    ['setext in a quote', '> a\n> b\n> -\n', ['2 a\nb']],
    ['a lazy line underlines nothing', '> a\n===\n', []],
    ['definitions underlined are no heading', '[a]: /b\n===\n', []],
    ['definitions above a heading', '[a]: /b\nc\n===\n', ['1 c']],
    ['a definition with a title on the next line', "[a]: /b\n'c\nd'\ne\n===\n", ['1 e']],
    ['a table is no heading', 'a | b\n-|-\nc\n---\n', []],
    ['in a fence', '```\n# a\n```\n', []],
    ['in a list', '- # a\n  text\n', ['1 a']],
  ];
  for (const [name, text, headings] of cases) it(name, () => check(text, { headings }));

  it('knows where its text stands', () => {
    const text = 'x\n\n>  ## a `b` ##  \n';
    const heading = scanBlocks(text).headings[0]!;
    assert.equal(text.slice(heading.textRange.start, heading.textRange.end), 'a `b`');
    assert.equal(text.slice(heading.range.start, heading.range.end), '## a `b` ##  ');
  });
});

describe('scanBlocks: comments', () => {
  const cases: readonly [name: string, text: string, comments: readonly string[]][] = [
    ['a line of its own', '<!-- a -->\n', [' a ']],
    ['several lines', '<!--\na\nb\n-->\n', ['\na\nb\n']],
    ['with a blank line', '<!-- a\n\nb -->\n', [' a\n\nb ']],
    ['below a paragraph', 'text\n<!-- a -->\n', [' a ']],
    ['two in a line', '<!-- a --> <!-- b -->\n', [' a ', ' b ']],
    ['in a quote', '> <!-- a\n> b -->\n', [' a\nb ']],
    ['in a list', '- <!-- a -->\n', [' a ']],
    ['in other HTML', '<div><!-- a -->\n<p>\n</div>\n', [' a ']],
    ['short ones', '<!-->\n<!--->\n', ['', '']],
    ['unclosed', '<!-- a\n', []],
    ['cut off by the end of its block', '<div>\n<!-- a\n\nb -->\n', []],
    ['in a fence', '```\n<!-- a -->\n```\n', []],
    ['in a script', '<script>\n<!-- a -->\n</script>\n', []],
  ];
  for (const [name, text, comments] of cases) it(name, () => check(text, { comments }));
});

describe('scanBlocks: front matter', () => {
  const read = (text: string): string | undefined => {
    const { frontMatter } = scanBlocks(text);
    return frontMatter === undefined
      ? undefined
      : `${frontMatter.kind} ${text.slice(frontMatter.content.start, frontMatter.content.end)}`;
  };
  it('YAML', () => assert.equal(read('---\na: b\n---\n# x\n'), 'yaml a: b\n'));
  it('TOML', () => assert.equal(read('+++\na = 1\n+++'), 'toml a = 1\n'));
  it('empty', () => assert.equal(read('---\n---\n'), 'yaml '));
  it('with CR LF, a byte order mark and blanks', () =>
    assert.equal(read('\uFEFF--- \r\na\r\n---\t\r\n'), 'yaml a\r\n'));
  it('only at the very top', () => assert.equal(read('\n---\na: b\n---\n'), undefined));
  it('not without an end', () => assert.equal(read('---\na: b\n'), undefined));
  it('without an end takes no containers away', () =>
    check('---\n\n> ‹```\n> a\n> ```›\n', { codes: ['|a␊|> '] }));
  it('is in no piece', () => check('---\na: b\n---\ntext\n', { pieces: ['text'] }));
});

describe('scanBlocks: pieces', () => {
  it('are top-level blocks and items, without fences', () =>
    check('# a\ntext\n\n- b\n- c\n  ```\n  d\n  ```\n\n> e\n\n```\nf\n```\ng | h\n-|-\ni | j\n', {
      pieces: ['# a', 'text', '- b', '- c\n  ```\n  d\n  ```', '> e', 'g | h\n-|-\ni | j'],
    }));
  it('keep together what interrupts a paragraph', () => check('a\n> 2. b\n', { pieces: ['a\n> 2. b'] }));
  it('end above a fence that interrupts', () => check('a\n```\nb\n```\nc\n', { pieces: ['a', 'c'] }));
  it('are none in an empty document', () => check(' \n\n', { pieces: [] }));
});

describe('scanBlocks: what stands above code', () => {
  const above = (text: string): string => {
    const code = scanBlocks(text).codes.at(-1);
    return `${code?.leadIn?.kind ?? 'nothing'}|${code?.leadIn?.text ?? ''}|${code?.heading?.text ?? ''}|${code?.callouts.join(',') ?? ''}`;
  };
  it('a paragraph', () => assert.equal(above('# h\na\n b\n\n```\n```\n'), 'paragraph|a\nb|h|'));
  it('a heading', () => assert.equal(above('# h\n\n```\n```\n'), 'heading|h|h|'));
  it('other code', () => assert.equal(above('a\n\n```\n```\n\n```\n```\n'), 'nothing|||'));
  it('a comment does not count', () => assert.equal(above('a\n\n<!-- b -->\n```\n```\n'), 'paragraph|a||'));
  it('a list', () => assert.equal(above('a\n\n- b\n\nc\n\n- d\n\n\n```\n```\n'), 'nothing|||'));
  it('the text of the item', () => assert.equal(above('a\n\n- b\n  ```\n  ```\n'), 'paragraph|b||'));
  it('the text above a list that code opens', () =>
    assert.equal(above('a\n\n- ```\n  ```\n- ```\n  ```\n'), 'paragraph|a||'));
  it('a definition does not count', () => assert.equal(above('a\n\n[b]: /c\n\n```\n```\n'), 'paragraph|a||'));
  it('call-outs', () =>
    assert.equal(above('::: tip T\n\n> **b**\n>\n> ```\n> ```\n'), 'paragraph|**b**||tip T,**b**'));
});

describe('scanBlocks: hostile documents', () => {
  const repeat = (text: string, length: number): string => text.repeat(Math.ceil(length / text.length));
  const cases: readonly [name: string, text: string][] = [
    ['a line of 5 MB', repeat('a', 5e6)],
    ['blanks', repeat(' ', 5e6)],
    ['quotes on one line', repeat('> ', 5e6)],
    ['bullets on one line', `${repeat('- ', 5e6)}x`],
    ['brackets', repeat('[a](', 5e6)],
    ['backticks', repeat('`', 5e6)],
    ['a tag', ` <a${repeat(' b=c', 3e6)}`],
    ['100,000 fences', repeat('```\na\n```\n', 1e6)],
    ['3,000 quotes', `${'>'.repeat(3000)}\n`.repeat(300)],
    ['400 nested lists', Array.from({ length: 400 }, (_, i) => `${'  '.repeat(i)}- a`).join('\n')],
    ['blank lines in 100 lists', `${'- '.repeat(100)}a\n${'\n'.repeat(1e6)}`],
    ['definitions with open titles', repeat('[a]: b\n"\n', 1e6)],
    ['an unclosed front matter', `---\n${repeat('a\n', 1e6)}`],
    ['comments', repeat('<!-- a -->', 1e6)],
    ['table heads', repeat('a | b\n|-\n', 1e6)],
    ['code in items below a long paragraph', `${repeat('a\n', 1e5)}\n${repeat('- ```\n  ```\n', 3e5)}`],
  ];
  for (const [name, text] of cases) {
    it(name, () => {
      const started = process.cpuUsage();
      scanBlocks(text);
      const { user } = process.cpuUsage(started);
      // Measured in CPU and far above what it takes: only the square of the length fails this.
      assert.ok(user < 4e6, `${user / 1000} ms`);
    });
  }

  it('says when containers are too deep, and reads on', () => {
    const { problems, codes } = scanBlocks(`${'> '.repeat(101)}a\n\n\`\`\`\nb\n\`\`\`\n`);
    assert.deepEqual(
      problems.map(({ message }) => formatMessage(message)),
      ['Lists and quotes nested deeper than 100 levels are read as plain text'],
    );
    assert.equal(codes.length, 1);
    assert.equal(scanBlocks(`${'> '.repeat(100)}a\n`).problems.length, 0);
  });
});
