import type { Range } from '../../text/range';
import type { CodeLine, Fence, Heading, IndentedCode, LeadIn } from './blocks';
import type { FenceOpening } from './fence';
import type { HtmlKind } from './htmlBlock';
import type { Home, TextLine } from './leadIn';
import { CR, LF } from './lineCursor';

/** A code block whose end is not read yet. */
export interface OpenCode {
  readonly start: number;
  readonly lines: CodeLine[];
  readonly linePrefix: string;
  readonly depth: number;
  readonly leadIn: LeadIn | undefined;
  readonly heading: Heading | undefined;
  readonly callouts: readonly string[];
}

export interface OpenParagraph {
  readonly kind: 'paragraph';
  readonly lines: TextLine[];
  readonly home: Home;
}

export interface OpenHtml {
  readonly kind: 'html';
  readonly html: HtmlKind;
  readonly lines: Range[];
  readonly home: Home;
}

export interface OpenFence {
  readonly kind: 'fence';
  readonly code: OpenCode;
  readonly opening: FenceOpening;
  readonly indent: number;
  /** End of the opening line. */
  readonly lineEnd: number;
}

export interface OpenIndented {
  readonly kind: 'indented';
  readonly code: OpenCode;
  /** Blank lines that are code only when more code follows. */
  readonly blanks: CodeLine[];
  /** Its first line left a container. */
  readonly isLazy: boolean;
  /** Text stands on a line after the first. */
  goesOn: boolean;
}

/** The block that the next line may continue: the one at the end of what was read. */
export type Leaf =
  | { readonly kind: 'none' }
  | { readonly kind: 'table'; readonly home: Home }
  | OpenParagraph
  | OpenHtml
  | OpenFence
  | OpenIndented;

export const NO_LEAF: Leaf = { kind: 'none' };

/**
 * True when a list that starts right below must start with 1 and not be empty. By CommonMark only a
 * paragraph asks for that; for micromark code does, too, unless it ended the code early (see the oracle).
 */
export function canBeInterrupted(leaf: Leaf): boolean {
  if (leaf.kind === 'indented') return !leaf.isLazy || leaf.goesOn;
  return leaf.kind === 'paragraph';
}

/** The fence when it ends; `closedAt` is the end of its closing line, undefined where nothing closes it. */
export function endFence(text: string, leaf: OpenFence, closedAt: number | undefined): Fence {
  const { start, lines, linePrefix, depth, leadIn, heading, callouts } = leaf.code;
  const { infoRange, marker, markerLength } = leaf.opening;
  return {
    kind: 'fence',
    range: { start, end: closedAt ?? lastLineEnd(text, lines) ?? leaf.lineEnd },
    marker,
    markerLength,
    indent: leaf.indent,
    info: text.slice(infoRange.start, infoRange.end),
    infoRange,
    lines,
    closed: closedAt !== undefined,
    linePrefix,
    depth,
    leadIn,
    heading,
    callouts,
  };
}

/** The code when it ends; blank lines at its end are not part of it. */
export function endIndented(text: string, { code }: OpenIndented): IndentedCode {
  const { start, lines, linePrefix, depth, leadIn, heading, callouts } = code;
  return {
    kind: 'indented',
    range: { start, end: lastLineEnd(text, lines) ?? start },
    lines,
    linePrefix,
    depth,
    leadIn,
    heading,
    callouts,
  };
}

/** End of the last line, without its line ending; undefined when there is no line. */
function lastLineEnd(text: string, lines: readonly CodeLine[]): number | undefined {
  const last = lines[lines.length - 1];
  if (last === undefined) return undefined;
  let { end } = last;
  if (end > last.start && text.charCodeAt(end - 1) === LF) end--;
  if (end > last.start && text.charCodeAt(end - 1) === CR) end--;
  return end;
}
