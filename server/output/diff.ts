import { createTwoFilesPatch, diffLines } from 'diff';
import type { Analysis } from '../engine/analyze';
import { concealed, concealRanges, secretConcealer } from '../engine/conceal';
import { applyEdits, type TextEdit } from '../text/edit';
import { lineEnd, linesOf, toLineAndCharacter } from '../text/lines';

/** A unified diff of a document before and after fixing, every secret in it concealed. */
export function formatDiff(file: string, before: Analysis, after: Analysis): string {
  // What a fix takes out of one place may still stand in another, so both sides know the secrets of the first.
  const repeated = secretConcealer(before.input.text, before.secrets);
  const conceal = ({ input, secrets }: Analysis): string =>
    repeated(concealRanges(input.text, { start: 0, end: input.text.length }, secrets));
  return createTwoFilesPatch(
    `a/${file}`,
    `b/${file}`,
    conceal(before),
    conceal(after),
    undefined,
    undefined,
    {
      context: 3,
    },
  ).replace(/^=+\n/, '');
}

/** Stands for one character of a secret; in no text that people write. */
const mask = '\uE000';
const masks = /\uE000+/g;

/** Shorter values are words that stand everywhere; hiding them would hide nothing. */
function isTelling(value: string): boolean {
  return value.trim().length >= 4;
}

/** Lines of a change that a reader takes in at a glance; what is longer has a preview of its own. */
const glance = 12;

/**
 * What edits change, line by line, each with `+`, `-` or a space in front, every secret in it concealed. Lines between
 * the changes are shown while they are few. Ends with `…` where there is more than a glance can take in.
 */
export function formatChange({ input, secrets }: Analysis, edits: readonly TextEdit[]): string {
  const { text } = input;
  const lines = linesOf(text);
  const first = Math.min(...edits.map(({ range }) => toLineAndCharacter(lines, range.start).line));
  const last = Math.max(...edits.map(({ range }) => toLineAndCharacter(lines, range.end).line));
  const window = { start: lines.starts[first] ?? 0, end: lineEnd(lines, last) };
  const inWindow = edits.map((edit) => ({
    ...edit,
    range: { start: edit.range.start - window.start, end: edit.range.end - window.start },
  }));
  // Of equal length, so that the edits still fit; a fix may also write a secret somewhere else.
  const masked = secrets.ranges.reduce(
    (now, range) => {
      const start = Math.max(range.start, window.start) - window.start;
      const end = Math.min(range.end, window.end) - window.start;
      return start < end ? now.slice(0, start) + mask.repeat(end - start) + now.slice(end) : now;
    },
    text.slice(window.start, window.end),
  );
  const repeated = secretConcealer(text, secrets);
  const values = secrets.ranges.map(({ start, end }) => text.slice(start, end)).filter(isTelling);
  const conceal = (line: string): string =>
    repeated(values.reduce((now, value) => now.replaceAll(value, concealed), line)).replace(masks, concealed);
  const before = conceal(masked);
  const after = conceal(applyEdits(masked, inWindow));
  const shown = diffLines(before, after).flatMap(({ value, added, removed }) => {
    const mark = added ? '+' : removed ? '-' : ' ';
    const own = value.replace(/\r?\n$/, '').split(/\r?\n/);
    if (mark === ' ' && own.length > 3) return [`  ${own[0] ?? ''}`, '  …', `  ${own.at(-1) ?? ''}`];
    return own.map((line) => `${mark} ${line}`);
  });
  return [...shown.slice(0, glance), ...(shown.length > glance ? ['  …'] : [])].join('\n');
}
