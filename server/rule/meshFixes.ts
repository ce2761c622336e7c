import type { Range } from '../text/range';
import type { Region } from '../regions/region';
import { replace, type FixEdit } from './fix';

/** Puts another value in the place of one that is written out, its quotes kept. */
export function replaceWritten({ text }: Region, range: Range, before: string, after: string): FixEdit {
  const written = text.slice(range.start, range.end);
  const at = written.indexOf(before);
  if (at < 0) return replace(range, after);
  const start = range.start + at;
  return replace({ start, end: start + before.length }, after);
}
