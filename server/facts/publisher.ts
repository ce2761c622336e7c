import data from '../data/checksums.json';

/** Where the publisher of a tool puts its releases and their checksums; data/checksums.json says more. */
export interface Publisher {
  readonly tool: string;
  readonly folders: readonly string[];
  readonly sums: string;
  readonly format: 'list' | 'prefixed' | 'single' | 'bsd' | 'pgp' | 'attestation';
  readonly asset: string;
  /** True where a version is written with a leading `v`. */
  readonly hasV: boolean;
  readonly scripts: readonly string[];
  /** The program inside the archive; undefined where the asset is the program. */
  readonly member: string | undefined;
  /** Where its install script puts the program, or unpacks the archive (`.`); undefined for a folder of the system. */
  readonly into: string | undefined;
  /** Variables that hold its version, the one of its own install script first; none for `TOOL_VERSION`. */
  readonly variables: readonly string[];
  /** What stands between the release's folder and the asset; '' for most. */
  readonly path: string;
  /** True where the asset is an installer, to be run with what its script was told. */
  readonly isRun: boolean;
}

/** An address taken apart by the publisher it belongs to; each part as written. */
export interface Release {
  readonly publisher: Publisher;
  /** Up to and with the last `/`. */
  readonly folder: string;
  /** The part of the folder that is the version, or `latest`; undefined where the folder has none. */
  readonly version: { readonly text: string; readonly start: number; readonly end: number } | undefined;
  /** What stands before a version put in place of that part: `download/` where it is `latest/download`. */
  readonly versionPrefix: string;
  readonly isLatest: boolean;
  readonly asset: string;
}

const publishers: readonly Publisher[] = data.tools.map((tool) => ({
  ...tool,
  format: tool.format as Publisher['format'],
  scripts: tool.scripts ?? [],
  member: tool.member,
  into: tool.into,
  variables: tool.variables ?? [],
  path: tool.path ?? '',
  isRun: tool.isRun ?? false,
}));

/** What is known about the release that an address points into, or undefined for an address of nobody we know. */
export function releaseOf(url: string): Release | undefined {
  let found: Release | undefined;
  for (const publisher of publishers) {
    for (const folder of publisher.folders) {
      const release = releaseIn(url, publisher, folder);
      if (release === undefined || isSumsFile(release)) continue;
      // Two may share their releases, as istio and istioctl do.
      if (release.asset.startsWith(publisher.asset.replace(/\{.*$/, ''))) return release;
      found ??= release;
    }
  }
  return found;
}

function releaseIn(url: string, publisher: Publisher, template: string): Release | undefined {
  const [before = '', after] = template.split('{version}');
  const cut = template.indexOf('download/');
  const latest = `${template.slice(0, cut)}latest/download/`;
  if (template.startsWith('https://github.com/') && url.startsWith(latest)) {
    const version = { start: cut, end: latest.length - 1 };
    return release(publisher, url, version, before.slice(cut));
  }
  if (!url.startsWith(before)) return undefined;
  if (after === undefined) return release(publisher, url, undefined, undefined);
  const end = partEnd(url, before.length);
  if (end <= before.length || !url.startsWith(after, end)) return undefined;
  const isLatest = url.slice(before.length, end) === 'latest';
  return release(publisher, url, { start: before.length, end }, isLatest ? '' : undefined);
}

function release(
  publisher: Publisher,
  url: string,
  version: { readonly start: number; readonly end: number } | undefined,
  latestPrefix: string | undefined,
): Release | undefined {
  let assetStart = version?.end ?? url.indexOf('/', 8);
  for (let next = assetStart; next < url.length; next = partEnd(url, next + 1)) assetStart = next + 1;
  const asset = url.slice(assetStart);
  if (asset === '' || /[?#]/.test(asset)) return undefined;
  return {
    publisher,
    folder: url.slice(0, assetStart),
    version: version && { ...version, text: url.slice(version.start, version.end) },
    versionPrefix: latestPrefix ?? '',
    isLatest: latestPrefix !== undefined,
    asset,
  };
}

/** The release's folder with another version in it, as text between double quotes. */
export function folderAt({ folder, version, versionPrefix }: Release, other: string): string {
  if (version === undefined) return folder;
  return folder.slice(0, version.start) + versionPrefix + other + folder.slice(version.end);
}

/** Where the part of a path that begins at `start` ends; a `/` inside `$(…)`, `${…}` or backticks is none of the path. */
function partEnd(url: string, start: number): number {
  let depth = 0;
  let isInBackticks = false;
  for (let i = start; i < url.length; i++) {
    const c = url[i];
    if (c === '`') isInBackticks = !isInBackticks;
    else if (isInBackticks) continue;
    else if (c === '(' || c === '{') depth++;
    else if (c === ')' || c === '}') depth--;
    else if (c === '/' && depth <= 0) return i;
  }
  return url.length;
}

function isSumsFile({ asset, publisher }: Release): boolean {
  return (
    /\.(sha256|sha256sum|sha512|sig|asc|pem|cert|sbom|json|txt)$/.test(asset) ||
    (publisher.sums !== '' && asset === publisher.sums)
  );
}

/** The publisher whose install script stands at the address, whatever branch, tag or commit it is read from. */
export function publisherOfScript(url: string): Publisher | undefined {
  const plain = url
    .replace(/[?#].*$/s, '')
    .replace('/refs/heads/', '/')
    .replace('/refs/tags/', '/');
  return publishers.find((publisher) =>
    publisher.scripts.some((script) => {
      const [before = '', after] = script.split('{ref}');
      if (after === undefined) return plain === script || plain === script.replace('https://', '');
      if (!plain.startsWith(before) || !plain.endsWith(after)) return false;
      const ref = plain.slice(before.length, plain.length - after.length);
      return ref !== '' && !ref.includes('/');
    }),
  );
}

/** The publisher with that name of a tool. */
export function publisherOf(tool: string): Publisher | undefined {
  return publishers.find((publisher) => publisher.tool === tool);
}
