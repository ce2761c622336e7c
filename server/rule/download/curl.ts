import type { CommandFact, Flag, Word } from '../../facts/command';
import type { DownloadFact } from '../../facts/download';
import { findFlag, hasFlag } from '../../facts/flags';
import { isOutput } from '../../facts/intake';
import { applyEdits } from '../../text/edit';
import { shift, slice, type Range } from '../../text/range';
import { insert, replace, type FixEdit } from '../fix';

/**
 * Makes a `curl` fail on an error page instead of saving it: `-sL` becomes `-fsSL`.
 *
 * `-S` comes along with `-s`, or the failure would be silent. Long options stay long. Empty where the
 * command already fails.
 */
export function failOnErrorEdits({ command, failsOnError }: DownloadFact): readonly FixEdit[] {
  const { programWord, flags } = command;
  if (failsOnError || programWord === undefined) return [];
  const quiet = findFlag(command, '-s', '--silent');
  const loud = quiet === undefined || hasFlag(command, '-S', '--show-error') ? undefined : quiet;
  const bundle = flags.find(takesLetter)?.word;
  if (bundle !== undefined) {
    const start = bundle.range.start + 1;
    return [insert(start, 'f'), ...showErrorEdits(loud)];
  }
  const isLong = flags.length > 0 && flags.every((flag) => flag.name.startsWith('--'));
  return [insert(programWord.range.end, isLong ? ' --fail' : ' -f'), ...showErrorEdits(loud)];
}

/** True for a flag in whose word one more letter reads well: `-sL`, `-Lo`; not `-o`, `-H`, `-u`. */
function takesLetter(flag: Flag): boolean {
  // `-o` alone is better left with its value: `curl -f URL -o file`.
  return /^-[sSLOJkg#]$/.test(flag.name) && flag.word.text.startsWith(flag.word.text.slice(0, 2));
}

function showErrorEdits(quiet: Flag | undefined): readonly FixEdit[] {
  if (quiet === undefined) return [];
  if (quiet.name === '--silent') return [insert(quiet.word.range.end, ' --show-error')];
  const at = quiet.word.text.indexOf('s');
  return at < 0 ? [] : [insert(quiet.word.range.start + at + 1, 'S')];
}

/** The text of a command as it would read with the edits, which lie in it. */
export function editedText(text: string, range: Range, edits: readonly FixEdit[]): string {
  return applyEdits(
    slice(text, range),
    edits.map((edit) => ({ ...edit, range: shift(edit.range, -range.start) })),
  );
}

/**
 * The command that prints what it fetched, as one that saves it under a name and fails on an error.
 *
 * `from` puts another address in place of the command's own; both it and `file` are shell words.
 */
export function savingText(text: string, download: DownloadFact, file: string, from?: string): string {
  const { command, url } = download;
  const edits = [...saveEdits(download, file), ...failOnErrorEdits(download)];
  if (from !== undefined) edits.push(replace(url.range, from));
  // A redirection of errors (`2>/dev/null`) stays; one into the file is what the flag replaces.
  const range = { start: command.range.start, end: Math.max(url.range.end, lastWordEnd(command)) };
  return editedText(text, range, edits);
}

function lastWordEnd({ args, redirects }: CommandFact): number {
  const kept = redirects.filter((redirect) => !isOutput(redirect));
  return Math.max(0, ...args.map((word) => word.range.end), ...kept.map((redirect) => redirect.range.end));
}

function saveEdits({ command, tool, url }: DownloadFact, file: string): readonly FixEdit[] {
  const letter = tool === 'wget' ? '-O' : '-o';
  const flag = findFlag(command, letter, tool === 'wget' ? '--output-document' : '--output');
  if (flag === undefined) return [insert(url.range.start, `${letter} ${file} `)];
  if (flag.value === undefined) return [insert(flag.word.range.end, ` ${file}`)];
  // `-qO-` has its value right behind the letter, where a name would be hard to read.
  const isAttached = flag.value.range.end <= flag.word.range.end && !flag.name.startsWith('--');
  return [replace(flag.value.range, isAttached ? ` ${file}` : file)];
}

/** How a second file is fetched the way the first one was: by the same program, under its own name. */
export function fetcherLike({ tool }: DownloadFact): string {
  return tool === 'wget' ? 'wget -q' : 'curl -fsSLO';
}

/** True when nothing but the usual quiet options are set, so that `curl -fsSLO` says the same. */
export function isPlainCurl({ tool, command }: DownloadFact): boolean {
  const usual = /^(-[sSLfO#]|--(silent|show-error|location|fail|progress-bar|remote-name))$/;
  return tool === 'curl' && command.flags.every((flag) => usual.test(flag.name));
}

/** The word without the quotes around the whole of it; undefined where it is put together of several pieces. */
export function unquoted(word: Word): string | undefined {
  const { text } = word;
  const inner = /^"([^"]*)"$/.exec(text)?.[1] ?? /^'([^']*)'$/.exec(text)?.[1];
  if (inner !== undefined) return text.startsWith("'") && /[$`\\]/.test(inner) ? undefined : inner;
  return /["']/.test(text.replace(/\$\([^()]*\)/g, '')) ? undefined : text;
}

/** The text as one word of a shell, in double quotes where it holds anything that would be split or expanded. */
export function asWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `"${text}"`;
}
