import type { CommandFact } from '../../facts/command';
import { hasFlag } from '../../facts/flags';
import type { Region } from '../../regions/region';
import type { FixContext } from '../rule';

/** Steps of which each runs only if the one before it succeeded. */
export interface Steps {
  /** Assignments of the steps' own, each a line. */
  readonly setup: readonly string[];
  readonly steps: readonly string[];
  /** How many of the last steps use what the one before them has verified; one if nothing else is said. */
  readonly uses?: number;
  /** True when the last step changes the shell it runs in (`source`), so no subshell may hold it. */
  readonly runsHere?: boolean;
  /** True behind `||`, where the steps must be one command. */
  readonly isAlternative?: boolean;
  /** True where nothing looks at the exit status, so that a script would go on after a failure. */
  readonly isUnwatched?: boolean;
}

/**
 * How steps must be chained where they are written.
 *
 * `document`: people paste it, so the options of their shell stay as they are, and a failure ends the
 * command, not the terminal. `script`: a failure must fail the script, also under `set -e`, which looks
 * away inside `a && b`; a subshell's status it sees. `transcript`: each line has a prompt, so a list does not go
 * on below it. `line`: the text must stay one line.
 */
export type Layout = 'document' | 'script' | 'transcript' | 'line';

export function layoutOf({ region, document }: FixContext): Layout {
  const { carrier, inDocument } = region.context;
  if (carrier === 'scalar' || carrier === 'quotedCommand' || carrier === 'inlineCode') return 'line';
  if (carrier === 'transcript') return 'transcript';
  const isPasted = inDocument && (carrier === 'fence' || carrier === 'indentedCode');
  if (!isPasted || region.text.startsWith('#!')) return 'script';
  return setsErrexit(region, document) ? 'script' : 'document';
}

/** True when the shell stops at the first failure: `set -e`, or a workflow's step. */
export function setsErrexit(region: Region, document: FixContext['document']): boolean {
  const isStep = region.context.carrier === 'blockScalar' && region.context.template === 'actions';
  return (
    isStep ||
    document
      .all('command')
      .some(({ fact, region: own }) => own === region && fact.program === 'set' && isErrexit(fact))
  );
}

function isErrexit(command: CommandFact): boolean {
  return hasFlag(command, '-e') || command.args.some((word) => word.value === 'errexit');
}

/** The steps as text that stands at `offset` of the region; its first line gets no indentation. */
export function layOut(
  { setup, steps, uses = 1, runsHere, isAlternative, isUnwatched }: Steps,
  context: FixContext,
  offset: number,
): string {
  const layout = layoutOf(context);
  const indent = indentAt(context.region.text, offset);
  const isGroup = setup.length > 0 || isAlternative === true;
  if (layout === 'transcript' && !isGroup && isLineStart(context.region.text, offset)) {
    // What is only fetched does no harm, so it may have a prompt of its own.
    const chained = steps.slice(-uses - 1).join(' && ');
    return [...steps.slice(0, -uses - 1), chained].join('\n');
  }
  if (layout === 'line' || layout === 'transcript') {
    const chain = [...setup, ...steps].join(' && ');
    return isGroup ? ` ( ${chain} )`.slice(context.region.text[offset - 1] === '(' ? 0 : 1) : chain;
  }
  if (runsHere === true && !isGroup && layout === 'script') {
    const last = steps.at(-1) ?? '';
    return `${steps.slice(0, -1).join(` &&\n${indent}  `)} || exit 1\n${indent}${last}`;
  }
  if (!isGroup && (layout === 'document' || runsHere === true)) {
    return steps.join(` &&\n${indent}  `);
  }
  const lines = [...setup, steps.join(` &&\n${indent}    `)].map((line) => `${indent}  ${line}`);
  const goesOn =
    isUnwatched === true && layout === 'script' && !setsErrexit(context.region, context.document);
  // `$((` would begin an arithmetic expansion (POSIX.1-2024, XCU 2.6.3).
  const gap = context.region.text[offset - 1] === '(' ? ' ' : '';
  return `${gap}(\n${lines.join('\n')}\n${indent})${goesOn && gap === '' ? ' || exit 1' : ''}`;
}

/** True where the exit status of a command's list is looked at by nobody but `set -e`. */
export function isUnwatched({ joins, isCondition }: CommandFact): boolean {
  return !isCondition && joins !== '&&' && joins !== '||' && joins !== '&';
}

/** True where nothing but blanks stands before the offset on its line. */
function isLineStart(text: string, offset: number): boolean {
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset).trim() === '';
}

/** The blanks at the start of the line that `offset` is on. */
export function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  let end = start;
  while (end < offset && (text[end] === ' ' || text[end] === '\t')) end++;
  return text.slice(start, end);
}
