import { isBlank, skipBlanks, type LineCursor } from './lineCursor';

const ASTERISK = 42;
const PLUS = 43;
const DASH = 45;
const DOT = 46;
const RIGHT_PAREN = 41;
const ZERO = 48;
const ONE = 49;
const NINE = 57;
const GREATER = 62;
const LEFT_BRACKET = 91;
const BACKSLASH = 92;
const RIGHT_BRACKET = 93;
const CARET = 94;
const COLON = 58;

/** Columns of indentation that make code, and of a footnote's further lines. */
export const CODE_INDENT = 4;

/** What a container's first line looked like: enough to tell whether a further line belongs to it. */
export interface ContainerStart {
  readonly kind: 'quote' | 'list' | 'footnote';
  /** Bullet, or the character behind a number; 0 for quotes and footnotes. */
  readonly marker: number;
  readonly isOrdered: boolean;
  /** Columns that a further line of a list item must be indented by. */
  readonly size: number;
  /** True when nothing follows a list item's marker on its line. */
  readonly startsBlank: boolean;
  /** Columns of space before the mark. */
  readonly indent: number;
  /** Where the container's own mark starts and its content starts, in the text. */
  readonly markStart: number;
  readonly contentStart: number;
}

/** A list item's blank lines so far: one that starts with two blank lines is empty and over. */
export interface BlankState {
  startsBlank: boolean;
  isOver: boolean;
}

/**
 * Reads the start of a block quote, list item or footnote definition at the cursor, and goes behind it.
 * Returns undefined, and stays, when there is none.
 *
 * `isInterrupting`: a paragraph or indented code is open. Only lists mind: an item must then not be empty,
 * and a number must be 1 (CommonMark 0.31.2 §5.2; that indented code counts is how micromark reads it).
 *
 * Sources: CommonMark 0.31.2 §5.1 and §5.2; micromark-extension-gfm-footnote for `[^label]:`.
 */
export function readContainerStart(cursor: LineCursor, isInterrupting: boolean): ContainerStart | undefined {
  if (cursor.indent >= CODE_INDENT) return undefined;
  const { code } = cursor;
  if (code === GREATER) {
    const { nonBlank, indent } = cursor;
    readQuoteMark(cursor);
    return start('quote', indent, nonBlank, cursor.pos);
  }
  if (code === LEFT_BRACKET) return readFootnoteStart(cursor);
  return readItemStart(cursor, isInterrupting, undefined);
}

/** True when `readContainerStart` would find one. Reads nothing. */
export function isContainerStart(cursor: LineCursor, isInterrupting: boolean): boolean {
  if (cursor.indent >= CODE_INDENT) return false;
  const { code } = cursor;
  if (code === GREATER) return true;
  if (code === LEFT_BRACKET) return footnoteLabelEnd(cursor) > 0;
  return itemMarkerEnd(cursor, isInterrupting, undefined) > 0;
}

export type Continuation =
  | 'no'
  | 'yes'
  /** The next item of the same list: `ContainerStart` replaces the old one. */
  | ContainerStart;

/**
 * Tells whether the line at the cursor continues a container, and reads the container's mark if so.
 *
 * A paragraph may continue without it (a lazy line); that is the caller's concern.
 * CommonMark 0.31.2 §5.1, §5.2; footnotes want four columns, as micromark-extension-gfm-footnote does.
 */
export function continueContainer(
  cursor: LineCursor,
  container: ContainerStart,
  blanks: BlankState,
  parent: ContainerStart | undefined,
): Continuation {
  switch (container.kind) {
    case 'quote':
      if (cursor.indent >= CODE_INDENT || cursor.code !== GREATER) return 'no';
      readQuoteMark(cursor);
      return 'yes';
    case 'footnote':
      if (cursor.isBlank) return 'yes';
      // Micromark takes the indentation of the footnote around it for its own.
      if (parent?.kind === 'footnote' && cursor.indent === 0) return 'yes';
      if (cursor.indent < CODE_INDENT) return 'no';
      cursor.readSpace(CODE_INDENT);
      return 'yes';
    case 'list': {
      if (cursor.isBlank) {
        blanks.isOver ||= blanks.startsBlank;
        cursor.readSpace(container.size);
        return 'yes';
      }
      const isOver = blanks.isOver;
      blanks.isOver = blanks.startsBlank = false;
      if (!isOver && cursor.indent >= container.size) {
        cursor.readSpace(container.size);
        return 'yes';
      }
      if (cursor.indent >= CODE_INDENT) return 'no';
      return readItemStart(cursor, false, container) ?? 'no';
    }
  }
}

function start(
  kind: 'quote' | 'footnote',
  indent: number,
  markStart: number,
  contentStart: number,
): ContainerStart {
  return { kind, marker: 0, isOrdered: false, size: 0, startsBlank: false, indent, markStart, contentStart };
}

function readQuoteMark(cursor: LineCursor): void {
  cursor.skipSpace();
  cursor.readCharacters(1);
  cursor.readSpace(1);
}

/**
 * Offset behind a list marker at the cursor, 0 if there is none. With `list`, only an item of that list
 * counts.
 */
function itemMarkerEnd(
  cursor: LineCursor,
  isInterrupting: boolean,
  list: ContainerStart | undefined,
): number {
  const { code, text, end } = cursor;
  let i = cursor.nonBlank;
  if (code === ASTERISK || code === PLUS || code === DASH) {
    if (list !== undefined && (list.isOrdered || list.marker !== code)) return 0;
    if (code !== PLUS && cursor.isThematicBreak()) return 0;
    i++;
  } else if (code >= ZERO && code <= NINE) {
    if (list !== undefined && !list.isOrdered) return 0;
    if (isInterrupting && code !== ONE) return 0;
    const from = i;
    while (i < end && text.charCodeAt(i) >= ZERO && text.charCodeAt(i) <= NINE) {
      if (++i - from > 9) return 0;
    }
    if (isInterrupting && i - from > 1) return 0;
    const delimiter = i < end ? text.charCodeAt(i) : NaN;
    if (delimiter !== DOT && delimiter !== RIGHT_PAREN) return 0;
    if (list !== undefined && list.marker !== delimiter) return 0;
    i++;
  } else return 0;
  if (i < end && !isBlank(text.charCodeAt(i))) return 0;
  if (isInterrupting && skipBlanks(text, i, end) === end) return 0;
  return i;
}

function readItemStart(
  cursor: LineCursor,
  isInterrupting: boolean,
  list: ContainerStart | undefined,
): ContainerStart | undefined {
  const markerEnd = itemMarkerEnd(cursor, isInterrupting, list);
  if (markerEnd === 0) return undefined;
  const { code } = cursor;
  const isOrdered = code >= ZERO && code <= NINE;
  const from = cursor.col;
  const { indent } = cursor;
  const markStart = cursor.nonBlank;
  cursor.skipSpace();
  cursor.readCharacters(markerEnd - markStart);
  const startsBlank = cursor.isBlank;
  let size = cursor.col - from;
  if (startsBlank) size++;
  // Five columns and more are one column and indented code.
  else size += cursor.readSpace(cursor.indent > CODE_INDENT ? 1 : CODE_INDENT);
  return {
    kind: 'list',
    marker: isOrdered ? cursor.text.charCodeAt(markerEnd - 1) : code,
    isOrdered,
    size,
    startsBlank,
    indent,
    markStart,
    contentStart: cursor.pos,
  };
}

/** Labels longer than this are none (CommonMark 0.31.2 §4.7), and so nothing long is read twice. */
const LABEL_LIMIT = 999;

/** Offset behind `[^label]:` at the cursor, 0 if there is none. */
function footnoteLabelEnd(cursor: LineCursor): number {
  const { text, end } = cursor;
  let i = cursor.nonBlank + 1;
  if (i >= end || text.charCodeAt(i) !== CARET) return 0;
  i++;
  let size = 0;
  while (i < end && size <= LABEL_LIMIT) {
    const code = text.charCodeAt(i);
    if (code === RIGHT_BRACKET) {
      return size > 0 && text.charCodeAt(i + 1) === COLON && i + 1 < end ? i + 2 : 0;
    }
    if (code === LEFT_BRACKET || isBlank(code)) return 0;
    i++;
    size++;
    if (code === BACKSLASH && i < end) {
      const next = text.charCodeAt(i);
      if (next === LEFT_BRACKET || next === BACKSLASH || next === RIGHT_BRACKET) {
        i++;
        size++;
      }
    }
  }
  return 0;
}

function readFootnoteStart(cursor: LineCursor): ContainerStart | undefined {
  const labelEnd = footnoteLabelEnd(cursor);
  if (labelEnd === 0) return undefined;
  const { indent } = cursor;
  const markStart = cursor.nonBlank;
  cursor.skipSpace();
  cursor.readCharacters(labelEnd - markStart);
  // Any space behind the colon belongs to it, so a footnote cannot start with indented code.
  cursor.skipSpace();
  return start('footnote', indent, markStart, cursor.pos);
}
