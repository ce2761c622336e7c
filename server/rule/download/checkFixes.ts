import type { CommandFact, Word } from '../../facts/command';
import { remoteName, type DownloadFact } from '../../facts/download';
import type { FileStory } from '../../facts/fileStory';
import { malformedFlag } from '../../facts/integrity';
import type { Publisher } from '../../facts/publisher';
import type { Region } from '../../regions/region';
import { slice } from '../../text/range';
import { insert, replace, review, safe, withStops, type Fix, type FixEdit } from '../fix';
import type { FixContext } from '../rule';
import { unquoted } from './curl';
import { chainEdits, guardEdits } from './guard';
import { layoutOf, setsErrexit } from './layout';
import { compareCommand, verifyByOwnSum, verifyByPublisher } from './verify';

/** Titles of the fixes, for a rule's meta. */
export const checkTitles = {
  spell: 'Write --check with two dashes',
  heed: 'Go on only if the check succeeded',
  compare: 'Compare with the published sum',
  keepFailure: 'Let a failed check fail',
  anchor: "Match only the file's own line",
  useSums: 'Compare with the downloaded sums',
  useSignature: 'Verify the downloaded signature',
} as const;

/** `-check` as the program takes it: `--check`, or `-c` where only BusyBox is at hand. */
export function spellingFixes(context: FixContext, command: CommandFact): readonly Fix[] {
  const flag = malformedFlag(command);
  if (flag === undefined || !command.isEditable) return [];
  const isShort = compareCommand(context).endsWith(' -c');
  return [safe(checkTitles.spell, [replace(flag.range, isShort ? '-c' : '--check')])];
}

/** Makes what comes behind a check depend on it: `&&` in a document, an exit in a script. */
export function heedEdits(
  context: FixContext,
  region: Region,
  check: CommandFact,
  uses: readonly CommandFact[],
): readonly FixEdit[] | undefined {
  const own: FixContext = { ...context, region };
  if (!check.isEditable || check.parent !== undefined) return undefined;
  const layout = layoutOf(own);
  if (layout === 'document') return chainEdits(own, [check, ...uses]);
  // What is typed line by line has no list to join, and `exit` would close the reader's terminal.
  if (layout !== 'script') return undefined;
  return [{ ...insert(check.pipelineRange.end, ' || exit 1'), region }];
}

export function heedFixes(
  context: FixContext,
  check: CommandFact,
  uses: readonly CommandFact[],
): readonly Fix[] {
  const edits = heedEdits(context, context.region, check, uses);
  return edits === undefined || edits.length === 0 ? [] : [review(checkTitles.heed, edits)];
}

/** `sha256sum file` as a comparison with a sum that the user sets, heeded by the uses in the same region. */
export function compareFixes(
  context: FixContext,
  check: CommandFact,
  file: Word,
  story: FileStory,
): readonly Fix[] {
  const { region } = context;
  const { pipelineRange } = check;
  const [own] = verifyByOwnSum(context, file.text, 'file').steps;
  if (own === undefined || !check.isEditable || check.parent !== undefined || check.pipedFrom !== undefined)
    return [];
  const later = story.uses
    .filter((use) => use.region === region && use.fact.command.range.start > check.range.start)
    .map((use) => use.fact.command);
  const isHeeded = setsErrexit(region, context.document) || layoutOf(context) === 'transcript';
  const heed = isHeeded ? [] : heedEdits(context, region, check, later);
  if (heed === undefined) return [];
  const stops = verifyByOwnSum(context, file.text, 'file').stops;
  return [review(checkTitles.compare, [withStops(replace(pipelineRange, own), ...stops), ...heed])];
}

/**
 * Takes `|| true` from behind a check, and makes what comes next depend on it. What is said there (`|| echo bad`) is
 * said still.
 */
export function keepFailureFixes(
  context: FixContext,
  check: CommandFact,
  excuse: CommandFact,
  uses: readonly CommandFact[],
): readonly Fix[] {
  const { region } = context;
  if (!check.isEditable) return [];
  if (!/^(true|:)$/.test(excuse.program)) return saidFixes(context, excuse, uses);
  const range = { start: check.pipelineRange.end, end: excuse.pipelineRange.end };
  const isStopped = setsErrexit(region, context.document);
  const layout = layoutOf(context);
  if (layout !== 'document') {
    const goesOn = layout === 'script' && !isStopped;
    return [review(checkTitles.keepFailure, [replace(range, goesOn ? ' || exit 1' : '')])];
  }
  const chain = uses.length === 0 ? [] : chainEdits(context, [excuse, ...uses]);
  return chain === undefined ? [] : [review(checkTitles.keepFailure, [replace(range, ''), ...chain])];
}

function saidFixes(context: FixContext, excuse: CommandFact, uses: readonly CommandFact[]): readonly Fix[] {
  const layout = layoutOf(context);
  const said = slice(context.region.text, excuse.range);
  const group = (end: string): FixEdit => replace(excuse.range, `{ ${said}; ${end}; }`);
  if (layout === 'script') return [review(checkTitles.keepFailure, [group('exit 1')])];
  const chain = layout === 'document' ? chainEdits(context, [excuse, ...uses]) : undefined;
  return chain === undefined ? [] : [review(checkTitles.keepFailure, [group('false'), ...chain])];
}

/**
 * Puts a comparison with sums, or a signature, that are downloaded and never looked at before the first use of
 * the file that they are of: the one they are named after, else one from the same folder of the server.
 */
export function unusedFixes(
  context: FixContext,
  list: FileStory,
  stories: readonly FileStory[],
): readonly Fix[] {
  const name = list.download.fact.file?.name ?? '';
  const remote = remoteName(list.download.fact.url.value);
  const isSignature = /\.(asc|sig)$/i.test(remote);
  if (/md5|sha1(?!\d)/i.test(remote) || /\.minisig$/.test(remote)) return [];
  const others = stories.filter(({ uses }) => uses.some(({ fact }) => fact.kind !== 'renamed'));
  const target =
    others.find(({ download }) => remote.startsWith(`${remoteName(download.fact.url.value)}.`)) ??
    (isSignature
      ? undefined
      : others.find(({ download }) => folderOf(download.fact) === folderOf(list.download.fact)));
  const first = target?.uses[0];
  const file = first?.fact.file?.text;
  if (target === undefined || first === undefined || file === undefined || target.isAlternative) return [];
  if (list.download.order > first.order) return [];
  const asset = remoteName(unquoted(target.download.fact.url) ?? '');
  const format = isSignature ? 'pgp' : remote.startsWith(`${asset}.`) ? 'single' : 'list';
  if (asset === '') return [];
  const { steps } = verifyByPublisher(
    context,
    { publisher: { ...nobody, sums: name, format } },
    {
      ...{ folder: '', version: '', fetcher: '', asset, file },
      ...(/sha512/i.test(remote) ? { program: 'sha512sum' } : {}),
    },
  );
  const commands = target.uses
    .filter(({ region }) => region === first.region)
    .map(({ fact }) => fact.command);
  // The first step would fetch what is here already.
  const edits = guardEdits(context, first.region, commands, { steps: steps.slice(1), stops: [] });
  return edits === undefined
    ? []
    : [review(isSignature ? checkTitles.useSignature : checkTitles.useSums, edits)];
}

/** A publisher of whom the document itself tells all there is. */
const nobody: Publisher = {
  ...{ tool: '', folders: [], sums: '', format: 'list', asset: '', hasV: false, scripts: [] },
  ...{ member: undefined, into: undefined, variables: [], path: '', isRun: false },
};

function folderOf({ url }: DownloadFact): string {
  return url.value.slice(0, url.value.length - remoteName(url.value).length);
}

/** Anchors the pattern of `grep NAME sums` between the hash (a blank, a star or a slash) and the line's end. */
export function anchorFixes(grep: CommandFact, pattern: Word): readonly Fix[] {
  // Behind -F nothing is an anchor, and behind -E or -P other characters would be.
  if (!grep.isEditable || grep.flags.some((flag) => !/^(-h|--no-filename|-s)$/.test(flag.name))) return [];
  const name = pattern.value.replace(/^[\s^.*]+/, '');
  if (!/^[\w.+$(){}-]+$/.test(name)) return [];
  const text = pattern.isStatic ? `'[ */]${name}$'` : `"[ */]${name}\\$"`;
  return [review(checkTitles.anchor, [replace(pattern.range, text)])];
}
