import type { CommandFact, Word } from '../../facts/command';
import type { DownloadFact } from '../../facts/download';
import { findFlag } from '../../facts/flags';
import { isOneSubstitution, isOutput, type Intake } from '../../facts/intake';
import { slice, type Range } from '../../text/range';
import { insert, replace } from '../fix';
import type { FixContext } from '../rule';
import { editedText } from './curl';
import { fileNameOf } from './names';

/** A download and what takes it in, as two commands with a file between them. */
export interface Split {
  /** What the two commands replace. */
  readonly range: Range;
  /** The file's name as one shell word. */
  readonly file: string;
  /** The command that uses the file. */
  readonly use: string;
  /** True where the use must happen in the shell itself (`source`). */
  readonly runsHere: boolean;
  /** True behind `||`, where both commands must be one. */
  readonly isAlternative: boolean;
}

/** What the file is, in words for people. */
export const whatIs: { readonly [K in Intake['kind']]: string } = {
  interpreter: 'script you have read',
  archive: 'archive',
  program: 'program',
  key: 'key',
  manifest: 'manifest you have read',
};

/**
 * Splits `curl … | bash`, `bash <(curl …)` and their kin into a file and a command that uses it.
 *
 * `file` is the name to save under, or undefined for one made from the address. Undefined where the text
 * has a shape that a rewrite could get wrong.
 */
export function splitIntake(
  { region }: Pick<FixContext, 'region'>,
  download: DownloadFact,
  intake: Intake,
  file: string | undefined,
): Split | undefined {
  const { command } = download;
  const { text } = region;
  const user = intake.command;
  if (!command.isEditable || !user.isEditable || command.pipedFrom !== undefined) return undefined;
  if (command.range.end > text.length || isNegated(text, command)) return undefined;
  const name = file ?? teeFile(command, user) ?? fileNameOf(download, extensionOf(intake));
  if (intake.via !== 'pipe') return splitSubstitution(text, command, intake, name);
  const range = { start: command.range.start, end: user.range.end };
  const isAlternative = command.joinedBy === '||';
  const between = filtersBetween(command, user);
  const [first] = between;
  if (first !== undefined) {
    // Filters read the file instead of the pipe, and what was behind them stays there.
    const behind = slice(text, { start: first.range.end, end: user.range.end });
    const use = `${slice(text, first.range)} < ${name}${behind}`;
    return { range, file: name, use, runsHere: false, isAlternative };
  }
  const use = useOfFile(text, user, intake, name);
  return use === undefined ? undefined : { range, file: name, use, runsHere: false, isAlternative };
}

/** `! a | b`: steps chained by `&&` would mean something else there. */
function isNegated(text: string, { pipelineRange }: CommandFact): boolean {
  return (
    /(^|\s)(!|time)\s*$/.test(text.slice(Math.max(0, pipelineRange.start - 6), pipelineRange.start)) ||
    text[pipelineRange.start] === '!'
  );
}

function filtersBetween(command: CommandFact, user: CommandFact): readonly CommandFact[] {
  const filters: CommandFact[] = [];
  for (let next = command.pipedTo; next !== undefined && next !== user; next = next.pipedTo) {
    if (next.program !== 'tee') filters.push(next);
  }
  // The last of the filters is the user itself where its redirection makes the program: `gunzip > /usr/bin/x`.
  return filters;
}

/** `| tee install.sh | bash` already has a name for the file. */
function teeFile(command: CommandFact, user: CommandFact): string | undefined {
  const tee = command.pipedTo;
  return tee !== undefined && tee !== user && tee.program === 'tee' ? tee.operands[0]?.text : undefined;
}

function extensionOf({ kind, command }: Intake): string {
  if (kind === 'archive') return archiveExtension(command);
  if (kind === 'manifest') return '.yaml';
  if (kind === 'key') return '.asc';
  if (kind === 'program') return '';
  const extensions: readonly (readonly [RegExp, string])[] = [
    [/^python/, '.py'],
    [/^perl$/, '.pl'],
    [/^ruby$/, '.rb'],
    [/^node/, '.js'],
    [/^php$/, '.php'],
    [/^(pwsh|powershell|iex|invoke-expression)$/i, '.ps1'],
  ];
  return extensions.find(([program]) => program.test(command.program))?.[1] ?? '.sh';
}

function archiveExtension({ flags, args }: CommandFact): string {
  const letters = flags.map((flag) => flag.name).join('') + (args[0]?.value ?? '');
  if (/-J|--xz|^[A-Za-z]*J/.test(letters)) return '.tar.xz';
  if (/-j|--bzip2|^[A-Za-z]*j/.test(letters)) return '.tar.bz2';
  return /z/.test(letters) ? '.tar.gz' : '.tar';
}

/** The command that read standard input, as one that uses a file. */
function useOfFile(text: string, user: CommandFact, intake: Intake, file: string): string | undefined {
  switch (intake.kind) {
    case 'interpreter':
      return runText(text, user, user.args, file);
    case 'archive':
      return unpackText(text, user, file);
    case 'manifest': {
      const value = user.flags.find(
        (flag) => flag.value?.value === '-' || flag.value?.value === '/dev/stdin',
      )?.value;
      return value === undefined ? undefined : editedText(text, user.range, [replace(value.range, file)]);
    }
    case 'program': {
      const redirect = user.redirects.find(isOutput);
      if (redirect?.target !== undefined && intake.via === 'pipe' && user.pipedFrom === undefined) {
        // The download itself wrote the program: `curl … > /usr/local/bin/x`.
        return `${user.runsAsRoot ? 'sudo ' : ''}install -m 0755 ${file} ${redirect.target.text}`;
      }
      if (user.program !== 'tee') {
        // A filter that writes the program (`gunzip > /usr/local/bin/x`) reads the file instead.
        return redirect && editedText(text, user.range, [insert(redirect.range.start, `< ${file} `)]);
      }
      const [target] = user.operands;
      if (target === undefined) return undefined;
      const root = slice(text, {
        start: user.range.start,
        end: user.programWord?.range.start ?? user.range.start,
      });
      return `${root}install -m 0755 ${file} ${target.text}`;
    }
    case 'key':
      return undefined;
  }
}

/** `sudo bash -s -- a b` as `sudo bash FILE a b`: wrappers, environment, options and arguments stay. */
function runText(text: string, user: CommandFact, args: readonly Word[], file: string): string | undefined {
  const { programWord, program, range } = user;
  if (programWord === undefined || /^(iex|invoke-expression|source|\.)$/i.test(program)) return undefined;
  const options: string[] = [];
  let rest = args;
  for (;;) {
    const [word] = rest;
    if (word === undefined || !/^[-+]/.test(word.text)) break;
    rest = rest.slice(1);
    if (word.text === '--' || word.text === '-') break;
    const kept = /^-[a-z]*s[a-z]*$/.test(word.text) ? word.text.replace('s', '') : word.text;
    if (kept !== '-') options.push(kept);
    const [value] = rest;
    // `-euo pipefail`: the last letter of a bundle may take the next word.
    if (/^[-+][A-Za-z]*[oO]$/.test(word.text) && value !== undefined) {
      options.push(value.text);
      rest = rest.slice(1);
    }
  }
  if (rest[0]?.value === '/dev/stdin') rest = rest.slice(1);
  const head = slice(text, { start: range.start, end: programWord.range.end });
  const [first] = rest;
  // From the first argument on everything is taken over as written, redirections included.
  const redirect = user.redirects[0]?.range.start;
  const from = Math.min(first?.range.start ?? Infinity, redirect ?? Infinity);
  const tail = Number.isFinite(from) ? [text.slice(from, range.end)] : [];
  return [head, ...options, file, ...tail].join(' ');
}

/** `tar xz -C dir` as `tar xzf FILE -C dir`. */
function unpackText(text: string, user: CommandFact, file: string): string | undefined {
  const given = findFlag(user, '-f', '--file')?.value;
  if (given !== undefined) {
    // `-xf-` has its value right behind the letter, where a name would be hard to read.
    const isAttached = !/\s/.test(text[given.range.start - 1] ?? ' ') && text[given.range.start - 1] !== '=';
    return editedText(text, user.range, [replace(given.range, isAttached ? ` ${file}` : file)]);
  }
  const [first] = user.args;
  const letters = user.flags.find((flag) => flag.name === '-x')?.word ?? first;
  if (letters === undefined) return undefined;
  // `xzf -` of old: the file is the next word.
  const old = user.operands.find((word) => word.value === '-');
  if (/^[A-Za-z]*f[A-Za-z]*$/.test(letters.text) && old !== undefined) {
    return editedText(text, user.range, [replace(old.range, file)]);
  }
  if (/^-?[A-Za-z]*x[A-Za-z]*$/.test(letters.text)) {
    const bundle = letters.text.replace(/^-/, '');
    // Letters that take a value come last in a bundle, so the file's goes in front of it.
    if (/[CfTXbI]/.test(bundle)) {
      const place = user.programWord?.range.end;
      if (place === undefined || !letters.text.startsWith('-')) return undefined;
      return editedText(text, user.range, [insert(place, ` -f ${file}`)]);
    }
    return editedText(text, user.range, [insert(letters.range.end, `f ${file}`)]);
  }
  const word = user.programWord;
  return word === undefined
    ? undefined
    : editedText(text, user.range, [insert(word.range.end, ` --file=${file}`)]);
}

function splitSubstitution(
  text: string,
  command: CommandFact,
  { command: user, kind }: Intake,
  file: string,
): Split | undefined {
  const holder = user.args.find(
    (word) => word.range.start <= command.range.start && command.range.end <= word.range.end,
  );
  if (holder === undefined || !isOneSubstitution(holder) || command.pipedTo !== undefined) return undefined;
  const inner = holder.value.replace(/^(\$\(|<\(|`)\s*/, '').replace(/\s*[)`]$/, '');
  if (inner !== slice(text, command.range)) return undefined;
  const { program, programWord, range } = user;
  if (programWord === undefined || isNegated(text, user) || user.pipedFrom !== undefined) return undefined;
  const isAlternative = user.joinedBy === '||';
  if (kind === 'manifest') {
    const use = editedText(text, range, [replace(holder.range, file)]);
    return { range, file, use, runsHere: false, isAlternative };
  }
  if (/^(eval|source|\.)$/.test(program)) {
    // A group of commands would be a subshell's.
    if (isAlternative) return undefined;
    if (user.args.length > (program === 'eval' ? 1 : Infinity)) return undefined;
    const head = slice(text, { start: range.start, end: programWord.range.start });
    const behind = text.slice(holder.range.end, range.end);
    return {
      range,
      file,
      use: `${head}${program === 'source' ? 'source' : '.'} ./${file}${behind}`,
      runsHere: true,
      isAlternative,
    };
  }
  const index = user.args.indexOf(holder);
  const flag = user.flags.find((other) => other.value?.range.start === holder.range.start);
  if (flag !== undefined && flag.word.text !== flag.name) return undefined;
  // Behind the text of `-c` stands the name `$0` first, which a file brings along.
  const before = user.args.slice(0, index).filter((word) => word !== flag?.word);
  const after = user.args.slice(index + (flag === undefined ? 1 : 2));
  const head = slice(text, { start: range.start, end: programWord.range.end });
  const from = Math.min(after[0]?.range.start ?? Infinity, behindStart(user, holder));
  const tail = Number.isFinite(from) ? [text.slice(from, range.end)] : [];
  return {
    range,
    file,
    use: [head, ...before.map((word) => word.text), file, ...tail].join(' '),
    runsHere: false,
    isAlternative,
  };
}

function behindStart({ redirects }: CommandFact, holder: Word): number {
  return redirects.find((redirect) => redirect.range.start >= holder.range.end)?.range.start ?? Infinity;
}
