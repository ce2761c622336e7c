import type { Heading } from './blocks';
import { isBlank, skipBlanks, trimBlanks } from './lineCursor';

const HASH = 35;
const DASH = 45;
const EQUALS = 61;

/**
 * Reads an ATX heading whose `#` is at `start`; the line ends at `end`. Undefined when it is none.
 *
 * The text is without closing marks; it may be empty. CommonMark 0.31.2 §4.2.
 */
export function readAtxHeading(text: string, start: number, end: number): Heading | undefined {
  let i = start;
  while (i < end && text.charCodeAt(i) === HASH) i++;
  const depth = i - start;
  if (depth < 1 || depth > 6 || (i < end && !isBlank(text.charCodeAt(i)))) return undefined;
  let textEnd = trimBlanks(text, i, end);
  const textStart = skipBlanks(text, i, textEnd);
  let marks = textEnd;
  while (marks > textStart && text.charCodeAt(marks - 1) === HASH) marks--;
  if (marks === textStart || isBlank(text.charCodeAt(marks - 1)))
    textEnd = trimBlanks(text, textStart, marks);
  return {
    range: { start, end },
    text: text.slice(textStart, textEnd),
    textRange: { start: textStart, end: textEnd },
    depth: depth as Heading['depth'],
  };
}

/** 1 or 2 when the text from `start` to `end` underlines a heading, else 0. CommonMark 0.31.2 §4.3. */
export function readSetextDepth(text: string, start: number, end: number): 0 | 1 | 2 {
  const mark = text.charCodeAt(start);
  if (mark !== EQUALS && mark !== DASH) return 0;
  let i = start;
  while (i < end && text.charCodeAt(i) === mark) i++;
  if (skipBlanks(text, i, end) !== end) return 0;
  return mark === EQUALS ? 1 : 2;
}
