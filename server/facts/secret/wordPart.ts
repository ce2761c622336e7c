import type { Range } from '../../text/range';
import type { Word } from '../command';

/**
 * The range of `word.value` from `start` to its end, in the text of the word's region, without the quotes
 * around that part: of `--password="abc"` from 11 on, `abc`.
 *
 * Where quotes and backslashes of the word do not add up to its value (ANSI-C strings), the whole word.
 */
export function rangeOfTail(word: Word, start: number): Range {
  const { text, value } = word;
  const offsets: number[] = [];
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (quote === '' && (character === '"' || character === "'")) quote = character;
    else if (character === quote) quote = '';
    else {
      if (character === '\\' && quote !== "'" && i + 1 < text.length && isEscape(text.charAt(i + 1), quote))
        i++;
      offsets.push(i);
    }
  }
  const first = offsets[start];
  const last = offsets[offsets.length - 1];
  if (offsets.length !== value.length || first === undefined || last === undefined) return word.range;
  return { start: word.range.start + first, end: word.range.start + last + 1 };
}

/** In double quotes a backslash escapes only these (POSIX.1-2017, XCU 2.2.3). */
function isEscape(next: string, quote: string): boolean {
  return quote === '' || '$`"\\\n'.includes(next);
}

/** The range without one pair of quotes around it. */
export function withoutQuotes(text: string, range: Range): Range {
  const first = text.charAt(range.start);
  const isQuoted =
    range.end - range.start >= 2 && (first === '"' || first === "'") && text.charAt(range.end - 1) === first;
  return isQuoted ? { start: range.start + 1, end: range.end - 1 } : range;
}
