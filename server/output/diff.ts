import { createTwoFilesPatch } from 'diff';
import type { Analysis } from '../engine/analyze';
import { concealRanges, secretConcealer } from '../engine/conceal';

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
