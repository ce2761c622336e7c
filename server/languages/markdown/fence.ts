import type { Range } from '../../text/range';
import { isBlank, skipBlanks, trimBlanks } from './lineCursor';

const BACKTICK = 96;
const TILDE = 126;

export interface FenceOpening {
  readonly marker: '`' | '~';
  readonly markerLength: number;
  /** Behind the marker, without the blanks around it; empty range at the marker's end if there is none. */
  readonly infoRange: Range;
}

/**
 * Reads the opening line of a fence whose first character is at `start`; the line ends at `end`.
 *
 * Returns undefined when it is none: fewer than three characters, or a backtick in the info string of a
 * backtick fence. CommonMark 0.31.2 §4.5.
 */
export function readFenceOpening(text: string, start: number, end: number): FenceOpening | undefined {
  const code = text.charCodeAt(start);
  if (code !== BACKTICK && code !== TILDE) return undefined;
  let i = start + 1;
  while (i < end && text.charCodeAt(i) === code) i++;
  const markerLength = i - start;
  if (markerLength < 3) return undefined;
  const infoEnd = trimBlanks(text, i, end);
  const infoStart = skipBlanks(text, i, infoEnd);
  if (code === BACKTICK) {
    for (let at = infoStart; at < infoEnd; at++) if (text.charCodeAt(at) === BACKTICK) return undefined;
  }
  return {
    marker: code === BACKTICK ? '`' : '~',
    markerLength,
    infoRange: infoStart < infoEnd ? { start: infoStart, end: infoEnd } : { start: i, end: i },
  };
}

/**
 * True when the text from `start` to `end`, the rest of a line behind at most three columns of space,
 * closes the fence: at least as many markers, then only blanks. CommonMark 0.31.2 §4.5.
 */
export function isFenceClosing(text: string, start: number, end: number, opening: FenceOpening): boolean {
  const code = opening.marker === '`' ? BACKTICK : TILDE;
  let i = start;
  while (i < end && text.charCodeAt(i) === code) i++;
  if (i - start < opening.markerLength) return false;
  while (i < end && isBlank(text.charCodeAt(i))) i++;
  return i === end;
}
