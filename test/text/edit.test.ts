import assert from 'node:assert/strict';
import { applyEdits, hasConflict, joinEdits } from '../../server/text/edit';

describe('edits', () => {
  it('replace, insert and delete at once, in the offsets of the text before', () => {
    const edits = [
      { range: { start: 6, end: 7 }, text: '' },
      { range: { start: 0, end: 1 }, text: 'A' },
      { range: { start: 3, end: 3 }, text: '-' },
    ];
    assert.equal(applyEdits('abcdefg', edits), 'Abc-def');
  });

  it('keep the order of insertions at one place', () => {
    const edits = ['1', '2', '3'].map((text) => ({ range: { start: 1, end: 1 }, text }));
    assert.equal(applyEdits('ab', edits), 'a123b');
  });

  it('are one where they meet, with the same result', () => {
    const insertion = (start: number, text: string) => ({
      range: { start, end: start },
      text,
      stops: [{ start: 0, end: 1 }],
    });
    const edits = [
      insertion(3, '12'),
      insertion(3, '34'),
      { range: { start: 3, end: 4 }, text: 'D' },
      insertion(6, '5'),
    ];
    const joined = joinEdits(edits);
    assert.equal(joined.length, 2);
    assert.equal(applyEdits('abcdefg', joined), applyEdits('abcdefg', edits));
    assert.deepEqual(joined[0]?.stops, [
      { start: 0, end: 1 },
      { start: 2, end: 3 },
    ]);
  });

  it('conflict when they claim the same character, not when they meet', () => {
    const edit = (start: number, end: number) => ({ range: { start, end }, text: 'x' });
    assert.equal(hasConflict([edit(0, 3), edit(2, 4)]), true);
    assert.equal(hasConflict([edit(0, 3), edit(1, 1)]), true);
    assert.equal(hasConflict([edit(0, 3), edit(3, 4), edit(3, 3)]), false);
    assert.throws(() => applyEdits('abcd', [edit(0, 3), edit(2, 4)]), RangeError);
    assert.throws(() => applyEdits('abcd', [edit(3, 9)]), RangeError);
  });
});
