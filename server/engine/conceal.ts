import { decodeBase64 } from '../facts/secret/base64';
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

/** Values that are no words of their own: `password` and `admin` also name things, `Sw0rdf1sh` does not. */
const telling = /^(?=.{6}).*[^a-z]/s;

/**
 * Tells whether a new text repeats one of the secrets of an old one. A value that is a plain word (`mysql`) must
 * end a word there, as behind `-p`: in `mysql-password` it names something. Cost: linear in the new text.
 */
export function secretFinder(text: string, secrets: Secrets): (candidate: string) => boolean {
  const byStart = valuesByStart(text, secrets, (value) => value.length >= shortest);
  return (candidate) => {
    if (byStart.size === 0) return false;
    for (let i = 0; i + shortest <= candidate.length; i++) {
      const value = valueAt(byStart, candidate, i);
      if (value === undefined) continue;
      if (telling.test(value) || !/[\w-]/.test(candidate.charAt(i + value.length))) return true;
    }
    return false;
  };
}

/**
 * Replaces what repeats a secret of a text somewhere else: in the heading that names a layer, in an
 * argument two lines further down, encoded in base64. Whole values only, not parts of longer words. Cost: linear in the
 * candidate.
 */
export function secretConcealer(text: string, secrets: Secrets): (candidate: string) => string {
  const byStart = valuesByStart(text, secrets, (value) => telling.test(value));
  return (candidate) => {
    if (byStart.size === 0) return candidate;
    let out = '';
    let done = 0;
    for (let i = 0; i + shortest <= candidate.length; i++) {
      const value = isWordAt(candidate, i - 1) ? undefined : valueAt(byStart, candidate, i);
      if (value === undefined || isWordAt(candidate, i + value.length)) continue;
      out += candidate.slice(done, i) + concealed;
      done = i + value.length;
      i = done - 1;
    }
    return out + candidate.slice(done);
  };
}

function isWordAt(text: string, index: number): boolean {
  return /[\p{L}\p{N}]/u.test(text.charAt(index));
}

type ValuesByStart = ReadonlyMap<string, ReadonlySet<string>>;

/** Longer values are keys and files, which nobody encodes once more beside them. */
const longestEncoded = 1000;

/** A value and what it is encoded to, or decoded: in base64, alone or with the end of its line, and percent-encoded. */
function formsOf(value: string): readonly string[] {
  if (value.length > longestEncoded) return [value];
  const encoded = [value, `${value}\n`].flatMap((text) => [
    toBase64(text),
    toBase64(text).replace(/=+$/, ''),
  ]);
  const decoded = (decodeBase64(value) ?? '').trim();
  const forms = [
    value,
    ...encoded,
    decoded,
    percent(encodeURIComponent, value),
    percent(decodeURIComponent, value),
  ];
  return forms.filter((form) => form === value || telling.test(form));
}

function toBase64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

/** Half of a surrogate pair cannot be encoded, nor `%zz` decoded. */
function percent(code: (text: string) => string, value: string): string {
  try {
    return code(value);
  } catch {
    return value;
  }
}

/** The secrets of a text, in each of their forms, by their first characters. */
function valuesByStart(text: string, { ranges }: Secrets, accept: (value: string) => boolean): ValuesByStart {
  const byStart = new Map<string, Set<string>>();
  for (const { start, end } of ranges) {
    const secret = text.slice(start, end);
    if (!accept(secret)) continue;
    for (const form of formsOf(secret)) {
      const key = form.slice(0, shortest);
      const same = byStart.get(key);
      if (same === undefined) byStart.set(key, new Set([form]));
      else same.add(form);
    }
  }
  return byStart;
}

/** The longest of the values that stands at an offset. */
function valueAt(byStart: ValuesByStart, text: string, offset: number): string | undefined {
  let longest: string | undefined;
  for (const secret of byStart.get(text.slice(offset, offset + shortest)) ?? []) {
    if (text.startsWith(secret, offset) && secret.length > (longest?.length ?? 0)) longest = secret;
  }
  return longest;
}
