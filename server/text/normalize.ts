import type { TextEdit } from './edit';
import { lastAtMost } from './lines';
import type { Range } from './range';

/**
 * A document's text as the parsers read it: lines end in LF, no byte order mark, no NUL.
 *
 * Line endings are a matter of the file, not of its meaning, so they are taken off once, here, and put
 * back by the functions below. Nothing between them ever sees a CR.
 */
export interface NormalizedText {
  readonly original: string;
  readonly text: string;
  /** Offsets in `text` just behind which the original has one more character (the LF of a CR LF). */
  readonly gaps: readonly number[];
  /** 1 when the original begins with a byte order mark. */
  readonly lead: number;
}

const BYTE_ORDER_MARK = '\uFEFF';
/** What a NUL is read as: CommonMark 0.31.2 §2.3 prescribes the replacement character. */
const REPLACEMENT = '\uFFFD';

/** Reads a text of any host; the parts of a CR LF, a lone CR and a LF all become one LF. */
export function normalize(original: string): NormalizedText {
  const lead = original.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
  const body = lead === 0 ? original : original.slice(1);
  const text = body.includes('\0') ? body.replaceAll('\0', REPLACEMENT) : body;
  if (!text.includes('\r')) return { original, text, gaps: [], lead };
  const gaps: number[] = [];
  const out: string[] = [];
  let done = 0;
  for (let i = text.indexOf('\r'); i >= 0; i = text.indexOf('\r', i + 1)) {
    out.push(text.slice(done, i), '\n');
    const isPair = text.charCodeAt(i + 1) === 10;
    // The CR became the LF, so the pair's own LF is the character that is missing behind it.
    if (isPair) gaps.push(i - gaps.length);
    done = isPair ? i + 2 : i + 1;
  }
  out.push(text.slice(done));
  return { original, text: out.join(''), gaps, lead };
}

/** The original's offset of an offset in the normalized text. A line's end maps before its CR. */
export function toOriginalOffset(normalized: NormalizedText, offset: number): number {
  return offset + normalized.lead + lastAtMost(normalized.gaps, offset - 1) + 1;
}

/** The original's range of a range in the normalized text. */
export function toOriginalRange(normalized: NormalizedText, range: Range): Range {
  return { start: toOriginalOffset(normalized, range.start), end: toOriginalOffset(normalized, range.end) };
}

/**
 * The edit in the original's offsets, its new lines ended as the line it touches (in a file of one kind
 * of line ending: as the file does).
 */
export function toOriginalEdit(normalized: NormalizedText, edit: TextEdit): TextEdit {
  const range = toOriginalRange(normalized, edit.range);
  const ending = lineEndingAt(normalized.original, range.start);
  if (ending === '\n' || !edit.text.includes('\n')) return { ...edit, range };
  const text = edit.text.replaceAll('\n', ending);
  if (edit.stops === undefined || ending.length === 1) return { ...edit, range, text };
  const grow = (offset: number): number => offset + countOf('\n', edit.text, offset);
  return { range, text, stops: edit.stops.map((s) => ({ start: grow(s.start), end: grow(s.end) })) };
}

/** The line ending of the line of `offset`; on a last line without one, that of the line before. */
function lineEndingAt(text: string, offset: number): '\n' | '\r\n' | '\r' {
  let i = offset;
  while (i < text.length && text[i] !== '\n' && text[i] !== '\r') i++;
  if (i >= text.length) {
    i = offset - 1;
    while (i >= 0 && text[i] !== '\n' && text[i] !== '\r') i--;
    if (i < 0) return '\n';
    if (text[i] === '\n' && text[i - 1] === '\r') i--;
  }
  if (text[i] === '\n') return '\n';
  return text[i + 1] === '\n' ? '\r\n' : '\r';
}

function countOf(character: string, text: string, end: number): number {
  let count = 0;
  for (let i = text.indexOf(character); i >= 0 && i < end; i = text.indexOf(character, i + 1)) count++;
  return count;
}
