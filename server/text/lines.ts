/**
 * Line starts of a text, for turning offsets into lines and columns.
 *
 * Lines end at LF, CR LF or a lone CR, as in LSP 3.17 ("Text Documents"); characters are UTF-16 code
 * units. A byte order mark is a character of line 0 here: whoever opened the file removed it or not.
 */
export interface Lines {
  readonly text: string;
  /** Offset of the first character of each line; the first is 0. */
  readonly starts: readonly number[];
}

/** Zero-based line and UTF-16 character. */
export interface LineAndCharacter {
  readonly line: number;
  readonly character: number;
}

/** Finds the line starts of a text. Cost: linear, so it is kept with the text where there is more than one question. */
export function linesOf(text: string): Lines {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 10) starts.push(i + 1);
    else if (c === 13 && text.charCodeAt(i + 1) !== 10) starts.push(i + 1);
  }
  return { text, starts };
}

/** The index of the last entry of the ascending list that is not above `value`; -1 when all are. */
export function lastAtMost(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Offsets outside the text are moved to its nearest end. */
export function toLineAndCharacter(lines: Lines, offset: number): LineAndCharacter {
  const inside = Math.max(0, Math.min(offset, lines.text.length));
  const line = lastAtMost(lines.starts, inside);
  return { line, character: inside - (lines.starts[line] ?? 0) };
}

/** Offset of the end of a line, before its line break. */
export function lineEnd(lines: Lines, line: number): number {
  const next = lines.starts[line + 1];
  if (next === undefined) return lines.text.length;
  let end = next;
  if (lines.text.charCodeAt(end - 1) === 10) end--;
  if (lines.text.charCodeAt(end - 1) === 13) end--;
  return end;
}

/** Offset of the first character of the line that holds `offset`, for texts whose lines end in LF. */
export function lineStartAt(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Offset of the LF that ends the line of `offset`, or the text's length, for texts whose lines end in LF. */
export function lineEndAt(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}

/** Spaces and tabs at the start of the line that holds `offset`. */
export function indentationAt(text: string, offset: number): string {
  const start = lineStartAt(text, offset);
  let end = start;
  while (text[end] === ' ' || text[end] === '\t') end++;
  return text.slice(start, end);
}
