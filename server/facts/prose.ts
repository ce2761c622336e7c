import { proseMatters, type ProseText } from '../languages/markdown/prose';
import { readPiece } from '../languages/markdown/readPiece';
import type { RegionOf } from '../regions/region';
import type { Range } from '../text/range';
import type { ProseFact } from './fact';

/** A piece without one of these tells no credential, so nothing reads it. */
const credentialNouns =
  /passw|passphrase|\bpwd\b|\|[ \t]{0,9}(?:pass|pw)[ \t]{0,9}\||\|[ \t]{0,9}`?\w{0,40}_(?:key|secret|token)\b|credential|\bcreds\b|\blog(?:ged)?[ -]?in\b|\bsign(?:ed)?[ -]?in\b|\b(?:api|access|auth|bearer|secret)[ -](?:key|token)\b/i;

/**
 * Sentences and table rows of those pieces of a document that speak of credentials, in its order.
 *
 * A fact's `value` has the length of its range: marks, line prefixes and everything decoded is blanked, so
 * that an offset in the value is one in the range. Other pieces are not parsed at all; see `readPiece`
 * for the cost of those that are.
 */
export function proseOf(region: RegionOf<'markdown'>): readonly ProseFact[] {
  return proseIn(region, (piece) => proseMatters(region.text, piece, credentialNouns));
}

/** The same of the pieces that `matters` picks. */
export function proseIn(
  { text, tree }: RegionOf<'markdown'>,
  matters: (piece: Range) => boolean,
): readonly ProseFact[] {
  const facts: ProseFact[] = [];
  for (const { range: piece } of tree.blocks.pieces) {
    if (!matters(piece)) continue;
    for (const node of readPiece(text, piece)) {
      if (node.kind === 'text') {
        const value = blanked(node, text);
        for (const { start, end } of sentencesOf(value)) {
          const range = { start: node.range.start + start, end: node.range.start + end };
          facts.push({ kind: 'prose', form: 'text', range, value: value.slice(start, end), cells: [] });
        }
      } else if (node.kind === 'tableRow' && !node.isHeader) {
        const cells = node.cells.map((cell, index) => ({
          header: node.header[index] ?? '',
          value: blanked(cell, text),
          range: cell.range,
        }));
        const value = text.slice(node.range.start, node.range.end);
        facts.push({ kind: 'prose', form: 'tableRow', range: node.range, value, cells });
      }
    }
  }
  return facts;
}

/** The text's own characters at their own places, and blanks for all that stands between. */
function blanked({ range, segments }: ProseText, text: string): string {
  const pieces: string[] = [];
  let at = range.start;
  for (const segment of segments) {
    if (!segment.verbatim || segment.range.start < at) continue;
    pieces.push(' '.repeat(segment.range.start - at), text.slice(segment.range.start, segment.range.end));
    at = segment.range.end;
  }
  pieces.push(' '.repeat(Math.max(0, range.end - at)));
  return withoutEmphasis(pieces.join('').replace(/\s/g, ' '));
}

/** Emphasis stays in what the parser reads; here its marks are blanked where they open or close a word. */
function withoutEmphasis(value: string): string {
  return value
    .replace(
      /(^|[ ("'])([*_]{1,3})(?=\w)/g,
      (_, before: string, marks: string) => before + ' '.repeat(marks.length),
    )
    .replace(/[*_]{1,3}(?=$|[ .,;:)!?"'/])/g, (marks) => ' '.repeat(marks.length));
}

/** Where sentences stand: up to `.`, `!` or `?` before a blank, or the end. */
function sentencesOf(value: string): readonly Range[] {
  const found: Range[] = [];
  let start = 0;
  for (const match of value.matchAll(/[.!?] +(?=[A-Z])/g)) {
    found.push({ start, end: match.index + 1 });
    start = match.index + match[0].length;
  }
  if (start < value.length) found.push({ start, end: value.length });
  return found;
}
