import { lastAtMost } from '../text/lines';
import type { Range } from '../text/range';

/** What stands in the place of a secret wherever text leaves the editor. */
export const concealed = '•••';

/** Ranges of a text that hold secrets: in order, none touching the next. */
export interface Secrets {
  readonly ranges: readonly Range[];
  readonly starts: readonly number[];
}

/** Sorts ranges and joins those that overlap, so that quoting a line need not look at all of them. */
export function secretsOf(ranges: readonly Range[]): Secrets {
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = joined[joined.length - 1];
    if (last !== undefined && start < last.end) last.end = Math.max(last.end, end);
    else joined.push({ start, end });
  }
  return { ranges: joined, starts: joined.map((range) => range.start) };
}

/** The part of a text between two offsets, with every secret in it replaced by a constant. */
export function concealRanges(text: string, within: Range, { ranges, starts }: Secrets): string {
  let out = '';
  let done = within.start;
  for (let i = Math.max(0, lastAtMost(starts, within.start)); i < ranges.length; i++) {
    const secret = ranges[i] as Range;
    if (secret.start >= within.end) break;
    const start = Math.max(secret.start, done);
    const end = Math.min(secret.end, within.end);
    if (start >= end) continue;
    out += text.slice(done, start) + concealed;
    done = end;
  }
  return out + text.slice(done, within.end);
}

/** Shorter values are words that stand everywhere; hiding them would hide nothing. */
const shortest = 4;

/** Tells whether a new text repeats one of the secrets of an old one. Cost: linear in the new text. */
export function secretFinder(text: string, { ranges }: Secrets): (candidate: string) => boolean {
  const byStart = new Map<string, Set<string>>();
  for (const { start, end } of ranges) {
    const secret = text.slice(start, end);
    if (secret.length < shortest) continue;
    const key = secret.slice(0, shortest);
    const same = byStart.get(key);
    if (same === undefined) byStart.set(key, new Set([secret]));
    else same.add(secret);
  }
  return (candidate) => {
    if (byStart.size === 0) return false;
    for (let i = 0; i + shortest <= candidate.length; i++) {
      for (const secret of byStart.get(candidate.slice(i, i + shortest)) ?? []) {
        if (candidate.startsWith(secret, i)) return true;
      }
    }
    return false;
  };
}
