import type { Heading, LeadIn } from './blocks';
import { trimBlanks } from './lineCursor';

/** A line of a paragraph: its text lies between `start` and `end`, `rawStart` is before the indentation. */
export interface TextLine {
  readonly rawStart: number;
  readonly start: number;
  readonly end: number;
  readonly indent: number;
}

/** A block that may stand above code; `leadIn` remembers what was made of it. */
export type Child =
  | 'other'
  | { readonly kind: 'heading'; readonly heading: Heading }
  | { readonly kind: 'paragraph'; readonly lines: readonly TextLine[]; leadIn?: LeadIn };

/** What a container, or the document, holds so far: enough to find what stands above a code block. */
export interface Home {
  last: Child | undefined;
  first: Child | undefined;
}

/** A setext heading from a paragraph's lines, without definitions, and the end of its underline. */
export function setextHeading(text: string, lines: readonly TextLine[], end: number, depth: 1 | 2): Heading {
  const first = lines[0] as TextLine;
  const last = lines[lines.length - 1] as TextLine;
  return {
    range: { start: first.start, end },
    text: joinLines(text, lines),
    textRange: { start: first.start, end: trimBlanks(text, last.start, last.end) },
    depth,
  };
}

function joinLines(text: string, lines: readonly TextLine[]): string {
  return lines.map(({ start, end }) => text.slice(start, trimBlanks(text, start, end))).join('\n');
}

/** More than a lead-in has; what is longer is not read whole for every code block below it. */
const LEAD_IN_LINES = 20;
const TITLE_LENGTH = 200;

/**
 * What a block above code says: `undefined` if it is neither paragraph nor heading. The same object each time,
 * so that many code blocks below one paragraph cost no more than one.
 */
export function toLeadIn(text: string, child: Child): LeadIn | undefined {
  if (child === 'other') return undefined;
  if (child.kind === 'heading') {
    const { range, text: title } = child.heading;
    return { kind: 'heading', range, text: title };
  }
  const { lines } = child;
  const range = { start: (lines[0] as TextLine).start, end: (lines[lines.length - 1] as TextLine).end };
  child.leadIn ??= { kind: 'paragraph', range, text: joinLines(text, lines.slice(-LEAD_IN_LINES)) };
  return child.leadIn;
}

/** The first line of a call-out, shortened; '' if it does not start with text. */
export function titleOf(text: string, child: Child): string {
  if (child === 'other') return '';
  if (child.kind === 'heading') return child.heading.text.slice(0, TITLE_LENGTH);
  const { start, end } = child.lines[0] as TextLine;
  return text.slice(start, Math.min(end, start + TITLE_LENGTH)).trim();
}
