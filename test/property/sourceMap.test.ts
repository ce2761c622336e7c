import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyEdits, type TextEdit } from '../../server/text/edit';
import { mapEdit, mapRange, SourceMapBuilder, type SourceMap, type Quote } from '../../server/text/sourceMap';

/** A region of whole lines, each behind a prefix, between a line above and one below: a fence, in short. */
interface Host {
  readonly parent: string;
  readonly prefix: string;
  readonly isOpen: boolean;
}

function extract(host: Host): { text: string; map: SourceMap } | undefined {
  const lines = host.parent.split('\n');
  const last = host.isOpen ? lines.length : lines.indexOf(`${host.prefix}end`);
  if (lines[0] !== `${host.prefix}begin` || last < 0) return undefined;
  const builder = new SourceMapBuilder(host.parent);
  let offset = lines[0].length + 1;
  for (const line of lines.slice(1, last)) {
    const end = offset + line.length;
    const isBlank = line === host.prefix.trimEnd();
    if (!line.startsWith(host.prefix) && !isBlank) return undefined;
    const isLast = end === host.parent.length;
    builder.verbatim(isBlank ? end : offset + host.prefix.length, isLast ? end : end + 1);
    offset = end + 1;
  }
  return builder.build(host.prefix);
}

const prefix = fc.constantFrom('', '  ', '> ', '   > ', '\t');
const line = fc.constantFrom('', 'a', 'ab: c', '  deep', '- item', '😀');
const host = fc
  .tuple(prefix, fc.array(line, { minLength: 1, maxLength: 6 }), fc.boolean())
  .map(([p, lines, isOpen]): Host => ({
    prefix: p,
    isOpen,
    parent: [`${p}begin`, ...lines.map((l) => p + l), ...(isOpen ? [] : [`${p}end`, 'after'])].join('\n'),
  }));
const change = fc.record({
  host,
  a: fc.nat(),
  b: fc.nat(),
  text: fc.array(fc.constantFrom('x', '\n', ' ', 'y: z', 'q\n'), { maxLength: 4 }).map((p) => p.join('')),
});

describe('source map (the law)', () => {
  it('extracting from the edited parent equals editing the region', () => {
    let held = 0;
    let broken = 0;
    fc.assert(
      fc.property(change, ({ host: h, a, b, text }) => {
        const before = extract(h);
        if (before === undefined) return;
        const size = before.text.length + 1;
        const [start, end] = [a % size, b % size].sort((x, y) => x - y) as [number, number];
        const edit: TextEdit = { range: { start, end }, text };
        const mapped = mapEdit(before.map, before.text, edit);
        assert.ok(mapped !== undefined, 'a verbatim region takes every edit');
        const after = extract({ ...h, parent: applyEdits(h.parent, [mapped]) });
        const expected = applyEdits(before.text, [edit]);
        if (after?.text === expected) held++;
        else {
          broken++;
          // What cannot hold: the region's last line break or all its lines are gone, a line that is
          // the delimiter itself came up, or the text ends in a prefix with nothing behind it.
          assert.ok(
            (h.isOpen && before.text.endsWith('\n')) ||
              (!h.isOpen && !expected.endsWith('\n')) ||
              expected === '' ||
              before.text === '' ||
              /(^|\n)(begin|end)?$/.test(expected),
            JSON.stringify({ h, edit, mapped, got: after?.text, expected }),
          );
        }
      }),
      { numRuns: 3000 },
    );
    assert.ok(held > broken * 6, `${held} held, ${broken} have no counterpart`);
  });

  it('shows each range as the same characters', () => {
    fc.assert(
      fc.property(host, fc.nat(), fc.nat(), (h, a, b) => {
        const region = extract(h);
        if (region === undefined) return;
        const size = region.text.length + 1;
        const [start, end] = [a % size, b % size].sort((x, y) => x - y) as [number, number];
        const shown = mapRange(region.map, { start, end });
        const strip = h.parent
          .slice(shown.start, shown.end)
          .split('\n')
          .map((l, i) => (i === 0 ? l : l.startsWith(h.prefix) ? l.slice(h.prefix.length) : ''))
          .join('\n');
        assert.equal(strip, region.text.slice(start, end));
      }),
    );
  });

  it('moves tab stops with the prefixes', () => {
    const parent = '> begin\n> a\n> end';
    const region = extract({ parent, prefix: '> ', isOpen: false });
    assert.ok(region);
    const stops = [
      { start: 1, end: 2 },
      { start: 4, end: 5 },
    ];
    const mapped = mapEdit(region.map, region.text, { range: { start: 0, end: 1 }, text: 'b1\nc2', stops });
    assert.deepEqual(mapped, {
      range: { start: 10, end: 11 },
      text: 'b1\n> c2',
      stops: [
        { start: 1, end: 2 },
        { start: 6, end: 7 },
      ],
    });
  });

  it('declines to touch what was decoded', () => {
    const { text, map } = new SourceMapBuilder('ab\\ncd')
      .verbatim(0, 2)
      .rewritten(2, 4, '\n\n')
      .verbatim(4, 6)
      .build();
    assert.equal(text, 'ab\n\ncd');
    const edit = (start: number, end: number) => mapEdit(map, text, { range: { start, end }, text: 'x' });
    assert.equal(edit(1, 3), undefined);
    assert.equal(edit(2, 3), undefined);
    assert.equal(edit(3, 3), undefined);
    assert.deepEqual(edit(1, 5)?.range, { start: 1, end: 5 }, 'what goes with its whole run is gone');
    assert.deepEqual(edit(4, 6)?.range, { start: 4, end: 6 });
    assert.deepEqual(mapRange(map, { start: 2, end: 3 }), { start: 2, end: 4 });
  });

  it('escapes what it writes for the quotes around it, and moves tab stops along', () => {
    const write = (quote: Quote, text: string) => {
      const { map } = new SourceMapBuilder('"ab"').verbatim(1, 3).build('', true, quote);
      return mapEdit(map, 'ab', { range: { start: 1, end: 2 }, text, stops: [{ start: 2, end: 4 }] });
    };
    const range = { start: 2, end: 3 };
    assert.deepEqual(write('"', `a"b\\'`), { range, text: `a\\"b\\\\'`, stops: [{ start: 3, end: 6 }] });
    assert.deepEqual(write("'", `a'b"`), { range, text: `a''b"`, stops: [{ start: 3, end: 5 }] });
    assert.equal(write("'", 'a\nb'), undefined);
    assert.equal(write('expanded', 'a${b}'), undefined);
    assert.equal(write('expanded', 'a\\\nb'), undefined);
    assert.equal(write('expanded', "'a$'\\n")?.text, "'a$'\\n");
  });
});
