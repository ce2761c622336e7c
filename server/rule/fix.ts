import type { Range } from '../text/range';
import type { TextEdit } from '../text/edit';
import type { Region } from '../regions/region';
import type { Message } from './finding';

/** An edit of the finding's own region, or of another one of the same document. */
export interface FixEdit extends TextEdit {
  readonly region?: Region;
}

/**
 * A rewrite to the secure pattern: all its edits, or none.
 *
 * `safe`: may run unattended. The result parses, the finding is gone, nothing new of equal or higher
 * severity appears, no comment is lost, and what worked still works.
 * `review`: parses and removes the finding, yet changes behavior or holds a value that the reader supplies.
 */
export interface Fix {
  /** Verb first; promises nothing the edits don't do. */
  readonly title: string;
  readonly applicability: 'safe' | 'review';
  readonly edits: readonly FixEdit[];
  /** Why it is not safe, or what to know before applying it; one sentence for the hover. */
  readonly note?: string | Message;
}

export function safe(title: string, edits: readonly FixEdit[], note?: Fix['note']): Fix {
  return { title, applicability: 'safe', edits, ...(note === undefined ? {} : { note }) };
}

export function review(title: string, edits: readonly FixEdit[], note?: Fix['note']): Fix {
  return { title, applicability: 'review', edits, ...(note === undefined ? {} : { note }) };
}

export function replace(range: Range, text: string): FixEdit {
  return { range, text };
}

export function insert(offset: number, text: string): FixEdit {
  return { range: { start: offset, end: offset }, text };
}

export function remove(range: Range): FixEdit {
  return { range, text: '' };
}

/** Marks each of the given pieces, where it stands in the edit's text, as a value that the user supplies. */
export function withStops(edit: FixEdit, ...pieces: readonly string[]): FixEdit {
  const stops: Range[] = [];
  for (const piece of pieces) {
    for (let i = edit.text.indexOf(piece); i >= 0; i = edit.text.indexOf(piece, i + piece.length)) {
      stops.push({ start: i, end: i + piece.length });
    }
  }
  stops.sort((a, b) => a.start - b.start);
  return { ...edit, stops };
}

/** Insertions at one place become one, in their order; a flow map's have the comma in front. */
export function joined(first: readonly FixEdit[], second: readonly FixEdit[]): readonly FixEdit[] {
  const out = [...first];
  for (const edit of second) {
    const index = out.findIndex(
      ({ range }) => range.end === edit.range.start && edit.range.start === edit.range.end,
    );
    const before = out[index];
    if (before === undefined) out.push(edit);
    else out[index] = { ...before, text: before.text + edit.text };
  }
  return out;
}
