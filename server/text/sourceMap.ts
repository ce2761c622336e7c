import type { TextEdit } from './edit';
import { lastAtMost } from './lines';
import type { Range } from './range';

/**
 * A run of a region's text and the run of its parent's text that it comes from.
 *
 * `verbatim` runs are the same characters in both; a rewritten run (an escape, a folded line break) was
 * decoded, so its two lengths may differ and no edit may touch it.
 */
export interface Segment {
  readonly at: number;
  readonly length: number;
  readonly parentAt: number;
  readonly parentLength: number;
  readonly verbatim: boolean;
}

/**
 * Where each character of a region stands in its parent.
 *
 * The segments cover the region's text without gap or overlap, in order, and run forward in the parent.
 * What the parent has between two segments (list indentation, `> `, a prompt) is no part of the region.
 */
export interface SourceMap {
  readonly segments: readonly Segment[];
  /** Length of the region's text. */
  readonly length: number;
  /** What a line that an edit adds must begin with in the parent. */
  readonly linePrefix: string;
  /** A rewritten region (escapes all over) takes no edits at all. */
  readonly editable: boolean;
  /** What is around the region in its parent that gives some characters a meaning of their own. */
  readonly quote?: Quote;
}

/**
 * YAML's `'`, where it is written twice, and `"`, where it and `\` stand behind a `\` (YAML 1.2.2 chapters 7.3.1 and
 * 7.3.2); or a here-document that the shell expands (POSIX.1-2024, XCU 2.7.4). There only the author can say whether
 * a new `$` is meant for the shell that writes the text or for the one that runs it, so no edit may write one.
 */
export type Quote = "'" | '"' | 'expanded';

/** Collects the segments of a region while its text is cut out of the parent. */
export class SourceMapBuilder {
  private readonly segments: Segment[] = [];
  private readonly pieces: string[] = [];
  private length = 0;

  constructor(private readonly parent: string) {}

  /** Appends the parent's characters of `start` to `end` as they are. */
  verbatim(start: number, end: number): this {
    if (end <= start) return this;
    const last = this.segments[this.segments.length - 1];
    const length = end - start;
    if (last?.verbatim && last.parentAt + last.parentLength === start) {
      this.segments[this.segments.length - 1] = {
        ...last,
        length: last.length + length,
        parentLength: last.parentLength + length,
      };
    } else {
      this.segments.push({ at: this.length, length, parentAt: start, parentLength: length, verbatim: true });
    }
    this.pieces.push(this.parent.slice(start, end));
    this.length += length;
    return this;
  }

  /** Appends `text`, which stands for the parent's characters of `start` to `end`. */
  rewritten(start: number, end: number, text: string): this {
    if (text === '') return this;
    this.segments.push({
      at: this.length,
      length: text.length,
      parentAt: start,
      parentLength: end - start,
      verbatim: false,
    });
    this.pieces.push(text);
    this.length += text.length;
    return this;
  }

  build(linePrefix = '', editable = true, quote?: Quote): { readonly text: string; readonly map: SourceMap } {
    const { segments, length } = this;
    const map = { segments, length, linePrefix, editable };
    return { text: this.pieces.join(''), map: quote === undefined ? map : { ...map, quote } };
  }
}

/** Text and map of a region that is one unchanged run of its parent. */
export function verbatimMap(parent: string, start: number, end: number, linePrefix = '') {
  return new SourceMapBuilder(parent).verbatim(start, end).build(linePrefix);
}

const startsOf = new WeakMap<SourceMap, number[]>();

/** The segment that holds the character behind `offset`, or the last one at the region's end. */
function segmentAt(map: SourceMap, offset: number): Segment | undefined {
  let starts = startsOf.get(map);
  if (starts === undefined) startsOf.set(map, (starts = map.segments.map((s) => s.at)));
  return map.segments[Math.max(0, lastAtMost(starts, offset))];
}

/** The parent's offset of the character behind `offset`: behind its own line's prefix. */
function mapStart(map: SourceMap, offset: number): number {
  const segment = segmentAt(map, offset);
  if (segment === undefined) return 0;
  const inside = offset - segment.at;
  if (segment.verbatim) return segment.parentAt + inside;
  return inside >= segment.length ? segment.parentAt + segment.parentLength : segment.parentAt;
}

/** The parent's offset behind the character before `offset`: before the next line's prefix. */
function mapEnd(map: SourceMap, offset: number): number {
  if (offset <= 0) return mapStart(map, 0);
  const segment = segmentAt(map, offset - 1);
  if (segment === undefined) return 0;
  return segment.verbatim
    ? segment.parentAt + (offset - segment.at)
    : segment.parentAt + segment.parentLength;
}

/** The parent's range that shows a region's range; a rewritten run is shown whole. */
export function mapRange(map: SourceMap, range: Range): Range {
  if (range.start === range.end) {
    const place = mapStart(map, range.start);
    return { start: place, end: place };
  }
  const start = mapStart(map, range.start);
  return { start, end: Math.max(start, mapEnd(map, range.end)) };
}

/**
 * Maps an edit of a region to its parent.
 *
 * Offsets are UTF-16 units, end exclusive, of the region on input and of its parent on output. Lines
 * that the edit adds get the parent's line prefix; a blank line gets it without trailing blanks.
 *
 * Returns `undefined` where the edit certainly has no counterpart (a rewritten run, a region that takes
 * no edits). Where it may have none for another reason (text that closes the fence), only growing the
 * edited parent again can tell: regions/mapEdits.ts does.
 *
 * Law: extracting the region from the edited parent equals the edit applied to the region. Held by
 * test/property/sourceMap.test.ts.
 */
export function mapEdit(map: SourceMap, text: string, edit: TextEdit): TextEdit | undefined {
  const { start, end } = edit.range;
  if (!map.editable || touchesRewritten(map, edit.range)) return undefined;
  const atEnd = end === map.length;
  const endsLine = end > 0 && text[end - 1] === '\n';
  const startsLine = start > 0 && text[start - 1] === '\n';
  // Behind the last line break there is no line yet whose prefix the new text could stand behind.
  const opensLine = atEnd && start === end && startsLine;
  // The last lines go whole, so the prefix of the first of them goes too.
  const dropsLines = atEnd && endsLine && startsLine && start < end && edit.text === '';
  const parentStart = opensLine || dropsLines ? mapEnd(map, start) : mapStart(map, start);
  let parentEnd: number;
  if (start === end) parentEnd = parentStart;
  // An end behind a line break stands at the next line's start, which is behind that line's prefix.
  else parentEnd = endsLine && !atEnd ? mapStart(map, end) : mapEnd(map, end);
  const escaped = map.quote === undefined ? edit : escapeFor(map.quote, edit);
  if (escaped === undefined) return undefined;
  const prefixed = addLinePrefix(escaped, map.linePrefix, { opensLine, leavesLast: atEnd });
  return { range: { start: parentStart, end: Math.max(parentStart, parentEnd) }, ...prefixed };
}

/** True for an edit inside a rewritten run or across its edge; one that takes the run whole leaves nothing of it. */
function touchesRewritten(map: SourceMap, { start, end }: Range): boolean {
  return map.segments.some((s) => {
    if (s.verbatim) return false;
    const behind = s.at + s.length;
    if (start === end) return s.at < start && start < behind;
    return s.at < end && start < behind && !(start <= s.at && behind <= end);
  });
}

/** Escapes the edit's text for the quotes it goes between, and moves its tab stops along. */
function escapeFor(quote: Quote, edit: TextEdit): TextEdit | undefined {
  if (quote === 'expanded') return /\$[\w{(@*#?$!-]|`|\\[$`\\\n]/.test(edit.text) ? undefined : edit;
  // Between quotes a line break would be folded into a blank.
  if (edit.text.includes('\n')) return undefined;
  const special = quote === "'" ? /'/g : /["\\]/g;
  const places = [...edit.text.matchAll(special)].map(({ index }) => index);
  if (places.length === 0) return edit;
  const text = edit.text.replace(special, (c) => (quote === "'" ? "''" : `\\${c}`));
  const moved = (offset: number): number => offset + lastAtMost(places, offset - 1) + 1;
  if (edit.stops === undefined) return { ...edit, text };
  return { ...edit, text, stops: edit.stops.map((s) => ({ start: moved(s.start), end: moved(s.end) })) };
}

/** Puts the prefix behind each line break of the edit's text, and moves its tab stops along. */
function addLinePrefix(
  edit: TextEdit,
  prefix: string,
  where: { readonly opensLine: boolean; readonly leavesLast: boolean },
): { readonly text: string; readonly stops?: readonly Range[] } {
  const { text, stops } = edit;
  if (prefix === '' || (!text.includes('\n') && !where.opensLine)) {
    return stops === undefined ? { text } : { text, stops };
  }
  const blankPrefix = prefix.trimEnd();
  const lines = text.split('\n');
  const out: string[] = [];
  /** For each line: its offset in the old text and how far it moved. */
  const moves: { readonly from: number; readonly by: number }[] = [];
  let from = 0;
  let by = 0;
  lines.forEach((line, index) => {
    const isFirst = index === 0;
    const isLast = index === lines.length - 1;
    let own = prefix;
    if (isFirst && !where.opensLine) own = '';
    else if (isLast && line === '' && where.leavesLast) own = '';
    else if (line === '' && !isLast) own = blankPrefix;
    by += own.length;
    moves.push({ from, by });
    out.push(own + line);
    from += line.length + 1;
  });
  const moved = (offset: number): number => {
    let shift = 0;
    for (const move of moves) if (move.from <= offset) shift = move.by;
    return offset + shift;
  };
  const result = out.join('\n');
  return stops === undefined
    ? { text: result }
    : { text: result, stops: stops.map((s) => ({ start: moved(s.start), end: moved(s.end) })) };
}
