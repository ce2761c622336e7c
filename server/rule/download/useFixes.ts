import type { FileStory } from '../../facts/fileStory';
import { folderAt, type Release } from '../../facts/publisher';
import { insert, replace, review, withStops, type Fix, type FixEdit } from '../fix';
import type { FixContext } from '../rule';
import { asWord, fetcherLike } from './curl';
import { guardEdits } from './guard';
import { intakeTitles, sumsTitle } from './intakeFixes';
import { indentAt, layoutOf, type Layout } from './layout';
import { releaseOfDownload, versionElsewhere, versionVariables, type KnownVersion } from './release';
import { verifyByOwnSum, verifyByPublisher, type Verification } from './verify';

/** Titles of the fixes, for a rule's meta. */
export const useTitles = {
  own: 'Verify the file before it is used',
  sums: intakeTitles.sums,
  sumsAtKnown: intakeTitles.sumsAtKnown,
  signature: intakeTitles.signature,
} as const;

/** Ways to verify a downloaded file before its first use, the best one first. */
export function useFixes(context: FixContext, story: FileStory): readonly Fix[] {
  const { download, uses } = story;
  const [first] = uses;
  const file = first?.fact.file?.text;
  // What is right for one system's file would refuse the other's.
  if (first === undefined || file === undefined || story.isAlternative) return [];
  const commands = uses.filter(({ region }) => region === first.region).map(({ fact }) => fact.command);
  const guarded = (verification: Verification): readonly FixEdit[] | undefined =>
    guardEdits(context, first.region, commands, verification);
  const release = releaseOfDownload(download.fact);
  const ways = release === undefined ? [] : versionsOf(context, story, release);
  const fixes = ways.flatMap((given) => {
    if (release === undefined) return [];
    const pinned = pinEdits(context, story, release, given);
    const version = pinned?.version ?? release.version?.text ?? '';
    const verification = verifyByPublisher(context, release, {
      folder: folderAt(release, version),
      asset: release.asset,
      version,
      file,
      fetcher: fetcherLike(download.fact),
    });
    const edits = guarded(verification);
    if (edits === undefined) return [];
    return [review(sumsTitle(release.publisher, given), [...(pinned?.edits ?? []), ...edits])];
  });
  if (fixes.length > 0) return fixes;
  const edits = guarded(verifyByOwnSum(context, file, first.fact.kind === 'unpacked' ? 'archive' : 'file'));
  return edits === undefined
    ? []
    : [
        review(
          useTitles.own,
          edits,
          'Look at what you downloaded once, then set its sha256; until then the command refuses to go on',
        ),
      ];
}

function versionsOf(
  context: FixContext,
  { download }: FileStory,
  release: Release,
): readonly (KnownVersion | undefined)[] {
  if (!release.isLatest) return [undefined];
  const known = versionElsewhere(
    { ...context, region: download.region },
    release.publisher,
    download.fact.command,
  );
  return known === undefined ? [undefined] : [known, undefined];
}

/** A script ends where a value is missing, and so does a prompt's line; a pasted line must not go on to the download. */
const joints: { readonly [L in Layout]: string } = {
  document: ' &&\n  ',
  script: '\n',
  transcript: '\n',
  line: ' && ',
};

/** Puts a version in place of `latest`, in the address of the download. */
function pinEdits(
  context: FixContext,
  { download }: FileStory,
  release: Release,
  given: KnownVersion | undefined,
): { readonly version: string; readonly edits: readonly FixEdit[] } | undefined {
  if (!release.isLatest) return undefined;
  const { fact, region } = download;
  const [name = 'VERSION'] = versionVariables(release.publisher);
  const version = given?.text ?? `\${${name}}`;
  const address = asWord(folderAt(release, version) + release.asset);
  const edits: FixEdit[] = [{ ...replace(fact.url.range, address), region }];
  if (given === undefined) {
    const start = fact.command.statementRange.start;
    const stop = `\${${name}:?set the release to install}`;
    const indent = indentAt(region.text, start);
    const line = `${name}="${stop}"${joints[layoutOf({ ...context, region })].replaceAll('\n', `\n${indent}`)}`;
    edits.unshift({ ...withStops(insert(start, line), stop), region });
  }
  return { version, edits };
}
