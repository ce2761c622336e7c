import type { Range } from '../../text/range';
import { scanShell, type Opener, type Scan } from './scan';
import { applyMasks, letters, type Mask } from './template';

/** A script whose quotes and substitutions all close, and what was masked to get there. */
export interface Repaired {
  /** As long as the script that came in. */
  readonly source: string;
  readonly scan: Scan;
  readonly damaged: readonly (Range & { readonly message: string })[];
  /** Nesting that goes too deep: masked too, each with the rest of its line. */
  readonly tooDeep: readonly Range[];
}

/** How many openers are tried before the rest is left to the parser. */
const maxRounds = 20;
/** Each round reads the whole text, so long texts get fewer. */
const roundBudget = 6_000_000;

/**
 * Masks quotes and substitutions that never close, so that one of them does not swallow the rest.
 *
 * Bash reads an open quote to the end of the file; whoever wrote it did not mean that. So the opener that
 * is most likely the stray one is masked together with the rest of its line, and the script is read again.
 */
export function repairShell(text: string): Repaired {
  const damaged: (Range & { message: string })[] = [];
  let source = text;
  let scan = scanShell(source);
  const { tooDeep } = scan;
  if (tooDeep.length > 0) {
    source = applyMasks(
      source,
      tooDeep.map(({ start, end }) => ({ start, filler: letters(end - start) })),
    );
    scan = scanShell(source);
  }
  const rounds = Math.min(maxRounds, Math.max(2, Math.floor(roundBudget / Math.max(1, text.length))));
  for (let round = 0; round < rounds; round++) {
    const culprit = findCulprit(source, scan);
    if (culprit === undefined) break;
    const mask = maskOf(source, culprit);
    damaged.push({
      start: mask.start,
      end: mask.start + mask.filler.length,
      message: `unclosed ${culprit.what}`,
    });
    source = applyMasks(source, [mask]);
    scan = scanShell(source);
  }
  return { source, scan, damaged, tooDeep };
}

/**
 * The opener to blame. An open quote shows at the text's end, but the stray one may be far above: from
 * there on each quote closes what it should open. So the first quoted string that spans lines and has a
 * word's character where none belongs is the culprit.
 */
function findCulprit(text: string, scan: Scan): Opener | undefined {
  const apostrophe = scan.longQuotes.find(
    (q) => isInsideWord(text, q.start) && isInsideWord(text, q.end - 1),
  );
  if (apostrophe !== undefined) return { start: apostrophe.start, what: 'single quote' };
  const open = scan.unclosed.find((o) => o.what.endsWith('quote')) ?? scan.unclosed[0];
  if (open === undefined || !open.what.endsWith('quote')) return open;
  for (const [index, quote] of scan.longQuotes.entries()) {
    const what = text[quote.start] === '"' ? 'double quote' : 'single quote';
    if (isWordCharacter(text[quote.end])) return { start: quote.start, what };
    if (isWordCharacter(text[quote.start - 1])) {
      const before = scan.longQuotes[index - 1];
      return { start: (before ?? quote).start, what };
    }
  }
  return open;
}

/** `it's`: a letter on both sides of a single quote. */
function isInsideWord(text: string, at: number): boolean {
  return text[at] === "'" && isLetter(text[at - 1]) && isLetter(text[at + 1]);
}

function isLetter(c: string | undefined): boolean {
  return c !== undefined && /[A-Za-z]/.test(c);
}

function isWordCharacter(c: string | undefined): boolean {
  return c !== undefined && /[A-Za-z0-9_./"']/.test(c);
}

function maskOf(text: string, { start }: Opener): Mask {
  if (isInsideWord(text, start)) return { start, filler: letters(1) };
  const lineEnd = text.indexOf('\n', start);
  let end = lineEnd < 0 ? text.length : lineEnd;
  // The line's continuation stays, so that the lines behind it remain part of the command.
  if (text[end - 1] === '\\' && end - 1 > start) {
    end--;
    while (end - 1 > start && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--;
  }
  return { start, filler: letters(end - start) };
}
