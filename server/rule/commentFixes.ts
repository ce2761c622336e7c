import { lineEndAt, lineStartAt } from '../text/lines';
import type { Range } from '../text/range';
import { remove, type FixEdit } from './fix';

/** Takes a comment out of a text: with its line where it has one of its own, else with the space before it. */
export function removeComment(text: string, comment: Range): FixEdit {
  const start = lineStartAt(text, comment.start);
  const end = lineEndAt(text, comment.end);
  const before = text.slice(start, comment.start);
  const isAlone = /^[\s>]*$/.test(before) && text.slice(comment.end, end).trim() === '';
  if (isAlone) return remove({ start, end: Math.min(text.length, end + 1) });
  return remove({ start: start + before.trimEnd().length, end: comment.end });
}

/** Takes one of several words of a list out, with the comma that parts it from its neighbor. */
export function removeListed(text: string, words: readonly Range[], index: number): FixEdit {
  const word = words[index] as Range;
  const next = words[index + 1];
  if (next !== undefined) return remove({ start: word.start, end: next.start });
  const previous = words[index - 1];
  return remove({ start: previous?.end ?? lineStartAt(text, word.start), end: word.end });
}
