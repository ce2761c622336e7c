import type { TextEdit } from '../../text/edit';
import { lineStartAt } from '../../text/lines';
import type { Range } from '../../text/range';
import { rangeInWord } from '../../languages/shell/words';
import type { CommandFact, Flag } from '../command';

/**
 * Edits that take options out of a command, with their values and the blanks in front of them.
 *
 * An option that has its lines for itself goes with them; when it was the last line of a continued command, the
 * `\` of the line before goes too. Of a bundle (`-fsS`) only the letter goes. Comments, redirections and other
 * words stay as they are. A lone run of flags may vanish with its lines.
 *
 * `flags` are flags of `command`; `regionText` is the text that its ranges count in. Empty where the command is
 * not text of the region, or where taking the flags out would leave a separator without a command.
 */
export function removeFlags(
  command: CommandFact,
  flags: readonly Flag[],
  regionText: string,
): readonly TextEdit[] {
  if (!command.isEditable || flags.length === 0) return [];
  const spans: Range[] = [];
  const edits: TextEdit[] = [];
  for (const flag of flags) {
    const letters = lettersOf(flag, flags, command);
    if (letters === undefined) spans.push(...spansOf(flag, regionText));
    else edits.push({ range: letters, text: '' });
  }
  const blocks = mergeSpans(spans, regionText);
  const isRun = command.program === '' && command.programWord === undefined;
  for (const block of blocks) {
    const isAll =
      isRun && command.args.every(({ range }) => range.start >= block.start && range.end <= block.end);
    const range = removal(block, isAll, command.range.start, regionText);
    if (range === undefined) return [];
    edits.push({ range, text: '' });
  }
  return edits.sort((a, b) => a.range.start - b.range.start);
}

/** The letter of a flag in a bundle of which others stay; undefined where the whole word goes. */
function lettersOf(flag: Flag, removed: readonly Flag[], command: CommandFact): Range | undefined {
  const bundle = command.flags.filter((other) => other.word === flag.word);
  if (bundle.every((other) => removed.includes(other))) return undefined;
  const at = bundle.indexOf(flag) + 1;
  // The last of a bundle takes what is attached to it along; a value in a word of its own would be left over.
  if (flag.value !== undefined && flag.value.range.start < flag.word.range.end) {
    return { start: rangeInWord(flag.word, at, at + 1).start, end: flag.word.range.end };
  }
  const letter = rangeInWord(flag.word, at, at + 1);
  return flag.value === undefined ? letter : { start: letter.start, end: flag.value.range.end };
}

/** The flag's word and its value; one span unless something else (a redirection) stands between. */
function spansOf({ word, value }: Flag, text: string): readonly Range[] {
  if (value === undefined || value.range.start < word.range.end) return [word.range];
  return isContinuationOnly(text, word.range.end, value.range.start)
    ? [{ start: word.range.start, end: value.range.end }]
    : [word.range, value.range];
}

function mergeSpans(spans: readonly Range[], text: string): readonly Range[] {
  const merged: Range[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = merged[merged.length - 1];
    if (last !== undefined && (span.start <= last.end || isContinuationOnly(text, last.end, span.start))) {
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    } else merged.push(span);
  }
  return merged;
}

/** What has to go so that a block of words is gone and the rest still is one command. */
function removal(block: Range, isAll: boolean, commandStart: number, text: string): Range | undefined {
  const lineStart = lineStartAt(text, block.start);
  const isFirst = skipBlanks(text, lineStart) === block.start;
  const behind = skipBlanks(text, block.end);
  const breakAt = continuationEnd(text, behind);
  const endsLine = behind >= text.length || text[behind] === '\n';
  if (isFirst && breakAt !== undefined) return { start: lineStart, end: breakAt };
  if (isFirst && endsLine) {
    const backslash = lineStart > commandStart ? continuationBefore(text, lineStart) : undefined;
    if (backslash !== undefined) return { start: blanksBefore(text, backslash), end: behind };
    return isAll ? { start: lineStart, end: Math.min(text.length, behind + 1) } : undefined;
  }
  if (isAll) return undefined;
  if (isFirst) return { start: block.start, end: behind };
  const start = blanksBefore(text, block.start);
  // `2 --flag >x` must not become `2>x`.
  const isRedirect = text[block.end] === '<' || text[block.end] === '>';
  return { start: isRedirect && start < block.start ? start + 1 : start, end: block.end };
}

/** Offset behind the `\` and line break at `at` (or behind a `\` that ends the text). */
function continuationEnd(text: string, at: number): number | undefined {
  if (text[at] !== '\\') return undefined;
  const end = skipBlanks(text, at + 1);
  if (end >= text.length) return text.length;
  return text[end] === '\n' ? end + 1 : undefined;
}

/** Offset of the `\` that continues the line before `lineStart`. */
function continuationBefore(text: string, lineStart: number): number | undefined {
  const at = blanksBefore(text, lineStart - 1) - 1;
  return text[at] === '\\' ? at : undefined;
}

function isContinuationOnly(text: string, start: number, end: number): boolean {
  let i = start;
  while (i < end) {
    if (text[i] === ' ' || text[i] === '\t') i++;
    else {
      const next = continuationEnd(text, i);
      if (next === undefined) return false;
      i = next;
    }
  }
  return true;
}

function skipBlanks(text: string, start: number): number {
  let i = start;
  while (text[i] === ' ' || text[i] === '\t') i++;
  return i;
}

function blanksBefore(text: string, end: number): number {
  let i = end;
  while (i > 0 && (text[i - 1] === ' ' || text[i - 1] === '\t')) i--;
  return i;
}
