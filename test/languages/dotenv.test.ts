import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseDotenv } from '../../server/languages/dotenv/parse';
import { plainContext } from './shell';

const parse = (text: string) => parseDotenv(text, plainContext);

describe('dotenv', () => {
  const cases: readonly (readonly [text: string, ...entries: string[]])[] = [
    ['A=b', 'A=b «b»'],
    ['export A=b # c', 'A=b «b» exported'],
    ['A="b # c" # d', 'A=b # c «"b # c"» quoted'],
    ["A='$b'", "A=$b «'$b'» quoted"],
    ['A = b', 'A=b «b»'],
    ['A=', 'A= «»'],
    ['A=#b', 'A=#b «#b»'],
    ['A=b#c', 'A=b#c «b#c»'],
    ['A="b\nc"\nD=e', 'A=b\nc «"b\nc"» quoted', 'D=e «e»'],
    ['A="b\nD=e', 'A="b «"b»', 'D=e «e»'],
    ['A="b\\"c"', 'A=b"c «"b\\"c"» quoted'],
    ['A=${B}', 'A=${B} «${B}» hole'],
    ['A="x $B"', 'A=x $B «"x $B"» quoted hole'],
    ['A={{ .Values.b }}', 'A={{ .Values.b }} «{{ .Values.b }}» hole'],
    ['A=<your-key>', 'A=<your-key> «<your-key>» hole'],
    ['A=pa$$word', 'A=pa$$word «pa$$word» hole'],
    ['# A=b', ...[]],
    ['not an entry', ...[]],
    ['=b', ...[]],
    ['  A=b', 'A=b «b»'],
  ];
  for (const [text, ...expected] of cases) {
    it(JSON.stringify(text), () => {
      const shown = parse(text).tree.entries.map((e) => {
        assert.equal(text.slice(e.keyRange.start, e.keyRange.end), e.key);
        const marks = [e.isExported && 'exported', e.isQuoted && 'quoted', e.hasHole && 'hole'].filter(
          Boolean,
        );
        const written = text.slice(e.valueRange.start, e.valueRange.end);
        return [`${e.key}=${e.value} «${written}»`, ...marks].join(' ');
      });
      assert.deepEqual(shown, expected);
    });
  }

  it('lists comments and problems', () => {
    const { comments, problems } = parse('# a\nB=c # d\nwhat\nE="f');
    assert.deepEqual(
      comments.map((c) => c.text),
      ['a', 'd'],
    );
    assert.deepEqual(
      problems.map((p) => p.message),
      ['expected KEY=value', 'unclosed quote'],
    );
  });

  it('reads any text, and every range lies in it', () => {
    const piece = fc.constantFrom(
      'A',
      '=',
      '"',
      "'",
      '\n',
      '#',
      ' ',
      '\\',
      '$',
      '{{ x }}',
      '<a>',
      'export ',
      'B=c\n',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((p) => p.join('')),
        ),
        (text) => {
          const { tree, comments, holes, problems } = parse(text);
          const ranges = tree.entries.flatMap((e) => [e.range, e.keyRange, e.valueRange]);
          for (const { range } of [...comments, ...holes, ...problems]) ranges.push(range);
          for (const { start, end } of ranges) assert.ok(0 <= start && start <= end && end <= text.length);
        },
      ),
    );
  });

  it('stays linear', () => {
    const start = process.cpuUsage();
    for (const unit of ['A="b\n', "A='", 'A=<b', 'A={{', 'A=b # c\n', '=', '"\n'])
      parse(unit.repeat(100_000));
    assert.ok(process.cpuUsage(start).user < 8_000_000);
  });
});
