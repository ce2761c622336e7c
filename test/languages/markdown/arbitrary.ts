import fc from 'fast-check';

/** Marks of containers and odd indentation, as they may pile up at the start of a line. */
const marks = [
  ...['> ', '>', '- ', '-', '* ', '+ ', '1. ', '2) ', '10. ', '0. ', '12345678901. ', '[^a]: '],
  ...['', ' ', '  ', '   ', '    ', '\t', ' \t', '-    ', '-     ', '1.\t', '-\t', '>\t'],
];

/** What the rest of a line may be: every kind of block, whole and broken. */
const leaves = [
  ...['```', '````', '~~~', '```yaml a=b', '``` a`b', '~~~ a`b', '```\t', '```{.sh .x} title="a b"'],
  ...['foo', 'bar', 'a\\', '\\', '\0', '&amp;', '`x`', '- [ ] x'],
  ...['a | b', '|-|-|', ':-|-:', '-|-', '|', '| a |', '|-|', '||', '-:', '\\| a |'],
  ...['===', '---', '--', '=', '-', '***', '* * *', '_ _', '# h', '## h ##', '#', '#x', '####### x', '# \\#'],
  ...['<div>', '</div>', '<b>', '<b c="d" e>', '<a/', '<div/>', '<div/ x', '<!-- c', '-->', '<!-- c -->'],
  ...['<?x', '?>', '<!A', '>', '<![CDATA[', ']]>', '<pre>', '</pre>', '<script>', '<a b=c=d>'],
  ...['[a]: /url', '[a]: /url "t', 't"', '[a]:', '"x"', "[b]: <x> 'y'", '[^b]:', '[^b c]: x', '1.', '1)'],
  ...['+++', '--- ', '::: x', ':::', '', '', '', ' ', '    ', '      ', '\t'],
];

const line = fc
  .tuple(
    fc.array(fc.constantFrom(...marks), { maxLength: 5 }),
    fc.constantFrom(...leaves),
    fc.option(fc.constantFrom(...leaves, '  ', '\t'), { freq: 6, nil: '' }),
  )
  .map(([prefix, leaf, tail]) => prefix.join('') + leaf + (tail.trim() === '' ? tail : ` ${tail}`));

const lineEnding = fc.oneof(
  { weight: 6, arbitrary: fc.constant('\n') },
  { weight: 1, arbitrary: fc.constantFrom('\r\n', '\r') },
);

const start = fc.oneof(
  { weight: 12, arbitrary: fc.constant('') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '\uFEFF',
      '---\n',
      '+++\n',
      '---\na: b\n---\n',
      '--- \n\n---\n',
      '\uFEFF---\nx\n---',
    ),
  },
);

/** Documents of few lines in which every construct of block structure may meet every other. */
export const markdownDocument: fc.Arbitrary<string> = fc
  .tuple(start, fc.array(fc.tuple(line, lineEnding), { maxLength: 10 }), fc.boolean())
  .map(([head, lines, isEnded]) => {
    const body = lines.map(([text, ending]) => text + ending).join('');
    return head + (isEnded ? body : body.replace(/(?:\r\n|\n|\r)$/, ''));
  });

/** Random characters of those that mean something. */
export const markdownNoise: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...' \t\n\r>-*+1.)#=`~|:<!/[]^()"\'\\a&;_\0\uFEFF'.split('')), { maxLength: 60 })
  .map((characters) => characters.join(''));
