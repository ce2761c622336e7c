/**
 * A web address as a shell word holds it: what of it can be told without running the shell.
 *
 * Follows RFC 3986 §3 for the parts; an expansion or a placeholder inside a part stays as written.
 */
export interface Address {
  /** In lower case; '' when none is written (curl then takes `http`), undefined when an expansion decides. */
  readonly scheme: string | undefined;
  /** In lower case, without user, password and port; undefined when an expansion or placeholder decides. */
  readonly host: string | undefined;
  /** From the first `/` behind the host, without query and fragment; '' for none. */
  readonly path: string;
}

/** What an expansion, a template or a placeholder begins with. */
const undecided = /[$`<>{}*[\]]|\.\.\./;

/** Takes an address apart. Linear; any text gives an address. */
export function parseAddress(value: string): Address {
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(value);
  if (scheme === null && (value === '' || undecided.test(value[0] ?? ''))) {
    return { scheme: undefined, host: undefined, path: pathOf(value) };
  }
  const rest = value.slice(scheme?.[0].length ?? 0);
  const end = rest.search(/[/?#]/);
  const authority = end < 0 ? rest : rest.slice(0, end);
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  return {
    scheme: scheme?.[1]?.toLowerCase() ?? '',
    host: undecided.test(host) || host === '' ? undefined : hostName(host),
    path: end < 0 ? '' : pathOf(rest.slice(end)),
  };
}

function hostName(host: string): string {
  // An IPv6 address stands in brackets, and those count as undecided above; a port is all that is left to drop.
  return host.replace(/:\d*$/, '').toLowerCase();
}

function pathOf(text: string): string {
  const plain = text.replace(/[?#].*$/s, '');
  const start = plain.indexOf('/');
  return start < 0 ? '' : plain.slice(start);
}

/** True for an address that stays on this machine, in this network or in this cluster. */
export function isLocalHost(host: string): boolean {
  return (
    !host.includes('.') ||
    /(^|\.)(localhost|local|internal|lan|home|svc|intranet)$/.test(host) ||
    /^(127|10|0)\.|^192\.168\.|^169\.254\.|^172\.(1[6-9]|2\d|3[01])\./.test(host)
  );
}

/** True for the names and addresses reserved for documentation (RFC 2606, RFC 6761, RFC 5737). */
export function isExampleHost(host: string): boolean {
  return (
    /(^|\.)example\.(com|net|org)$/.test(host) ||
    /\.(example|test|invalid)$/.test(host) ||
    /^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$/.test(host)
  );
}

/** True for a host given by its number: no certificate authority vouches for those. */
export function isNumericHost(host: string): boolean {
  return /^\d+\.\d+\.\d+\.\d+$/.test(host);
}

/** A name in an address that stands for something else tomorrow, and where it stands. */
export interface MovingName {
  readonly name: string;
  /** Offset of the name in the text that was asked about. */
  readonly at: number;
}

/**
 * The word that makes an address move (`main`, `latest`); undefined for a fixed one, or one that an
 * expansion decides.
 *
 * Git hosts have a place for a branch: `raw.githubusercontent.com/OWNER/REPO/BRANCH/…`,
 * `github.com/OWNER/REPO/(raw|blob|tree|archive)/BRANCH`, `…/-/raw/BRANCH/…` of GitLab,
 * `cdn.jsdelivr.net/gh/OWNER/REPO@BRANCH`, `?ref=BRANCH`. Elsewhere only `main`, `master`, `HEAD` and
 * `latest` as a whole segment are taken for one.
 */
export function movingName(value: string): MovingName | undefined {
  for (const { pattern, names } of refPlaces) {
    const match = pattern.exec(value);
    if (match === null) continue;
    const name = match[2] ?? '';
    if (!names.test(name)) return undefined;
    return { name: name.replace(archiveEnd, ''), at: (match[1] ?? '').length };
  }
  return undefined;
}

const archiveEnd = /\.(tar\.gz|tgz|zip)$/;
const branches =
  /^(refs\/heads\/.+|main|master|HEAD|latest|stable|develop|devel|dev|trunk|edge|nightly|next|gh-pages)(\.(tar\.gz|tgz|zip))?$/;

const refPlaces: readonly { readonly pattern: RegExp; readonly names: RegExp }[] = [
  { pattern: /^([^?#]*\?(?:[^#]*&)?ref=)([^&#]*)/, names: branches },
  {
    pattern: /^(https?:\/\/raw\.githubusercontent\.com\/[^/]*\/[^/]*\/)(refs\/heads\/[^/?#]*|[^/?#]*)/,
    names: branches,
  },
  {
    pattern:
      /^(https?:\/\/github\.com\/[^/]*\/[^/]*\/(?:raw|blob|tree|archive)\/)(refs\/heads\/[^/?#]*|[^/?#]*)/,
    names: branches,
  },
  { pattern: /^(https?:\/\/github\.com\/[^/]*\/[^/]*\/releases\/)([^/?#]*)/, names: /^latest$/ },
  { pattern: /^([^?#]*?\/-\/(?:raw|blob|archive)\/)([^/?#]*)/, names: branches },
  { pattern: /^(https?:\/\/cdn\.jsdelivr\.net\/gh\/[^/@]*\/[^/@]*@)([^/?#]*)/, names: branches },
  { pattern: /^([^?#]*?\/)(main|master|HEAD|latest)(?=[/?#]|$)/, names: branches },
];
