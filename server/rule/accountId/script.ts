import type { CommandFact, ShellAssignment, Word } from '../../facts/command';
import type { RegionOf } from '../../regions/region';
import { contains, type Range } from '../../text/range';
import { insert, replace, type FixEdit } from '../fix';
import type { FixContext } from '../rule';
import type { AccountPlace } from './index';

const query = '$(aws sts get-caller-identity --query Account --output text)';
const defaultName = 'AWS_ACCOUNT_ID';

/**
 * A script that asks once whose account it runs in: where it sets a variable to the id, that variable is set to the
 * answer; else one is set in front of the first statement. The other places read the variable.
 *
 * Undefined where a place cannot hold an expansion: single quotes, a quoted heredoc, a file that the script writes.
 */
export function scriptEdits(
  places: readonly AccountPlace[],
  region: RegionOf<'shell'>,
  { document }: FixContext,
): readonly FixEdit[] | undefined {
  if (places.some((place) => place.region !== region)) return undefined;
  const commands = document
    .all('command')
    .filter((placed) => placed.region === region)
    .map(({ fact }) => fact);
  const ranges = places.map(({ fact }) => fact.range);
  const definition = definitionIn(commands, ranges);
  const name = definition?.assignment.name ?? defaultName;
  const head = definition === undefined ? headEdits(commands, region.text) : definitionEdits(definition);
  if (head === undefined) return undefined;
  const quoted = new Set<Word>();
  const edits = [...head];
  for (const range of ranges) {
    if (definition !== undefined && contains(definition.assignment.range, range)) continue;
    const edit = placeEdits(range, name, commands, region, quoted);
    if (edit === undefined) return undefined;
    edits.push(...edit);
  }
  return edits;
}

interface Definition {
  readonly command: CommandFact;
  readonly assignment: ShellAssignment;
}

/** `ACCOUNT_ID=314159265358`, before all other places. */
function definitionIn(commands: readonly CommandFact[], ranges: readonly Range[]): Definition | undefined {
  const [first] = ranges;
  for (const command of commands) {
    for (const assignment of [...command.assignments, ...command.declarations]) {
      const { value } = assignment;
      if (first === undefined || value === undefined || !contains(value.range, first)) continue;
      const isWhole = /^\d{12}$/.test(value.value) && command.isTopLevel && command.parent === undefined;
      return isWhole ? { command, assignment } : undefined;
    }
  }
  return undefined;
}

/** `export X="$(…)"` would hide that the command failed (ShellCheck SC2155), so that takes two lines. */
function definitionEdits({ command, assignment }: Definition): readonly FixEdit[] | undefined {
  const { name, value } = assignment;
  if (value === undefined) return undefined;
  if (command.program === '') return [replace(value.range, `"${query}"`)];
  const isExport = command.program === 'export' && command.args.length === 1;
  return isExport ? [replace(command.range, `${name}="${query}"\nexport ${name}`)] : undefined;
}

/** The variable may be set already; then nobody sets it again. */
function headEdits(commands: readonly CommandFact[], text: string): readonly FixEdit[] | undefined {
  const setting = commands
    .flatMap((command) => [...command.assignments, ...command.declarations])
    .find((assignment) => assignment.name === defaultName);
  if (setting !== undefined)
    return setting.value?.value.includes('get-caller-identity') === true ? [] : undefined;
  const at = firstStatement(text);
  return at === undefined ? undefined : [insert(at, `${defaultName}="${query}"\n`)];
}

/** Start of the first line that is no comment and does not set up the shell. */
function firstStatement(text: string): number | undefined {
  for (let start = 0; start < text.length;) {
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end < 0 ? text.length : end);
    if (!/^\s*(?:#|$)|^(?:set|shopt|umask|source|\.)\s/.test(line)) return start;
    if (end < 0) return undefined;
    start = end + 1;
  }
  return undefined;
}

function placeEdits(
  range: Range,
  name: string,
  commands: readonly CommandFact[],
  region: RegionOf<'shell'>,
  quoted: Set<Word>,
): readonly FixEdit[] | undefined {
  const expansion = replace(range, `\${${name}}`);
  if (region.comments.some((comment) => contains(comment.range, range))) return [expansion];
  const heredoc = region.tree.heredocs.find((placed) => contains(placed.heredoc.body, range))?.heredoc;
  if (heredoc !== undefined) return heredoc.isQuoted ? undefined : [expansion];
  const command = innermost(commands, range);
  if (command === undefined || !command.isEditable) return undefined;
  const value = [...command.assignments, ...command.declarations].find(
    (assignment) => assignment.value !== undefined && contains(assignment.value.range, range),
  )?.value;
  const word = value ?? wordsOf(command).find((other) => contains(other.range, range));
  if (word === undefined) return undefined;
  const quote = quoteAt(word.text, range.start - word.range.start);
  if (quote === "'") return undefined;
  // The value of an assignment is not split.
  if (quote === '"' || value !== undefined) return [expansion];
  if (/["'\\$`*?[\]{}~]/.test(word.text)) return [replace(range, `"\${${name}}"`)];
  if (quoted.has(word)) return [expansion];
  quoted.add(word);
  const open = word.range.start + (/^[\w-]+=/.exec(word.text)?.[0].length ?? 0);
  if (open === range.start && range.end === word.range.end) return [replace(range, `"\${${name}}"`)];
  return [
    ...(open === range.start ? [replace(range, `"\${${name}}`)] : [insert(open, '"'), expansion]),
    insert(word.range.end, '"'),
  ];
}

function wordsOf(command: CommandFact): readonly Word[] {
  const targets = command.redirects.flatMap(({ target }) => target ?? []);
  return [...command.args, ...targets, ...(command.programWord === undefined ? [] : [command.programWord])];
}

function innermost(commands: readonly CommandFact[], range: Range): CommandFact | undefined {
  let found: CommandFact | undefined;
  for (const command of commands) {
    const isIn = contains(command.range, range);
    if (isIn && (found === undefined || contains(found.range, command.range))) found = command;
  }
  return found;
}

/** The quote that is open at an offset of a word. */
function quoteAt(text: string, offset: number): string {
  let open = '';
  for (let i = 0; i < offset; i++) {
    const c = text.charAt(i);
    if (c === '\\' && open !== "'") i++;
    else if (c === open) open = '';
    else if (open === '' && (c === '"' || c === "'")) open = c;
  }
  return open;
}
