import type { CST, YAMLError } from 'yaml';
import { lineEndAt, lineStartAt } from '../../text/lines';
import type { Range } from '../../text/range';
import type { Tokens } from './tokens';

/** What to take out of a damaged text so that the rest is read as it was meant. */
export interface Repair {
  /** Spans to replace: by blanks where whole lines go, by filler where a value is damaged. */
  readonly pieces: readonly { readonly range: Range; readonly as: 'blank' | 'value' }[];
  /** Leading tabs are read as one space each. */
  readonly expandTabs: boolean;
}

/**
 * The repair for what a first reading found wrong, or undefined where the damage is local already.
 *
 * The parser recovers from most errors by itself; what it cannot are an unclosed quote or bracket that
 * swallows the lines below, a key without its colon that joins the next line, a value that looks like
 * another map, and text after the end of the root, all of which people leave behind while they type.
 */
export function findRepair(
  text: string,
  tokens: Tokens,
  errors: readonly Pick<YAMLError, 'code' | 'pos' | 'message'>[],
): Repair | undefined {
  if (errors.some((e) => e.code === 'TAB_AS_INDENT') && hasLeadingTab(text)) {
    return { pieces: [], expandTabs: true };
  }
  const open = [...tokens.openQuotes, ...tokens.openFlows]
    .map((start) => ({ range: { start, end: lineEndAt(text, start) }, as: 'value' as const }))
    .filter(({ range }) => range.end < text.trimEnd().length || tokens.openFlows.includes(range.start));
  if (open.length > 0) return { pieces: open, expandTabs: false };
  const pieces: Repair['pieces'][number][] = [];
  for (const { code, pos } of errors) {
    if (code === 'MULTILINE_IMPLICIT_KEY') {
      const piece = unfinishedKey(text, pos[0], pos[1]);
      if (piece !== undefined) pieces.push({ range: piece, as: 'blank' });
    }
  }
  if (pieces.length > 0) return { pieces, expandTabs: false };
  for (const { code, pos } of errors) {
    if (code === 'BLOCK_AS_IMPLICIT_KEY') {
      pieces.push({ range: { start: pos[0], end: valueEnd(text, pos[0]) }, as: 'value' });
    }
  }
  if (pieces.length > 0) return { pieces, expandTabs: false };
  const lost = errors.find((e) => e.code === 'UNEXPECTED_TOKEN' && isLost(e.message));
  if (lost === undefined) return undefined;
  const root = tokens.tokens.find((t) => t.type === 'document')?.value;
  // A lone word before a map is the damage; otherwise it is the line that follows the root.
  let range: Range;
  if (root !== undefined && isScalarToken(root)) {
    range = linesOf(text, root.offset, root.offset + root.source.length);
  } else {
    range = linesOf(text, lost.pos[0], lost.pos[0] + 1);
    // Behind something on its own line (`a: "b" c`, `a: }`) only the rest of the line is the damage.
    if (text.slice(range.start, lost.pos[0]).trim() !== '') range = { start: lost.pos[0], end: range.end };
  }
  return text.slice(range.start, range.end).trim() === ''
    ? undefined
    : { pieces: [{ range, as: 'blank' }], expandTabs: false };
}

/** Leading tabs of every line as spaces, one each: offsets stay as they are. */
export function expandLeadingTabs(text: string): string {
  return text.replace(/^[ \t]+/gm, (lead) => lead.replaceAll('\t', ' '));
}

function hasLeadingTab(text: string): boolean {
  return /^ *\t/m.test(text);
}

function isLost(message: string): boolean {
  return message.includes('in YAML stream') || message.includes('at node end');
}

function isScalarToken(token: CST.Token): token is CST.FlowScalar {
  return (
    token.type === 'scalar' || token.type === 'single-quoted-scalar' || token.type === 'double-quoted-scalar'
  );
}

/**
 * Of a key that runs over lines: the lines before its last one where it begins a line (a key without a
 * colon joined the next), else its last line (a line indented too deep joined a value).
 */
function unfinishedKey(text: string, start: number, end: number): Range | undefined {
  const lastLine = lineStartAt(text, end);
  const firstLine = lineStartAt(text, start);
  if (lastLine <= firstLine) return undefined;
  const lead = text.slice(firstLine, start);
  if (/^[ \-?]*$/.test(lead)) return { start, end: lastLine - 1 };
  return { start: lastLine, end: lineEndAt(text, lastLine) };
}

/** The end of the line, before a comment. */
function valueEnd(text: string, start: number): number {
  const end = lineEndAt(text, start);
  const comment = text.indexOf(' #', start);
  return comment >= 0 && comment < end ? comment : end;
}

function linesOf(text: string, start: number, end: number): Range {
  return { start: lineStartAt(text, start), end: lineEndAt(text, Math.max(start, end - 1)) };
}
