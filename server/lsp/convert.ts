import type { Position, Range as LspRange } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Range } from '../text/range';

/** How a client counts characters in a line (LSP 3.17, `PositionEncodingKind`). */
export type PositionEncoding = 'utf-8' | 'utf-16' | 'utf-32';

const encodings: readonly PositionEncoding[] = ['utf-16', 'utf-8', 'utf-32'];

/** The first of the client's encodings that we know; utf-16 when it names none, as the protocol wants. */
export function chooseEncoding(offered: readonly string[] | undefined): PositionEncoding {
  for (const name of offered ?? []) {
    const known = encodings.find((encoding) => encoding === name);
    if (known !== undefined) return known;
  }
  return 'utf-16';
}

/**
 * Turns offsets of a document into positions and back. The only place that does, so that the unit of a
 * column is decided once.
 *
 * Lines end at LF, CR LF or CR. Positions outside the text are moved to its nearest place.
 */
export class Converter {
  constructor(readonly encoding: PositionEncoding) {}

  toPosition(document: TextDocument, offset: number): Position {
    const position = document.positionAt(offset);
    if (this.encoding === 'utf-16' || position.character === 0) return position;
    const before = document.getText({ start: { line: position.line, character: 0 }, end: position });
    return { line: position.line, character: lengthIn(this.encoding, before) };
  }

  toRange(document: TextDocument, range: Range): LspRange {
    return { start: this.toPosition(document, range.start), end: this.toPosition(document, range.end) };
  }

  toOffset(document: TextDocument, position: Position): number {
    return document.offsetAt(this.toUtf16(document, position));
  }

  fromRange(document: TextDocument, range: LspRange): Range {
    const start = this.toOffset(document, range.start);
    return { start, end: Math.max(start, this.toOffset(document, range.end)) };
  }

  /** The same place with its column in UTF-16 units, for the document's own functions. */
  toUtf16(document: TextDocument, position: Position): Position {
    const line = atLeastZero(position.line);
    const character = atLeastZero(position.character);
    if (this.encoding === 'utf-16' || character === 0) return { line, character };
    const text = document.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } });
    return { line, character: unitsOf(this.encoding, text, character) };
  }
}

function atLeastZero(value: number): number {
  return Number.isFinite(value) && value > 0 ? Math.floor(value) : 0;
}

function lengthIn(encoding: PositionEncoding, text: string): number {
  let length = 0;
  for (const character of text) length += widthIn(encoding, character);
  return length;
}

/** How many UTF-16 units of `line` make up `count` units of the encoding. */
function unitsOf(encoding: PositionEncoding, line: string, count: number): number {
  let seen = 0;
  let units = 0;
  for (const character of line) {
    seen += widthIn(encoding, character);
    if (seen > count) break;
    units += character.length;
  }
  return units;
}

function widthIn(encoding: PositionEncoding, character: string): number {
  if (encoding === 'utf-16') return character.length;
  if (encoding === 'utf-32') return 1;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
