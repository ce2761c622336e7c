import type { Range } from '../../text/range';

/** Twelve digits on their own, and the id they would be. */
export interface Digits {
  readonly id: string;
  readonly range: Range;
}

/**
 * Every run of exactly twelve digits that stands on its own, plain or as the console prints it
 * (`1111-2222-3333`), in order.
 *
 * None of them: a part of a longer word or number, the tail of a UUID, a decimal, a telephone number, a number
 * that goes on behind a dash, a Google service account. Behind `%3A` an id stands on its own. Cost: linear.
 */
export function digitsIn(text: string): readonly Digits[] {
  const found: Digits[] = [];
  for (const match of text.matchAll(/\d{12}|\d{4}-\d{4}-\d{4}/g)) {
    const start = match.index;
    const end = start + match[0].length;
    const before = text.slice(Math.max(0, start - 10), start);
    const behind = text.slice(end, end + 16);
    if (/[0-9A-Za-z]$/.test(before) && !/%[0-9A-F]{2}$/i.test(before)) continue;
    if (/^[0-9A-Za-z]|^\.\d|^-[a-z]{1,12}@/.test(behind)) continue;
    if (/[0-9a-f]{4}-[0-9a-f]{4}-$/i.test(before) || /\d\.$|\+$|\$$/.test(before)) continue;
    if (match[0].length > 12 && (/\d-$/.test(before) || /^-\d/.test(behind))) continue;
    found.push({ id: match[0].replaceAll('-', ''), range: { start, end } });
  }
  return found;
}
