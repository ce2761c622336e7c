/**
 * A half-open interval of UTF-16 code units in one named text.
 *
 * A range alone does not say which text it belongs to: the field or parameter that holds it does
 * (a region's range, a document's range). `start <= end`; an empty range is a place.
 */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The empty range at `offset`: where an insertion goes. */
export function at(offset: number): Range {
  return { start: offset, end: offset };
}

/** True for a place: nothing stands between its two ends. */
export function isEmpty(r: Range): boolean {
  return r.start === r.end;
}

/** True when `inner` lies wholly in `outer`; the ends may coincide. */
export function contains(outer: Range, inner: Range): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** True when the two share a character, or when one is empty and touches or lies in the other. */
export function intersects(a: Range, b: Range): boolean {
  if (isEmpty(a) || isEmpty(b)) return a.start <= b.end && b.start <= a.end;
  return a.start < b.end && b.start < a.end;
}

/** The range as far on as `by`, or back where that is negative. */
export function shift(r: Range, by: number): Range {
  return { start: r.start + by, end: r.end + by };
}

/** The smallest range that holds both. */
export function union(a: Range, b: Range): Range {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}

/** True when the two are the same characters, or the same place. */
export function equals(a: Range, b: Range): boolean {
  return a.start === b.start && a.end === b.end;
}

/** Sort order of the text: by start, then by end. */
export function compareRanges(a: Range, b: Range): number {
  return a.start - b.start || a.end - b.end;
}

/** The characters of the range; the caller says in which text. */
export function slice(text: string, r: Range): string {
  return text.slice(r.start, r.end);
}
