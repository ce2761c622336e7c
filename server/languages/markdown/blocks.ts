import type { Message } from '../../text/message';
import type { Range } from '../../text/range';
import { BlockScanner } from './blockScanner';

/** One line of code in a document, behind its containers' marks and the code's own indentation. */
export interface CodeLine {
  readonly start: number;
  /** Behind the line ending, if the line has one. */
  readonly end: number;
  /** Columns of a partly read tab that still belong to the code, before `start`; normally 0. */
  readonly pad: number;
}

/** A paragraph or heading that stands right above a code block, or opens the container that holds it. */
export interface LeadIn {
  readonly kind: 'paragraph' | 'heading';
  readonly range: Range;
  /** Raw inline source; lines without containers and indentation, joined by LF; at most the last 20. */
  readonly text: string;
}

interface Code {
  readonly lines: readonly CodeLine[];
  /**
   * What a new line of the code must start with in the document: `   > `. Taken from the first line of
   * the block, with list markers turned into spaces.
   */
  readonly linePrefix: string;
  /** Number of containers around it. */
  readonly depth: number;
  /** The block right above: in the same container, or above the containers that the code opens. */
  readonly leadIn: LeadIn | undefined;
  /** The heading of the section, at whatever depth. */
  readonly heading: Heading | undefined;
  /** Titles of the call-outs around it, outermost first: first paragraph of a quote, `:::danger Title`. */
  readonly callouts: readonly string[];
}

export interface Fence extends Code {
  readonly kind: 'fence';
  /**
   * From the opening marker to the end of the closing line, or of the last line of content if nothing
   * closes it; without the line ending.
   */
  readonly range: Range;
  readonly marker: '`' | '~';
  readonly markerLength: number;
  /** Columns of indentation of the opening line, 0 to 3, which the lines of the content lose too. */
  readonly indent: number;
  /** Raw, trimmed; entities and escapes are not decoded. */
  readonly info: string;
  readonly infoRange: Range;
  /** False when the end of its container or of the text ends it. */
  readonly closed: boolean;
}

export interface IndentedCode extends Code {
  readonly kind: 'indented';
  /** From before the indentation of the first line to the end of the last line, without its ending. */
  readonly range: Range;
}

export interface Heading {
  readonly range: Range;
  /** Raw inline source; lines of a setext heading joined by LF. */
  readonly text: string;
  readonly textRange: Range;
  readonly depth: 1 | 2 | 3 | 4 | 5 | 6;
}

export interface HtmlComment {
  /** From `<!--` to behind `-->`. */
  readonly range: Range;
  /** What stands between, not trimmed; lines without containers, joined by LF. */
  readonly text: string;
}

/**
 * Prose that a parser may read on its own with the same result as in the whole document, except that link
 * references find no definitions: whole top-level blocks, one item of a top-level list at a time.
 *
 * Never overlapping, in order, never empty. Fences at top level and front matter are in no piece; fences in
 * lists and quotes are in the piece of their container.
 */
export interface Piece {
  readonly range: Range;
}

export interface FrontMatter {
  readonly kind: 'yaml' | 'toml';
  /** From the opening to the closing line, without the latter's ending. */
  readonly range: Range;
  /** The lines between, with their endings. */
  readonly content: Range;
}

export interface BlockProblem {
  readonly range: Range;
  readonly message: Message;
}

export interface Blocks {
  readonly codes: readonly (Fence | IndentedCode)[];
  readonly headings: readonly Heading[];
  readonly comments: readonly HtmlComment[];
  readonly pieces: readonly Piece[];
  readonly frontMatter: FrontMatter | undefined;
  readonly problems: readonly BlockProblem[];
  /** Number of containers around the deepest block. */
  readonly containerDepth: number;
}

/**
 * Finds the block structure of a Markdown document: code, headings, comments, pieces of prose.
 *
 * Follows CommonMark 0.31.2 §3 to §5, GFM tables and footnotes, and front matter, in micromark's reading of
 * their corners. All offsets are UTF-16 units of `text`; every list is in the order of the text. Line endings
 * may be mixed, a byte order mark at the start is skipped, NUL is an ordinary character. Any text is a
 * document: nothing throws. Containers deeper than 100 are read as text, with one problem to say so.
 *
 * Law: code and headings are those of remark with gfm and front matter, and prose parsed in pieces equals
 * prose parsed whole: test/property/markdownBlocks.test.ts, with the exceptions named there.
 *
 * Cost: linear in the text, a hundred times as fast as remark or more.
 */
export function scanBlocks(text: string): Blocks {
  return new BlockScanner(text).scan();
}
