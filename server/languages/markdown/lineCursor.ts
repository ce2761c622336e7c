export const TAB = 9;
export const LF = 10;
export const CR = 13;
const SPACE = 32;

/** Space or tab: the only blanks that block structure knows (CommonMark 0.31.2 §2.1). */
export function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

/** The first offset at or after `from` and before `end` that is no space or tab; `end` if there is none. */
export function skipBlanks(text: string, from: number, end: number): number {
  while (from < end && isBlank(text.charCodeAt(from))) from++;
  return from;
}

/** The last offset at or before `end` and after `start` that is not preceded by a space or tab. */
export function trimBlanks(text: string, start: number, end: number): number {
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return end;
}

/**
 * Reads one line of a text by columns, as containers and indentation do.
 *
 * Lines end at LF, CR LF or a lone CR. Tab stops are every four columns and a tab may be read in part
 * (CommonMark 0.31.2 §2.2). All offsets are UTF-16 units of the whole text. What is asked more than once
 * in a line is remembered, so that a line is read a bounded number of times however many containers it has.
 */
export class LineCursor {
  /** Start of the line. */
  start = 0;
  /** End of the line, without its ending. */
  end = 0;
  /** Start of the next line: the end, with the line ending. */
  next = 0;
  pos = 0;
  /** Columns from the start of the line to the place, zero-based. */
  col = 0;
  /** Columns of the tab before `pos` that are not read yet. */
  pad = 0;
  private blankEnd = 0;
  private blankEndCol = 0;
  private nextLf: number;
  private nextCr: number;
  /** For `*`, `-` and `_`: the last offset in the line that holds something else, -2 for "not known yet". */
  private readonly lastOther: [number, number, number] = [-2, -2, -2];

  constructor(
    readonly text: string,
    from: number,
  ) {
    this.nextLf = find(text, '\n', from);
    this.nextCr = find(text, '\r', from);
    this.moveTo(from);
  }

  /** Goes back to the line that starts at `start`. */
  restart(start: number): void {
    this.nextLf = find(this.text, '\n', start);
    this.nextCr = find(this.text, '\r', start);
    this.moveTo(start);
  }

  /** Goes to the line that starts at `start`; never back: see `restart`. */
  moveTo(start: number): void {
    const { text } = this;
    if (this.nextLf < start) this.nextLf = find(text, '\n', start);
    if (this.nextCr < start) this.nextCr = find(text, '\r', start);
    this.start = this.pos = this.blankEnd = start;
    this.col = this.pad = this.blankEndCol = 0;
    this.end = Math.min(this.nextLf, this.nextCr, text.length);
    this.next = this.end === text.length ? this.end : this.end + 1;
    if (this.nextCr + 1 === this.nextLf && this.end === this.nextCr) this.next++;
    this.lastOther[0] = this.lastOther[1] = this.lastOther[2] = -2;
    this.findBlankEnd();
  }

  /** Offset of the first character at or behind the place that is no space or tab, or the line's end. */
  get nonBlank(): number {
    if (this.blankEnd < this.pos) this.findBlankEnd();
    return this.blankEnd;
  }

  /** Columns of space from the place to `nonBlank`. */
  get indent(): number {
    if (this.blankEnd < this.pos) this.findBlankEnd();
    return this.blankEndCol - this.col;
  }

  /** True when only spaces and tabs are left. */
  get isBlank(): boolean {
    return this.nonBlank === this.end;
  }

  /** The character code at `nonBlank`, NaN at the end of the line. */
  get code(): number {
    const { nonBlank } = this;
    return nonBlank < this.end ? this.text.charCodeAt(nonBlank) : NaN;
  }

  /** Reads at most `columns` columns of space; returns how many there were. */
  readSpace(columns: number): number {
    let left = columns;
    while (left > 0) {
      if (this.pad > 0) {
        const part = Math.min(this.pad, left);
        this.pad -= part;
        this.col += part;
        left -= part;
        continue;
      }
      const code = this.pos < this.end ? this.text.charCodeAt(this.pos) : NaN;
      if (code === SPACE) {
        this.pos++;
        this.col++;
        left--;
      } else if (code === TAB) {
        this.pad = 4 - (this.col % 4);
        this.pos++;
      } else break;
    }
    return columns - left;
  }

  /** Reads all space up to `nonBlank`. */
  skipSpace(): void {
    const pos = this.nonBlank;
    this.col = this.blankEndCol;
    this.pos = pos;
    this.pad = 0;
  }

  /** Reads `count` characters, none of them a tab. */
  readCharacters(count: number): void {
    this.pos += count;
    this.col += count;
  }

  /**
   * True when the line from `nonBlank` on is a thematic break of its first character, `*`, `-` or `_`
   * (CommonMark 0.31.2 §4.1).
   */
  isThematicBreak(): boolean {
    const marker = this.code;
    const slot = marker === 42 ? 0 : marker === 45 ? 1 : marker === 95 ? 2 : -1;
    if (slot < 0) return false;
    const { text } = this;
    let last = this.lastOther[slot as 0 | 1 | 2];
    if (last === -2) {
      last = this.end - 1;
      while (last >= this.start) {
        const code = text.charCodeAt(last);
        if (code !== marker && !isBlank(code)) break;
        last--;
      }
      this.lastOther[slot as 0 | 1 | 2] = last;
    }
    if (this.nonBlank <= last) return false;
    let count = 0;
    for (let i = this.nonBlank; i < this.end && count < 3; i++) if (text.charCodeAt(i) === marker) count++;
    return count === 3;
  }

  private findBlankEnd(): void {
    let col = this.col + this.pad;
    let i = this.pos;
    for (; i < this.end; i++) {
      const code = this.text.charCodeAt(i);
      if (code === SPACE) col++;
      else if (code === TAB) col += 4 - (col % 4);
      else break;
    }
    this.blankEnd = i;
    this.blankEndCol = col;
  }
}

/** Offset of `what`, Infinity if there is none: so that it is looked for once only. */
function find(text: string, what: string, from: number): number {
  const index = text.indexOf(what, from);
  return index < 0 ? Infinity : index;
}
