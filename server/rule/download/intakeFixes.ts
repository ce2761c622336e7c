import type { CommandFact } from '../../facts/command';
import type { DownloadFact } from '../../facts/download';
import { usesOf } from '../../facts/fileUse';
import type { Intake } from '../../facts/intake';
import { publisherOfScript, type Publisher } from '../../facts/publisher';
import { message } from '../finding';
import { insert, replace, review, withStops, type Fix, type FixEdit } from '../fix';
import type { FixContext } from '../rule';
import { asWord, fetcherLike, isPlainCurl, savingText, unquoted } from './curl';
import { splitIntake, whatIs, type Split } from './intakeFix';
import { isUnwatched, layOut, layoutOf, type Steps } from './layout';
import {
  memberAt,
  planInstall,
  planRelease,
  releaseOfDownload,
  versionElsewhere,
  versionIn,
  type KnownVersion,
} from './release';
import { verifyByOwnSum } from './verify';

/** Titles of the fixes, for a rule's meta. */
export const intakeTitles = {
  run: 'Download, verify, then run',
  unpack: 'Download, verify, then unpack',
  install: 'Download, verify, then install',
  apply: 'Download, verify, then apply',
  sums: "Verify with the publisher's checksums",
  sumsAtKnown: "Verify with the publisher's checksums, at the version used elsewhere",
  signature: "Verify with the publisher's signature",
  release: "Install the release, verified with the publisher's checksums",
} as const;

const titleOf: { readonly [K in Exclude<Intake['kind'], 'key'>]: string } = {
  interpreter: intakeTitles.run,
  archive: intakeTitles.unpack,
  program: intakeTitles.install,
  manifest: intakeTitles.apply,
};

/** The rewrites of a download that is taken in as it arrives, the best one first. */
export function intakeFixes(context: FixContext, download: DownloadFact, intake: Intake): readonly Fix[] {
  const sums = sumsFixes(context, download, intake);
  if (sums.length > 0) return sums;
  const own = ownSumFix(context, download, intake);
  const release = intake.kind === 'interpreter' ? releaseFix(context, download, intake) : undefined;
  return [...(own === undefined ? [] : [own]), ...(release === undefined ? [] : [release])];
}

function ownSumFix(context: FixContext, download: DownloadFact, intake: Intake): Fix | undefined {
  const split = intake.kind === 'key' ? undefined : splitIntake(context, download, intake, undefined);
  if (split === undefined || intake.kind === 'key') return undefined;
  const verification = verifyByOwnSum(context, split.file, whatIs[intake.kind]);
  const steps: Steps = {
    setup: [],
    steps: [savingText(context.region.text, download, split.file), ...verification.steps, split.use],
    runsHere: split.runsHere,
    isAlternative: split.isAlternative,
    isUnwatched: isUnwatched(intake.command),
  };
  return review(
    titleOf[intake.kind],
    rewrite(context, split, steps, intake, verification.stops),
    message('Read {file} once, then set its sha256; until then the command refuses to run it', {
      file: split.file,
    }),
  );
}

/** A release of a publisher we know: the checksums it publishes, at the version in the text or in the document. */
function sumsFixes(context: FixContext, download: DownloadFact, intake: Intake): readonly Fix[] {
  const release = releaseOfDownload(download);
  if (release === undefined || intake.kind === 'interpreter' || intake.kind === 'key') return [];
  const known = release.isLatest ? versionElsewhere(context, release.publisher, download.command) : undefined;
  const versions: readonly (KnownVersion | undefined)[] =
    known === undefined ? [undefined] : [known, undefined];
  return versions.flatMap((given) => {
    const plan = planRelease(context, release, { fetcher: fetcherLike(download), given });
    const split = splitIntake(context, download, intake, asWord(plan.asset));
    if (split === undefined) return [];
    const url = asWord(plan.url);
    const fetch = isPlainCurl(download)
      ? `curl -fsSLO ${url}`
      : savingText(context.region.text, download, split.file, url);
    const steps: Steps = {
      setup: plan.setup,
      steps: [fetch, ...plan.verification, split.use],
      isAlternative: split.isAlternative,
      isUnwatched: isUnwatched(intake.command),
    };
    return [review(sumsTitle(release.publisher, given), rewrite(context, split, steps, intake, plan.stops))];
  });
}

/** What a verification by the publisher's own means is called. */
export function sumsTitle({ format }: Publisher, given: KnownVersion | undefined): string {
  if (format === 'pgp' || format === 'attestation') return intakeTitles.signature;
  return given === undefined ? intakeTitles.sums : intakeTitles.sumsAtKnown;
}

/** The edits that put the steps in place of the pipeline. */
function rewrite(
  context: FixContext,
  split: Split,
  steps: Steps,
  intake: Intake,
  stops: readonly string[],
): readonly FixEdit[] {
  const text = layOut(steps, context, split.range.start);
  const follower = followerOf(context, intake.command);
  if (follower === undefined) return [withStops(replace(split.range, text), ...stops)];
  return [
    withStops(replace(split.range, `${text} &&`), ...stops),
    insert(follower.pipelineRange.start, '  '),
  ];
}

/**
 * The command on the next line that installs or runs what came of the download: pasted together with the rest
 * it must not run when the check failed.
 */
function followerOf(context: FixContext, user: CommandFact): CommandFact | undefined {
  if (layoutOf(context) !== 'document' || user.joins !== 'newline') return undefined;
  const commands = context.document.all('command').filter(({ region }) => region === context.region);
  const next = commands.find(({ fact }) => fact.range.start >= user.range.end)?.fact;
  if (next?.joinedBy !== 'newline' || !next.isTopLevel) return undefined;
  return usesOf(next).some((use) => use.mayBeUnpacked) ? next : undefined;
}

/** What a known install script would have installed, fetched without the script. */
function releaseFix(context: FixContext, download: DownloadFact, intake: Intake): Fix | undefined {
  const address = unquoted(download.url);
  const publisher = address === undefined ? undefined : publisherOfScript(address);
  if (publisher === undefined) return undefined;
  const asked = askedFor(intake.command, publisher);
  const given = asked.version ?? versionElsewhere(context, publisher, download.command);
  const plan = planInstall(context, publisher, { fetcher: fetcherLike(download), given });
  const split = splitIntake(context, download, intake, undefined);
  if (split === undefined) return undefined;
  const file = asWord(plan.asset);
  const member = memberAt(publisher, plan.version);
  const placed = publisher.isRun
    ? running(context, intake.command, split, file)
    : placing(publisher, file, member, asked.folder, intake.command.runsAsRoot);
  const steps = [`${fetcherLike(download)} ${asWord(plan.url)}`, ...plan.verification, ...placed];
  const isLast = isUnwatched(intake.command);
  return review(
    intakeTitles.release,
    rewrite(
      context,
      split,
      {
        ...{ setup: plan.setup, steps, uses: placed.length },
        ...{ isAlternative: split.isAlternative, isUnwatched: isLast },
      },
      intake,
      plan.stops,
    ),
    'The asset is the one for Linux on amd64; for another system put its name instead',
  );
}

/** The folder and version that the script was told: `-b DIR VERSION`, `DESIRED_VERSION=v3.19.2`. */
function askedFor(
  user: CommandFact,
  publisher: Publisher,
): { readonly folder?: string; readonly version?: KnownVersion } {
  const words = user.args;
  const at = words.findIndex((word) => word.text === '-b');
  const folder = at < 0 ? undefined : words[at + 1]?.text;
  const fromArgs = words.find(
    (word) => word.isStatic && versionIn(word.value, publisher) !== undefined,
  )?.value;
  const fromEnv = user.assignments.find(({ name }) => /VERSION|TAG/.test(name))?.value?.value;
  const version = versionIn(fromArgs ?? fromEnv ?? '', publisher);
  return {
    ...(folder === undefined ? {} : { folder }),
    ...(version === undefined ? {} : { version: { text: version } }),
  };
}

/** An installer, run as its script was: wrappers and variables in front of it, and the arguments behind it. */
function running(
  { region }: FixContext,
  user: CommandFact,
  { use, file: script }: Split,
  file: string,
): readonly string[] {
  const head = region.text.slice(user.range.start, user.programWord?.range.start ?? user.range.start);
  const tail = use.slice(use.indexOf(` ${script}`) + 1 + script.length);
  return [`chmod +x ${file}`, `${head}./${file}${tail}`];
}

function placing(
  publisher: Publisher,
  file: string,
  member: string | undefined,
  asked: string | undefined,
  isRoot: boolean,
): readonly string[] {
  const folder = asked ?? publisher.into;
  const program = asWord(member ?? file.replace(/"/g, ''));
  const isZip = publisher.asset.endsWith('.zip');
  const isJ = publisher.asset.endsWith('.xz') ? 'J' : 'z';
  const unpack =
    member === undefined ? [] : [isZip ? `unzip -o ${file} ${program}` : `tar -x${isJ}f ${file} ${program}`];
  if (folder === '.' && member === undefined) return [isZip ? `unzip -o ${file}` : `tar -x${isJ}f ${file}`];
  // Out of the archive the program already lies where its own script leaves it.
  if (folder === '.' && member !== undefined && !member.includes('/')) return unpack;
  const isSystem = folder === undefined || folder.startsWith('/usr/') || isRoot;
  const target = inFolder(folder ?? '/usr/local/bin', publisher.tool);
  // `-D` makes the folder where it is the installer's own.
  const create = folder !== undefined && /^(\.|\$HOME)/.test(folder) ? '-D ' : '';
  return [...unpack, `${isSystem ? 'sudo ' : ''}install ${create}-m 0755 ${program} ${target}`];
}

function inFolder(folder: string, tool: string): string {
  const plain = folder.replace(/^"(.*)"$/, '$1').replace(/\/$/, '');
  return asWord(`${plain}/${tool}`);
}
