import type { Range } from '../../text/range';
import { SourceMapBuilder, type SourceMap } from '../../text/sourceMap';

/**
 * The text of a code span with the way back to the document: line breaks and the marks of containers behind them are
 * one blank, `\|` of a table is `|`, a prompt is left out. Takes no edits, since a sentence is its author's to write.
 *
 * `range` has the backticks; `value` is what the parser made of it. Where the two do not fit the whole span stands for
 * the value. Cost: linear.
 */
export function cutCodeSpan(
  text: string,
  range: Range,
  value: string,
): { readonly text: string; readonly map: SourceMap } {
  const line = value.replaceAll('\n', ' ').trimEnd();
  return (
    aligned(text, range, line) ?? new SourceMapBuilder(text).rewritten(range.start, range.end, line)
  ).build('', false);
}

function aligned(text: string, { start, end }: Range, value: string): SourceMapBuilder | undefined {
  let marks = 0;
  while (text[start + marks] === '`') marks++;
  const last = end - marks;
  let at = start + marks;
  // One blank, or line break, on either side is padding.
  if (at < last && !value.startsWith(' ') && /\s/.test(text.charAt(at)))
    at = behindBreak(text, at, last) ?? at + 1;
  const prompt = /^ *\$ /.exec(value)?.[0].length ?? 0;
  const builder = new SourceMapBuilder(text);
  if (text.startsWith(value.slice(0, prompt), at)) at += prompt;
  for (const c of value.slice(prompt)) {
    const broken = c === ' ' ? behindBreak(text, at, last) : undefined;
    if (broken !== undefined) {
      builder.rewritten(at, broken, ' ');
      at = broken;
    } else if (text.startsWith(c, at) && at < last) {
      builder.verbatim(at, at + c.length);
      at += c.length;
    } else if (c === '|' && text.startsWith('\\|', at)) {
      builder.rewritten(at, at + 2, '|');
      at += 2;
    } else return undefined;
  }
  return builder;
}

/** Where the next line's own text starts, when a line ends at the offset: containers' marks and blanks are no text. */
function behindBreak(text: string, at: number, last: number): number | undefined {
  if (text[at] !== '\n') return undefined;
  let next = at + 1;
  while (next < last && /[ \t>]/.test(text.charAt(next))) next++;
  return next;
}
