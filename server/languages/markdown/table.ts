import { isBlank, skipBlanks } from './lineCursor';

const BACKSLASH = 92;
const COLON = 58;
const DASH = 45;
const PIPE = 124;

/**
 * True when two lines open a table: a delimiter row below a header row with the same number of cells.
 *
 * Both ranges start behind the indentation and end before the line ending. A row of dashes alone is no
 * delimiter row: it needs a pipe or a colon. GFM 0.29 §4.10, as micromark-extension-gfm-table reads it.
 */
export function opensTable(
  text: string,
  headerStart: number,
  headerEnd: number,
  delimiterStart: number,
  delimiterEnd: number,
): boolean {
  // The cheap question first: nearly no line of a paragraph passes it.
  const cells = countDelimiterCells(text, delimiterStart, delimiterEnd);
  return cells > 0 && cells === countHeaderCells(text, headerStart, headerEnd);
}

/** Cells of a delimiter row such as `|:--|--:|`; 0 when it is none. */
function countDelimiterCells(text: string, start: number, end: number): number {
  let i = start;
  let cells = 0;
  let isMarked = false;
  if (i < end && text.charCodeAt(i) === PIPE) {
    isMarked = true;
    i = skipBlanks(text, i + 1, end);
  }
  while (i < end) {
    const code = text.charCodeAt(i);
    if (code === COLON) {
      isMarked = true;
      i++;
    } else if (code !== DASH) return 0;
    const dashes = i;
    while (i < end && text.charCodeAt(i) === DASH) i++;
    if (i === dashes) return 0;
    if (i < end && text.charCodeAt(i) === COLON) {
      isMarked = true;
      i++;
    }
    cells++;
    i = skipBlanks(text, i, end);
    if (i === end) break;
    if (text.charCodeAt(i) !== PIPE) return 0;
    isMarked = true;
    i = skipBlanks(text, i + 1, end);
  }
  return isMarked ? cells : 0;
}

function countHeaderCells(text: string, start: number, end: number): number {
  let cells = 0;
  let isCellOpen = text.charCodeAt(start) !== PIPE;
  for (let i = start; i < end;) {
    const code = text.charCodeAt(i);
    if (isBlank(code)) {
      i++;
      continue;
    }
    if (isCellOpen) {
      isCellOpen = false;
      cells++;
    }
    if (code === PIPE) {
      isCellOpen = true;
      i++;
      continue;
    }
    i = dataEnd(text, i, end);
  }
  return cells;
}

/** Offset behind a run of cell text: a pipe that is not escaped, a blank, or the end. */
function dataEnd(text: string, from: number, end: number): number {
  let i = from;
  while (i < end) {
    const code = text.charCodeAt(i);
    if (code === PIPE || isBlank(code)) break;
    i++;
    if (code === BACKSLASH && i < end) {
      const next = text.charCodeAt(i);
      if (next === BACKSLASH || next === PIPE) i++;
    }
  }
  return i;
}
