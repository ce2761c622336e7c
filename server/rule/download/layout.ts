import type { CommandFact } from '../../facts/command';
import { hasFlag } from '../../facts/flags';
import type { Region } from '../../regions/region';
import type { FixContext } from '../rule';

/** Steps of which each runs only if the one before it succeeded. */
export interface Steps {
  /** Assignments of the steps' own, each a line. */
  readonly setup: readonly string[];
  readonly steps: readonly string[];
  /** True when the last step changes the shell it runs in (`source`), so no subshell may hold it. */
  readonly runsHere?: boolean;
  /** True where nothing looks at the exit status, so that a script would go on after a failure. */
  readonly isUnwatched?: boolean;
}

/**
 * How steps must be chained where they are written.
 *
 * `document`: people paste it, so the options of their shell stay as they are, and a failure ends the
 * command, not the terminal. `script`: a failure must fail the script, also under `set -e`, which looks
 * away inside `a && b`; a subshell's status it sees. `line`: the text must stay one line.
 */
export type Layout = 'document' | 'script' | 'line';

export function layoutOf({ region, document }: FixContext): Layout {
  const { carrier, inDocument, fenceLanguage } = region.context;
  if (carrier === 'scalar' || carrier === 'quotedCommand') return 'line';
  // Each line of a transcript has a prompt of its own, and what has none is output.
  if (carrier === 'fence' && /^(console|terminal|(sh|shell|bash)-?session)$/.test(fenceLanguage))
    return 'line';
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
  { setup, steps, runsHere, isUnwatched }: Steps,
  context: FixContext,
  offset: number,
): string {
  const layout = layoutOf(context);
  const indent = indentAt(context.region.text, offset);
  if (layout === 'line') {
    const chain = [...setup, ...steps].join(' && ');
    return setup.length > 0 ? `( ${chain} )` : chain;
  }
  if (runsHere === true && setup.length === 0 && layout === 'script') {
    const last = steps.at(-1) ?? '';
    return `${steps.slice(0, -1).join(` &&\n${indent}  `)} || exit 1\n${indent}${last}`;
  }
  if (setup.length === 0 && (layout === 'document' || runsHere === true)) {
    return steps.join(` &&\n${indent}  `);
  }
  const lines = [...setup, steps.join(` &&\n${indent}    `)].map((line) => `${indent}  ${line}`);
  const goesOn =
    isUnwatched === true && layout === 'script' && !setsErrexit(context.region, context.document);
  return `(\n${lines.join('\n')}\n${indent})${goesOn ? ' || exit 1' : ''}`;
}

/** True where the exit status of a command's list is looked at by nobody but `set -e`. */
export function isUnwatched({ joins, isCondition }: CommandFact): boolean {
  return !isCondition && joins !== '&&' && joins !== '||' && joins !== '&';
}

/** The blanks at the start of the line that `offset` is on. */
export function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  let end = start;
  while (end < offset && (text[end] === ' ' || text[end] === '\t')) end++;
  return text.slice(start, end);
}
