import type { CommandFact } from '../../facts/command';
import type { Region } from '../../regions/region';
import { insert, replace, withStops, type FixEdit } from '../fix';
import type { FixContext } from '../rule';
import { indentAt, layoutOf, setsErrexit } from './layout';
import type { Verification } from './verify';

/**
 * Puts a verification before the first use of a file, so that this use and those behind it run only after
 * it succeeded.
 *
 * `uses` are the commands that use the file, in order, the first of them in `region`. In a document the
 * statements from the check to the last use there are chained by `&&`; in a script the check ends the
 * script. Undefined where the text between them is more than a list of commands.
 */
export function guardEdits(
  context: FixContext,
  region: Region,
  uses: readonly CommandFact[],
  { steps, stops }: Verification,
): readonly FixEdit[] | undefined {
  const [first] = uses;
  if (first === undefined || !isPlain(first) || first.joinedBy === '||') return undefined;
  const own: FixContext = { ...context, region };
  const start = first.pipelineRange.start;
  const indent = indentAt(region.text, start);
  const layout = layoutOf(own);
  const put = (text: string): FixEdit => ({ ...withStops(insert(start, text), ...stops), region });
  if (first.joinedBy === '&&' && layout !== 'line' && layout !== 'transcript') {
    return [put(`${steps.join(` &&\n${indent}  `)} &&\n${indent}  `)];
  }
  if (layout === 'line') return [put(`${steps.join(' && ')} && `)];
  if (layout === 'transcript') {
    // A heredoc or a second command on the line leaves no place for a prompt.
    const isOwnLine = first.joinedBy === undefined || first.joinedBy === 'newline';
    const fetches = isOwnLine
      ? steps.slice(0, -1).map((step) => `${step}\n`)
      : steps.slice(0, -1).map((step) => `${step} && `);
    return [put(`${fetches.join('')}${steps.at(-1) ?? ''} && `)];
  }
  if (layout === 'script') {
    const isStopped = setsErrexit(region, context.document);
    const lines = isStopped ? steps.join(`\n${indent}`) : `${steps.join(` &&\n${indent}  `)} || exit 1`;
    return [put(`${lines}\n${indent}`)];
  }
  const chain = chainEdits(own, uses);
  if (chain === undefined) return undefined;
  return [put(`${steps.join(` &&\n${indent}  `)} &&\n${indent}  `), ...chain];
}

function isPlain(command: CommandFact): boolean {
  return command.isEditable && !command.isCondition && command.parent === undefined;
}

/** Joins the statements from the first to the last of the commands by `&&`; undefined where they are no plain list. */
export function chainEdits(
  { region, document }: FixContext,
  commands: readonly CommandFact[],
): readonly FixEdit[] | undefined {
  const [first] = commands;
  if (first === undefined) return [];
  const end = Math.max(...commands.map((command) => command.range.start));
  const list = document
    .all('command')
    .filter(({ region: own, fact }) => own === region && fact.parent === undefined)
    .map(({ fact }) => fact)
    .filter(({ range }) => range.start >= first.pipelineRange.start && range.start <= end);
  const edits: FixEdit[] = [];
  let previous = first;
  for (const next of list) {
    if (!isPlain(next) || next.isTopLevel !== first.isTopLevel) return undefined;
    if (next.pipelineRange.start === previous.pipelineRange.start) continue;
    const joint = jointEdits(region, previous, next);
    if (joint === undefined) return undefined;
    edits.push(...joint);
    previous = next;
  }
  return edits;
}

function jointEdits(
  region: Region,
  previous: CommandFact,
  next: CommandFact,
): readonly FixEdit[] | undefined {
  const start = previous.pipelineRange.end;
  const between = region.text.slice(start, next.pipelineRange.start);
  if (next.joinedBy === '&&') return [];
  // A heredoc's body stands between the two, and its first line needs what we would add behind it.
  if (previous.redirects.some((redirect) => redirect.heredoc !== undefined)) return undefined;
  if (next.joinedBy === ';') {
    const at = between.indexOf(';');
    return at < 0 ? undefined : [{ ...replace({ start: start + at, end: start + at + 1 }, ' &&'), region }];
  }
  if (next.joinedBy !== 'newline' || !/^(\s|#[^\n]*(\n|$))*$/.test(between)) return undefined;
  return [
    { ...insert(start, ' &&'), region },
    { ...insert(next.pipelineRange.start, '  '), region },
  ];
}
