import type { CommandFact, Redirect, Word } from './command';

/**
 * A command that takes in what another one fetches while it arrives.
 *
 * `interpreter` runs it, `archive` unpacks it, `program` writes it where programs are found, `key` trusts
 * it as a signing key, `manifest` applies it to a cluster.
 */
export interface Intake {
  readonly kind: 'interpreter' | 'archive' | 'program' | 'key' | 'manifest';
  readonly command: CommandFact;
  readonly via: 'pipe' | 'substitution' | 'process' | 'backticks';
}

/** What takes in the output of `command`, anywhere down its pipeline or around its substitution. */
export function intakeOf(command: CommandFact): Intake | undefined {
  const { parent } = command;
  let last = command;
  for (let next = command.pipedTo; next !== undefined; next = next.pipedTo) {
    const kind = kindOfReader(next);
    if (kind !== undefined) return { kind, command: next, via: 'pipe' };
    last = next;
  }
  if (writesProgram(last)) return { kind: 'program', command: last, via: 'pipe' };
  if (parent === undefined || last.redirects.some(isOutput)) return undefined;
  if (runsItsText(parent.command, command)) {
    return { kind: 'interpreter', command: parent.command, via: parent.via };
  }
  return appliesText(parent.command, command)
    ? { kind: 'manifest', command: parent.command, via: parent.via }
    : undefined;
}

/** The file that a pipeline of mere filters ends in: `> file`, `| tee file`, `| gunzip > file`. */
export function landingOf(command: CommandFact): Word | undefined {
  for (let next: CommandFact | undefined = command; next !== undefined; next = next.pipedTo) {
    if (next !== command && !isFilter(next.program)) return undefined;
    const target = next.redirects.find(isOutput)?.target;
    if (next.program === 'tee' && next.operands[0] !== undefined) return next.operands[0];
    if (target !== undefined && target.value !== '/dev/null') return target;
  }
  return undefined;
}

/** True for `> file` and its kin; not for `2> file`, `2>&1`. */
export function isOutput({ operator, descriptor }: Redirect): boolean {
  return /^(>|>>|>\||&>|&>>)$/.test(operator) && (descriptor === undefined || descriptor === 1);
}

function isFilter(program: string): boolean {
  return /^(tee|gunzip|gzip|zcat|unxz|xz|xzcat|bunzip2|bzcat|zstd|zstdcat|base64|sed|tr|cat|envsubst)$/.test(
    program,
  );
}

function kindOfReader(command: CommandFact): Intake['kind'] | undefined {
  const { program } = command;
  if (readsProgram(command)) return 'interpreter';
  if (unpacksInput(command)) return 'archive';
  if (program === 'apt-key' && command.operands[0]?.value === 'add') return 'key';
  if (program === 'gpg' && command.flags.some((flag) => flag.name === '--dearmor')) return 'key';
  if (program === 'rpm' && command.flags.some((flag) => flag.name === '--import')) return 'key';
  if (program === 'tee' && command.pipedTo === undefined && command.operands.some(isInProgramFolder)) {
    return 'program';
  }
  return appliesInput(command) ? 'manifest' : undefined;
}

const shells = /^(ba|z|da|k|a|mk|fi)?sh$/;
const scripting = /^(python[\d.]*|perl|ruby|node|nodejs|php|pwsh|powershell|lua|Rscript)$/;

/** True for a program that runs a script given to it. */
export function isInterpreter(program: string): boolean {
  return shells.test(program) || scripting.test(program);
}

/** True when the command runs what it reads: `bash`, `sudo sh -s -- x`, `python3 -`; not `python3 -c …`. */
function readsProgram(command: CommandFact): boolean {
  const { program, flags, operands } = command;
  if (/^(iex|invoke-expression)$/i.test(program)) return true;
  const first = operands[0]?.value;
  if (program === 'source' || program === '.') return first === '/dev/stdin';
  // The shell's own words decide, as the letters of `-s` and `-c` mean other things to other programs.
  const names = flags.map((flag) => flag.name);
  if (shells.test(program)) {
    if (names.includes('-c')) return false;
    return first === undefined || first === '-' || first === '/dev/stdin' || names.includes('-s');
  }
  if (!scripting.test(program)) return false;
  if (names.some((name) => /^-(c|m|e|p|n|r|i|l|a|V|v|ne|pe)$|^--(eval|print|version)$/.test(name)))
    return false;
  return first === undefined || first === '-' || first === '/dev/stdin';
}

function unpacksInput({ program, args, flags, operands }: CommandFact): boolean {
  if (program === 'cpio') return flags.some((flag) => /^-i|--extract/.test(flag.name));
  if (program !== 'tar' && program !== 'bsdtar' && program !== 'gtar') return false;
  // `tar xzf FILE`: the letters of old, whose values are the words behind them.
  const first = args[0]?.value ?? '';
  const letters = /^[A-Za-z]+$/.test(first) ? first : '';
  const has = (letter: string, ...names: readonly string[]): boolean =>
    letters.includes(letter) || flags.some(({ name }) => name === `-${letter}` || names.includes(name));
  if (!has('x', '--extract', '--get') || has('O', '--to-stdout')) return false;
  const given = flags.find(({ name }) => name === '-f' || name === '--file')?.value;
  const file = given ?? (letters.includes('f') ? operands[1] : undefined);
  return file === undefined || file.value === '-' || file.value === '/dev/stdin';
}

function appliesInput(command: CommandFact): boolean {
  return manifestsOf(command).some(({ value }) => /^(-|\/dev\/stdin)$/.test(value));
}

/** `kubectl apply -f <(curl …)`. */
function appliesText(outer: CommandFact, inner: CommandFact): boolean {
  return manifestsOf(outer).some(
    (word) => word.value.startsWith('<(') && holds(word, inner) && isOneSubstitution(word),
  );
}

/** The files that the command makes objects of a cluster from; none where it only tries. */
function manifestsOf({ program, operands, flags }: CommandFact): readonly Word[] {
  if (program !== 'kubectl' && program !== 'oc') return [];
  if (!operands.some((word) => /^(apply|create|replace)$/.test(word.value))) return [];
  if (flags.some((flag) => flag.name === '--dry-run' && flag.value?.value !== 'none')) return [];
  return flags.flatMap(({ name, value }) =>
    /^(-f|--filename)$/.test(name) && value !== undefined ? [value] : [],
  );
}

function writesProgram(command: CommandFact): boolean {
  return command.redirects.some(
    (redirect) => isOutput(redirect) && redirect.target !== undefined && isInProgramFolder(redirect.target),
  );
}

/** True for a path in a folder whose files are run by name: `/usr/local/bin/x`, `~/.local/bin`, `"$HOME/bin/x"`. */
export function isInProgramFolder(word: Word): boolean {
  return /(^|\/)s?bin(\/|$)/.test(word.value) || /(^|\/)(cron\.\w+|init\.d|profile\.d)\//.test(word.value);
}

/** True when `outer` runs the text that `inner` prints: `bash -c "$(curl …)"`, `bash <(curl …)`, `eval`, `source`. */
function runsItsText(outer: CommandFact, inner: CommandFact): boolean {
  const { program } = outer;
  const isFed = outer.redirects.some(
    ({ operator, target }) => /^(<|<<<)$/.test(operator) && target !== undefined && holds(target, inner),
  );
  if (isFed) return readsProgram(outer);
  const holder = outer.args.find((word) => holds(word, inner));
  if (holder === undefined || !isOneSubstitution(holder)) return false;
  if (program === 'eval') return true;
  const isFirst = outer.operands[0]?.range.start === holder.range.start;
  if (program === 'source' || program === '.') return isFirst;
  if (!isInterpreter(program)) return /^(iex|invoke-expression)$/i.test(program);
  const text = outer.flags.find(({ value }) => value?.range.start === holder.range.start);
  if (text !== undefined) return /^(-c|-e|--eval|--command|-Command)$/.test(text.name);
  // Without `-c` the word is a file's name: a process substitution is one, a command's output is not.
  return isFirst && holder.value.startsWith('<(');
}

function holds(word: Word, inner: CommandFact): boolean {
  return word.range.start <= inner.range.start && inner.range.end <= word.range.end;
}

/** True when the word, quotes aside, is one substitution and nothing else. */
export function isOneSubstitution(word: Word): boolean {
  const { value } = word;
  if (!/^(\$\(|`|<\()/.test(value) || !/[)`]$/.test(value)) return false;
  const outermost = word.expansions[0];
  return outermost !== undefined && outermost.range.end - outermost.range.start >= value.length;
}
