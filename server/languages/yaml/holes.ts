import { lastAtMost } from '../../text/lines';
import type { Range } from '../../text/range';
import type { YamlNode } from './tree';

/**
 * A span that became blanks. What it may do to the collections around it: `insert` adds entries or whole
 * blocks that nobody sees, `branch` begins text that may be left out, `none` adds nothing.
 */
export interface Blank {
  readonly range: Range;
  readonly effect: 'insert' | 'branch' | 'none';
}

/**
 * The masked spans of one document, and what they mean for the tree.
 *
 * `values` became filler inside scalars; `blanks` (structural actions, hidden branches, damaged lines)
 * became spaces. Both are sorted by start and without overlap; `branches` are in any order.
 */
export class HoleIndex {
  private readonly valueStarts: readonly number[];
  private readonly blankStarts: readonly number[];
  private readonly nextVisible = new Map<number, number>();
  /** The branches that begin inside the root, joined where they overlap. */
  private inner:
    | { readonly rootStart: number; readonly starts: readonly number[]; readonly ends: readonly number[] }
    | undefined;

  constructor(
    private readonly text: string,
    private readonly masked: string,
    private readonly values: readonly Range[],
    private readonly blanks: readonly Blank[],
    private readonly branches: readonly Range[],
  ) {
    this.valueStarts = values.map((r) => r.start);
    this.blankStarts = blanks.map((b) => b.range.start);
  }

  /** True when a hole lies in the range, in part or whole. */
  touches(range: Range): boolean {
    const last = Math.max(range.start, range.end - 1);
    const value = this.values[lastAtMost(this.valueStarts, last)];
    if (value !== undefined && value.end > range.start) return true;
    const blank = this.blanks[lastAtMost(this.blankStarts, last)];
    return blank !== undefined && blank.range.end > range.start;
  }

  /** The decoded scalar with the templates' own text in place of their filler, in order. */
  restore(decoded: string, filler: string, range: Range): string {
    const out: string[] = [];
    let index = Math.max(0, lastAtMost(this.valueStarts, range.start));
    while ((this.values[index]?.end ?? Infinity) <= range.start) index++;
    let done = 0;
    for (let at = decoded.indexOf(filler); at >= 0; at = decoded.indexOf(filler, done)) {
      const hole = this.values[index++];
      if (hole === undefined) break;
      out.push(decoded.slice(done, at), this.text.slice(hole.start, hole.end));
      done = at + (hole.end - hole.start);
    }
    out.push(decoded.slice(done));
    return out.join('');
  }

  /** The structural hole that is the next thing behind `offset`, blanks and comments aside. */
  insertedAfter(offset: number): Range | undefined {
    const at = skipBlanks(this.text, offset);
    const hole = this.blanks[lastAtMost(this.blankStarts, at)]?.range;
    return hole !== undefined && at < hole.end && hole.start >= offset ? hole : undefined;
  }

  /**
   * True when a template may add entries to the collection: a structural hole stands directly in it (not
   * inside one of its children), something is inserted right before or behind it, or it stands in a branch
   * that began inside the document.
   */
  opens(range: Range, children: readonly (YamlNode | undefined)[], rootStart: number): boolean {
    if (this.blanks.length === 0) return false;
    if (this.isInBranch(range.start, rootStart)) return true;
    const lead = range.start <= rootStart ? range.start : this.blankRunBefore(range.start);
    const trail = this.visibleAfter(range.end);
    let child = 0;
    for (let i = this.firstBlankFrom(lead); i < this.blanks.length; i++) {
      const { range: hole, effect } = this.blanks[i] as Blank;
      if (hole.start >= trail) break;
      if (effect === 'none') continue;
      if (hole.start < range.start || hole.start >= range.end) {
        if (effect === 'insert') return true;
        continue;
      }
      while (child < children.length && (children[child]?.range.end ?? -1) <= hole.start) child++;
      const node = children[child];
      if (node === undefined) return true;
      // What stands between a key and the first line of its value belongs to the value.
      if (hole.start < node.range.start && this.visibleAfter(hole.end) !== node.range.start) return true;
    }
    return false;
  }

  private isInBranch(offset: number, rootStart: number): boolean {
    if (this.branches.length === 0) return false;
    if (this.inner?.rootStart !== rootStart) {
      const own = this.branches.filter((b) => b.start > rootStart).sort((a, b) => a.start - b.start);
      const ranges: Range[] = [];
      for (const branch of own)
        if (branch.start >= (ranges[ranges.length - 1]?.end ?? 0)) ranges.push(branch);
      this.inner = { rootStart, starts: ranges.map((r) => r.start), ends: ranges.map((r) => r.end) };
    }
    return offset < (this.inner.ends[lastAtMost(this.inner.starts, offset)] ?? -1);
  }

  private firstBlankFrom(offset: number): number {
    const index = lastAtMost(this.blankStarts, offset);
    return index >= 0 && (this.blanks[index] as Blank).range.end > offset ? index : index + 1;
  }

  /** Where the run of blanks before `offset` begins. */
  private blankRunBefore(offset: number): number {
    let at = offset;
    while (at > 0 && (this.masked[at - 1] === ' ' || this.masked[at - 1] === '\n')) at--;
    return at;
  }

  private visibleAfter(offset: number): number {
    const known = this.nextVisible.get(offset);
    if (known !== undefined) return known;
    const at = skipBlanks(this.masked, offset);
    this.nextVisible.set(offset, at);
    return at;
  }
}

/** Behind blanks, line breaks and comments; a `#` is a comment only behind a blank or at a line's start. */
function skipBlanks(text: string, offset: number): number {
  let at = offset;
  for (;;) {
    while (text[at] === ' ' || text[at] === '\n' || text[at] === '\t') at++;
    if (text[at] !== '#' || (at > 0 && !' \n\t'.includes(text[at - 1] as string))) return at;
    const end = text.indexOf('\n', at);
    if (end < 0) return text.length;
    at = end;
  }
}
