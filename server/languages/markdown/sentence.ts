/** Longer sentences are cut: what matters stands close by, and many codes may share one sentence. */
const REACH = 400;

/**
 * The sentence of `value` around `offset`, trimmed.
 *
 * A sentence ends at `.`, `!` or `?` before a blank or the end; line breaks do not end it. An offset behind
 * the text counts as its end. At most 400 characters are taken to either side.
 */
export function sentenceAt(value: string, offset: number): string {
  const from = Math.min(offset, value.length);
  let start = from;
  while (start > 0 && from - start < REACH && !isSentenceEnd(value, start - 1)) start--;
  let end = from;
  while (end < value.length && end - from < REACH && !isSentenceEnd(value, end)) end++;
  return value.slice(start, end + 1).trim();
}

function isSentenceEnd(value: string, i: number): boolean {
  const char = value[i];
  if (char !== '.' && char !== '!' && char !== '?') return false;
  const next = value[i + 1];
  return next === undefined || next === ' ' || next === '\n' || next === '\t';
}
