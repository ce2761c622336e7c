import type { Root } from 'mdast';
import { remark } from 'remark';
import remarkGfm from 'remark-gfm';
import type { Range } from '../../text/range';
import { scanBlocks, type Blocks } from './blocks';
import { Excerpt } from './excerpt';
import { proseNodes } from './proseNodes';
import { opensTable } from './table';

/**
 * A run of a value that the document has letter by letter (`verbatim`), or in other letters: an escape, an
 * entity, a code span with a line break.
 */
export interface ProseSegment {
  /** Where the run starts in the value. */
  readonly at: number;
  readonly length: number;
  /** The run in the document. */
  readonly range: Range;
  readonly verbatim: boolean;
}

/** Text of a paragraph, heading or table cell with the way back to the document. */
export interface ProseText {
  readonly range: Range;
  /** What a reader sees: no marks of links and code, escapes and entities decoded, lines joined by LF. */
  readonly value: string;
  /** In order; together they cover the value but for the line breaks. */
  readonly segments: readonly ProseSegment[];
}

export type ProseNode =
  | (ProseText & { readonly kind: 'text'; readonly block: 'paragraph' | 'heading' })
  | {
      readonly kind: 'inlineCode';
      /** With its backticks. */
      readonly range: Range;
      /** Without them; undefined when the value is not in the document letter by letter. */
      readonly valueRange: Range | undefined;
      readonly value: string;
      /** The sentence around it as a reader sees it, code included; in a table, the cell. */
      readonly sentence: string;
      /** What a reader sees of the paragraph, heading or cell that it is in, and where it starts there. */
      readonly block: string;
      readonly at: number;
      /** In a table: the header above it (itself for one in the header), and the values of its row. */
      readonly cell: { readonly header: string; readonly row: readonly string[] } | undefined;
    }
  | {
      readonly kind: 'link' | 'image';
      readonly range: Range;
      /** Text of the link, alternative text of the image. */
      readonly value: string;
      /** Decoded destination, and where it stands when it stands there letter by letter. */
      readonly url: string;
      readonly urlRange: Range | undefined;
    }
  | {
      readonly kind: 'tableRow';
      readonly range: Range;
      readonly isHeader: boolean;
      /** One text for each cell, in order; rows may have fewer cells than the header. */
      readonly cells: readonly ProseText[];
      /** Values of the header's cells, in order. */
      readonly header: readonly string[];
    }
  | {
      /** An HTML comment inside a paragraph or cell; those on lines of their own are in `Blocks`. */
      readonly kind: 'comment';
      readonly range: Range;
      readonly value: string;
    };

export interface Prose {
  readonly nodes: readonly ProseNode[];
  /** Why a part was not read; undefined when all was. */
  readonly notAnalyzed?: string;
}

/** Remark reads half a megabyte a second, and some inputs cost the square of their length. */
export const PIECE_LIMIT = 20_000;
/** Lines cost the square of their number where they continue a quote lazily. */
const LINE_LIMIT = 2_000;
/** More brackets than any paragraph or table of this size has; links are then left as text. */
const BRACKET_LIMIT = 600;
/** Deeper quotes and lists than people write, each of which remark pays for on every line. */
const DEPTH_LIMIT = 40;

/**
 * Constructs that nobody needs here. Emphasis costs the square of the text in bad cases; references need the
 * whole document; literal addresses and task marks are found in the text as well as in the tree.
 */
export const UNUSED_CONSTRUCTS: readonly string[] = [
  'attention',
  'definition',
  'emailAutolink',
  'gfmFootnoteCall',
  'gfmPotentialFootnoteCall',
  'protocolAutolink',
  'strikethrough',
  'tasklistCheck',
  'wwwAutolink',
];
const LINK_CONSTRUCTS = ['labelStartLink', 'labelStartImage', 'labelEnd'];

const reader = proseReader(UNUSED_CONSTRUCTS);
const readerWithoutLinks = proseReader([...UNUSED_CONSTRUCTS, ...LINK_CONSTRUCTS]);

/**
 * Reads the prose of one piece of `scanBlocks`: texts, inline code, links, table rows, in document order.
 *
 * All ranges are in `text`. Code blocks and HTML blocks yield nothing; references (`[a][b]`) and their
 * definitions stay text, as do literal addresses and emphasis marks. Any input is read in bounded time:
 * longer pieces are read in parts where that is possible (rows of a table, lines of a paragraph) and
 * otherwise not at all, with `notAnalyzed` to say so.
 *
 * Law: reading all pieces equals reading the whole document, and equals remark with the same constructs:
 * test/property/markdownProse.test.ts. Cost: about two milliseconds for a kilobyte; a second at worst.
 */
export function parseProse(text: string, piece: Range): Prose {
  const source = text.slice(piece.start, piece.end);
  const blocks = scanBlocks(source);
  if (blocks.containerDepth > DEPTH_LIMIT) {
    return {
      nodes: [],
      notAnalyzed: `Text in lists or quotes nested deeper than ${DEPTH_LIMIT} levels is not read`,
    };
  }
  const slices = withoutFences(text, piece, blocks);
  const excerpt = new Excerpt(text, slices);
  if (excerpt.text.length <= PIECE_LIMIT && hasAtMost(excerpt.text, /\r\n?|\n/g, LINE_LIMIT)) {
    return { nodes: read(excerpt) };
  }
  const parts = splitLongPiece(text, piece, blocks);
  if (parts === undefined) {
    return {
      nodes: [],
      notAnalyzed: `A list item, quote or line of more than ${PIECE_LIMIT / 1000} kB or ${LINE_LIMIT} lines of text is not read`,
    };
  }
  return { nodes: parts.flatMap((part, index) => read(new Excerpt(text, part)).filter(isNewIn(index))) };
}

/** The header of a table's further parts is the first part's. */
function isNewIn(part: number): (node: ProseNode, index: number) => boolean {
  return (node) => part === 0 || node.kind !== 'tableRow' || !node.isHeader;
}

/** Words that stand beside credentials, and shapes of account ids and of addresses with a password. */
export const CREDENTIAL_NOUNS =
  /passw|passphrase|passcode|\bpwd\b|secret|token|credential|log[ -]?in\b|user-?name|api[ _-]?key|access[ _-]?key|private[ _-]?key|signing[ _-]?key|encryption[ _-]?key|account|kennwort|zugangsdaten|пароль|密码|パスワード|contrase|mot de passe|senha|AKIA|ASIA|\b\d{12}\b|\b\d{4}-\d{4}-\d{4}\b|:\/\/[^\s/:@]{1,100}:[^\s/@]{1,200}@/i;

/**
 * True when the prose of a piece may hold a credential or an account id: one linear look at its characters.
 *
 * `nouns` must not be global or sticky.
 */
export function proseMatters(text: string, piece: Range, nouns: RegExp = CREDENTIAL_NOUNS): boolean {
  return nouns.test(text.slice(piece.start, piece.end));
}

/**
 * The document's range for a part of a text's value, from `from` to `to`.
 *
 * Exact where the segments are verbatim; a part of a rewritten segment stands for the whole of it.
 */
export function proseRange({ range, segments }: ProseText, from: number, to: number): Range {
  let start: number | undefined;
  let end: number | undefined;
  for (const segment of segments) {
    const segmentEnd = segment.at + segment.length;
    if (segmentEnd <= from || segment.at >= to) continue;
    start ??= segment.verbatim ? segment.range.start + Math.max(0, from - segment.at) : segment.range.start;
    end = segment.verbatim ? segment.range.end - Math.max(0, segmentEnd - to) : segment.range.end;
  }
  return start === undefined || end === undefined ? { start: range.start, end: range.start } : { start, end };
}

function read(excerpt: Excerpt): readonly ProseNode[] {
  const { text } = excerpt;
  // Micromark drops a byte order mark at the start of what it reads, which is no start of a document here.
  const lead = text.startsWith('\uFEFF') ? '\n' : '';
  const tree = (hasAtMost(text, /\[/g, BRACKET_LIMIT) ? reader : readerWithoutLinks).parse(lead + text);
  return proseNodes(tree, excerpt, lead.length);
}

/** True when a global pattern has at most `limit` matches. */
function hasAtMost(text: string, pattern: RegExp, limit: number): boolean {
  return (text.match(pattern)?.length ?? 0) <= limit;
}

interface Reader {
  parse(text: string): Root;
}

function proseReader(disabled: readonly string[]): Reader {
  const processor = remark().use(remarkGfm);
  processor.freeze();
  const data = processor.data();
  const micromarkExtensions = [...(data.micromarkExtensions ?? []), { disable: { null: [...disabled] } }];
  // The transforms look for literal addresses in finished text; what they make has no positions.
  const fromMarkdownExtensions = (data.fromMarkdownExtensions ?? [])
    .flat()
    .filter((extension) => extension.transforms === undefined);
  return remark().data({ micromarkExtensions, fromMarkdownExtensions }).freeze();
}

/** The ranges of a piece without the content of its fences, whose lines remark need not read. */
function withoutFences(text: string, piece: Range, blocks: Blocks): readonly Range[] {
  const slices: Range[] = [];
  let from = piece.start;
  for (const code of blocks.codes) {
    const last = code.lines[code.lines.length - 1];
    if (code.kind !== 'fence' || !code.closed || last === undefined) continue;
    slices.push({ start: from, end: nextLine(text, piece.start + code.infoRange.end) });
    from = piece.start + last.end;
  }
  slices.push({ start: from, end: piece.end });
  return slices;
}

/** Start of the line after the one that `offset` is in. */
function nextLine(text: string, offset: number): number {
  let i = offset;
  while (i < text.length && text[i] !== '\n' && text[i] !== '\r') i++;
  return i + (text[i] === '\r' && text[i + 1] === '\n' ? 2 : 1);
}

/**
 * Cuts a long table or paragraph at line breaks, each further part of a table below a copy of its head.
 * Undefined when that cannot be: in containers, or with a line or head that is too long by itself.
 */
function splitLongPiece(
  text: string,
  piece: Range,
  blocks: Blocks,
): readonly (readonly Range[])[] | undefined {
  if (blocks.containerDepth > 0) return undefined;
  const lines: Range[] = [];
  for (let start = piece.start; start < piece.end;) {
    const end = Math.min(nextLine(text, start), piece.end);
    if (end - start > PIECE_LIMIT / 2) return undefined;
    lines.push({ start, end });
    start = end;
  }
  const head = headOf(text, lines);
  if (head !== undefined && head.end - head.start > PIECE_LIMIT / 2) return undefined;
  const headLength = head === undefined ? 0 : head.end - head.start;
  const parts: Range[][] = [];
  let from = piece.start;
  let lineCount = 0;
  for (const line of lines) {
    if ((headLength + line.end - from > PIECE_LIMIT || lineCount === LINE_LIMIT - 2) && line.start > from) {
      parts.push(partOf(from, line.start, head));
      from = line.start;
      lineCount = 0;
    }
    lineCount++;
  }
  parts.push(partOf(from, piece.end, head));
  return parts;
}

function partOf(start: number, end: number, head: Range | undefined): Range[] {
  return head === undefined || start <= head.start ? [{ start, end }] : [head, { start, end }];
}

/** The two lines of a table's head, if that is what the lines start with. */
function headOf(text: string, lines: readonly Range[]): Range | undefined {
  const [first, second] = lines;
  if (first === undefined || second === undefined) return undefined;
  const header = trimmed(text, first);
  const delimiter = trimmed(text, second);
  return opensTable(text, header.start, header.end, delimiter.start, delimiter.end)
    ? { start: first.start, end: second.end }
    : undefined;
}

function trimmed(text: string, { start, end }: Range): Range {
  let from = start;
  let to = end;
  while (to > from && /\s/.test(text.charAt(to - 1))) to--;
  while (from < to && /\s/.test(text.charAt(from))) from++;
  return { start: from, end: to };
}
