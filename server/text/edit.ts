import { compareRanges, shift, type Range } from './range';

/**
 * Replaces `range` of one text by `text`; an empty range inserts, an empty text deletes.
 *
 * `stops` are ranges in `text` (not in the edited document) of values that only the user knows. An
 * editor turns them into tab stops; everywhere else the text stands as it is, and fails closed.
 */
export interface TextEdit {
  readonly range: Range;
  readonly text: string;
  readonly stops?: readonly Range[];
}

/** Edits in the order of the text. Insertions at one place keep their given order. */
export function sortEdits<E extends TextEdit>(edits: readonly E[]): E[] {
  return edits
    .map((edit, index) => ({ edit, index }))
    .sort((a, b) => compareRanges(a.edit.range, b.edit.range) || a.index - b.index)
    .map(({ edit }) => edit);
}

/**
 * True when two of the edits claim the same character, or when an insertion lies strictly inside a
 * replaced range. Insertions at the same place, or at the edge of a replaced range, do not conflict.
 */
export function hasConflict(edits: readonly TextEdit[]): boolean {
  const sorted = sortEdits(edits);
  let end = -1;
  for (const { range } of sorted) {
    if (range.start < end) return true;
    end = Math.max(end, range.end);
  }
  return false;
}

/**
 * The same change with edits that meet made one, in the order of the text: two insertions at one place mean
 * the same to every reader only when they are one.
 */
export function joinEdits(edits: readonly TextEdit[]): TextEdit[] {
  const joined: TextEdit[] = [];
  for (const edit of sortEdits(edits)) {
    const last = joined[joined.length - 1];
    if (last === undefined || last.range.end !== edit.range.start) {
      joined.push(edit);
      continue;
    }
    const stops = [...(last.stops ?? []), ...(edit.stops ?? []).map((stop) => shift(stop, last.text.length))];
    joined[joined.length - 1] = {
      range: { start: last.range.start, end: edit.range.end },
      text: last.text + edit.text,
      ...(stops.length > 0 && { stops }),
    };
  }
  return joined;
}

/**
 * The text with all edits applied at once; ranges are those of the text before any of them.
 *
 * Throws a RangeError when edits conflict or leave the text: a caller that cannot rule this out
 * asks `hasConflict` first.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const sorted = sortEdits(edits);
  const out: string[] = [];
  let done = 0;
  for (const { range, text: replacement } of sorted) {
    if (range.start < done) throw new RangeError(`Edits conflict at offset ${range.start}`);
    if (range.end > text.length)
      throw new RangeError(`Edit ends at ${range.end}, the text at ${text.length}`);
    out.push(text.slice(done, range.start), replacement);
    done = range.end;
  }
  out.push(text.slice(done));
  return out.join('');
}
