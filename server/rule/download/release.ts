import type { CommandFact } from '../../facts/command';
import { downloadsOf, type DownloadFact } from '../../facts/download';
import { folderAt, releaseOf, type Publisher, type Release } from '../../facts/publisher';
import type { FixContext } from '../rule';
import { asWord, unquoted } from './curl';
import { variableOf } from './names';
import { verifyByPublisher, withoutV } from './verify';

/** A version that some other place of the document names, as a shell's text between double quotes. */
export interface KnownVersion {
  readonly text: string;
}

/** What a plan is made for: how files are fetched, and under what name the asset is (its own when undefined). */
export interface Fetching {
  readonly fetcher: string;
  readonly file?: string;
  readonly given: KnownVersion | undefined;
}

/** How a release is fetched and verified, step by step. */
export interface ReleasePlan {
  readonly setup: readonly string[];
  /** The address of the asset and the asset's name, each as text between double quotes. */
  readonly url: string;
  readonly asset: string;
  readonly version: string;
  readonly verification: readonly string[];
  readonly stops: readonly string[];
}

/** The release that a download points into, where its word can be taken apart. */
export function releaseOfDownload({ url }: DownloadFact): Release | undefined {
  const text = unquoted(url);
  return text === undefined ? undefined : releaseOf(text);
}

/**
 * Plans fetching the asset of a release with the publisher's checksums.
 *
 * Parts that a command decides (`$(uname -s)`) are computed once and first; `latest` becomes a version,
 * the given one or one that the user sets.
 */
export function planRelease(context: FixContext, release: Release, fetching: Fetching): ReleasePlan {
  const { publisher } = release;
  const { given } = fetching;
  const isOpen = release.isLatest && given === undefined;
  const stops = isOpen ? [versionStop(publisher)] : [];
  const setup: string[] = [];
  let version = release.isLatest ? (given?.text ?? '$version') : (release.version?.text ?? '');
  if (isOpen) setup.push(`version="${versionStop(publisher)}"`);
  else if (isComputed(version)) {
    setup.push(`version="${version}"`);
    version = '$version';
  }
  let { asset } = release;
  if (isComputed(asset)) {
    setup.push(`asset="${asset}"`);
    asset = '$asset';
  }
  let folder = folderAt(release, version);
  if (setup.length > 0) {
    setup.push(`release=${asWord(folder.replace(/\/$/, ''))}`);
    folder = '$release/';
  }
  return finish(context, publisher, { setup, stops, folder, asset, version }, fetching);
}

/** Plans fetching the asset that an install script of a known publisher would have fetched, for Linux on amd64. */
export function planInstall(context: FixContext, publisher: Publisher, fetching: Fetching): ReleasePlan {
  const { given } = fetching;
  const isOpen = given === undefined;
  const stops = isOpen ? [versionStop(publisher)] : [];
  const version = isOpen ? '$version' : given.text;
  const number = publisher.hasV ? withoutV(version) : version;
  const put = (text: string): string =>
    text.replaceAll('{version}', braced(version, text)).replaceAll('{number}', number);
  const folder = (publisher.folders[0] ?? '').replace('{version}', version) + publisher.path;
  const asset = put(publisher.asset);
  const setup = [
    ...(isOpen ? [`version="${versionStop(publisher)}"`] : []),
    ...(asset.includes('$') ? [`asset="${asset}"`] : []),
    ...(isOpen ? [`release=${asWord(folder.replace(/\/$/, ''))}`] : []),
  ];
  const name = asset.includes('$') ? '$asset' : asset;
  const where = { folder: isOpen ? '$release/' : folder, asset: name, version };
  return finish(context, publisher, { setup, stops, ...where }, fetching);
}

function finish(
  context: FixContext,
  publisher: Publisher,
  plan: {
    readonly setup: readonly string[];
    readonly stops: readonly string[];
    readonly folder: string;
    readonly asset: string;
    readonly version: string;
  },
  { fetcher, file = asWord(plan.asset) }: Fetching,
): ReleasePlan {
  const { folder, asset, version } = plan;
  const { steps } = verifyByPublisher(context, { publisher }, { folder, asset, version, file, fetcher });
  return { setup: plan.setup, url: folder + asset, asset, version, verification: steps, stops: plan.stops };
}

/** The program's path inside the archive at a version. */
export function memberAt(publisher: Publisher, version: string): string | undefined {
  return publisher.member
    ?.replaceAll('{version}', version)
    .replaceAll('{number}', publisher.hasV ? withoutV(version) : version);
}

function versionStop(publisher: Publisher): string {
  return `\${${versionVariables(publisher)[0] ?? 'VERSION'}:?set the release to install}`;
}

/** The variables that a version of the tool goes by, the one to ask for first. */
export function versionVariables({ tool, variables }: Publisher): readonly string[] {
  return variables.length > 0 ? variables : [variableOf(tool.replace(/ .*/, ''), 'VERSION')];
}

function isComputed(text: string): boolean {
  return text.includes('$(') || text.includes('`');
}

/** `$version_linux` would be another variable. */
function braced(version: string, around: string): string {
  const name = /^\$(\w+)$/.exec(version)?.[1];
  return name !== undefined && /\{version\}\w/.test(around) ? `\${${name}}` : version;
}

/**
 * The version of a publisher's tool that the document names elsewhere: in a variable called like the tool
 * (`EKSCTL_VERSION=v0.230.0`), or in another address of the same publisher.
 *
 * A variable set earlier in the same region is used by its name, anything else by its value.
 */
export function versionElsewhere(
  { document, region }: FixContext,
  publisher: Publisher,
  command: CommandFact,
): KnownVersion | undefined {
  const names = versionVariables(publisher);
  let found: KnownVersion | undefined;
  for (const { fact, region: own } of document.all('command')) {
    if (fact === command) continue;
    for (const assignment of [...fact.assignments, ...fact.declarations]) {
      const value = assignment.value?.value ?? '';
      const text = versionIn(value, publisher);
      if (!names.includes(assignment.name.toUpperCase()) || text === undefined) continue;
      // In front of a program (`ISTIO_VERSION=1.28.0 sh -`) it is over with the command.
      const isLasting = fact.program === '' || fact.declarations.includes(assignment);
      const isInReach = own === region && fact.range.end <= command.range.start && isLasting;
      if (isInReach && text === value) return { text: `\${${assignment.name}}` };
      found ??= { text };
    }
    for (const download of downloadsOf(fact)) {
      const release = releaseOfDownload(download);
      const version = release?.publisher.tool === publisher.tool ? release.version?.text : undefined;
      if (version !== undefined && versionIn(version, publisher) !== undefined) found ??= { text: version };
    }
  }
  return found;
}

/** The text as a version the publisher may have, the way it writes one; undefined for any other text. */
export function versionIn(text: string, publisher: Publisher): string | undefined {
  // The tag may begin with the tool: `bun-v1.3.0`.
  const tag = `${publisher.tool}-`;
  const isTag = text.startsWith(tag) && (publisher.folders[0] ?? '').includes(`${tag}{version}`);
  const version = isTag ? text.slice(tag.length) : text;
  const start = publisher.hasV ? /^v?\d/ : /^(?:v|stable-|edge-)?\d/;
  const isVersion = start.test(version) && /\d\.\d/.test(version) && /^[\w.+-]+$/.test(version);
  return isVersion ? written(version, publisher) : undefined;
}

/** A version the way the publisher writes it in an address, where the `+` of `v1.34.1+k3s1` is escaped. */
export function written(version: string, { hasV }: Publisher): string {
  const escaped = version.replaceAll('+', '%2B');
  if (hasV) return escaped.startsWith('v') ? escaped : `v${escaped}`;
  return escaped.replace(/^v/, '');
}
