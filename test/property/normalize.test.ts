import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyEdits } from '../../server/text/edit';
import { normalize, toOriginalEdit, toOriginalOffset } from '../../server/text/normalize';

const piece = fc.constantFrom('a', 'é', '😀', ' ', '\n', '\r\n', '\r', '\0', 'key: x');
const text = fc
  .tuple(fc.boolean(), fc.array(piece, { maxLength: 40 }))
  .map(([mark, pieces]) => (mark ? '\uFEFF' : '') + pieces.join(''));

/** What normalizing means, said in the plainest way. */
const plain = (t: string): string =>
  t
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replace(/\0/g, '\uFFFD');

describe('normalized text (property)', () => {
  it('has LF line ends, no byte order mark and no NUL', () => {
    fc.assert(fc.property(text, (t) => assert.equal(normalize(t).text, plain(t))));
  });

  it('maps each offset to the same character of the original, and no two to one', () => {
    fc.assert(
      fc.property(text, (t) => {
        const normalized = normalize(t);
        let before = -1;
        for (let i = 0; i <= normalized.text.length; i++) {
          const offset = toOriginalOffset(normalized, i);
          assert.ok(offset > before);
          before = offset;
          const now = normalized.text[i];
          const then = t[offset];
          if (now === undefined) assert.equal(then, undefined);
          else if (now === '\n') assert.ok(then === '\n' || then === '\r');
          else if (now === '\uFFFD') assert.equal(then, '\0');
          else assert.equal(then, now);
        }
      }),
    );
  });

  it('an edit mapped to the original reads as the edit of the normalized text', () => {
    const change = fc.tuple(
      text,
      fc.nat(),
      fc.nat(),
      fc.array(fc.constantFrom('x', '\n', ' y'), { maxLength: 5 }),
    );
    fc.assert(
      fc.property(change, ([t, a, b, pieces]) => {
        const normalized = normalize(t);
        const size = normalized.text.length + 1;
        const [start, end] = [a % size, b % size].sort((x, y) => x - y) as [number, number];
        const inserted = pieces.join('');
        const stop = inserted.indexOf('y');
        const stops = stop < 0 ? [] : [{ start: stop, end: stop + 1 }];
        const mapped = toOriginalEdit(normalized, { range: { start, end }, text: inserted, stops });
        // A lone CR before the edit and a LF at its start would be read as one line end.
        fc.pre(!/\r$/.test(t.slice(0, mapped.range.start)) || !/^(\n|$)/.test(mapped.text));
        fc.pre(
          !/\r$/.test(mapped.text) &&
            !(t.slice(0, mapped.range.start).endsWith('\r') && t[mapped.range.end] === '\n'),
        );
        assert.equal(
          normalize(applyEdits(t, [mapped])).text,
          applyEdits(normalized.text, [{ range: { start, end }, text: inserted }]),
        );
        for (const s of mapped.stops ?? []) assert.equal(mapped.text.slice(s.start, s.end), 'y');
      }),
    );
  });

  it('ends new lines as the file does', () => {
    const normalized = normalize('a: 1\r\nb: 2\r\n');
    const edit = toOriginalEdit(normalized, { range: { start: 10, end: 10 }, text: 'c: 3\nd: 4\n' });
    assert.equal(applyEdits(normalized.original, [edit]), 'a: 1\r\nb: 2\r\nc: 3\r\nd: 4\r\n');
  });
});
