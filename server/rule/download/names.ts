import { parseAddress } from '../../facts/address';
import type { Word } from '../../facts/command';
import { remoteName, type DownloadFact } from '../../facts/download';

const genericNames =
  /^(install|installer|setup|get|script|index|download|bootstrap|init|run|main|raw|latest|config|bash|sh|gpg|key|keys|pubkey|signing-key|Release)?(\.(sh|bash|py|pl|rb|js|ps1|ya?ml|html?|asc|gpg|key))?$/i;
const archiveEnd = /\.(tar\.(gz|xz|bz2|zst)|t[gxb]z|tbz2|zip|gz|xz|bz2)$/;

/** A name for a file that an address is saved under, plain enough to need no quotes: `kubescape-install.sh`. */
export function fileNameOf({ url }: DownloadFact, extension: string): string {
  return nameOfAddress(url, extension);
}

/** The same for an address that no download has. */
export function nameOfAddress(url: Word, extension: string): string {
  const name = remoteName(url.value);
  const end = archiveEnd.exec(name)?.[0] ?? extension;
  const label = labelOf(url);
  if (!/^[\w.+-]+$/.test(name) || name === parseAddress(url.value).host) {
    const start = /^[A-Za-z][A-Za-z0-9]*/.exec(name)?.[0];
    const isTelling = start !== undefined && !genericNames.test(start) && /[$<{]/.test(name);
    const stem = isTelling ? start : label;
    const what = archiveEnd.test(end) ? 'download' : 'install';
    if (stem === undefined) return what + end;
    return archiveEnd.test(end) ? stem + end : `${stem}-install${end}`;
  }
  if (genericNames.test(name)) {
    const stem = name.replace(/\.\w+$/, '');
    const full = [...(label === undefined ? [] : [label]), stem === '' ? 'install' : stem].join('-');
    return full + (/\.\w+$/.exec(name)?.[0] ?? end);
  }
  return name.includes('.') ? name : name + end;
}

/** What an address is about, in one word: its repository, or the telling part of its host. */
function labelOf(url: Word): string | undefined {
  const { host, path } = parseAddress(url.value);
  if (/^((raw|gist)\.githubusercontent|github|gitlab|raw\.github)\.com$/.test(host ?? '')) {
    const [owner, repository] = path.split('/').filter((part) => part !== '');
    // `Homebrew/install` says more about itself by its owner.
    const name = repository === undefined || genericNames.test(repository) ? owner : repository;
    return name !== undefined && /^[\w.-]+$/.test(name) ? name.toLowerCase() : undefined;
  }
  const labels = (host ?? '').split('.').slice(0, -1);
  const telling = labels.find((part) => !isServiceName(part)) ?? labels.at(-1);
  return telling !== undefined && /^[\w-]+$/.test(telling) ? telling : undefined;
}

function isServiceName(label: string): boolean {
  return /^(www|get|install|installer|sh|run|raw|dl|download|downloads|deb|rpm|apt|test|cdn|static|scripts?|files|releases|packages|pkgs|repo|keys|githubusercontent)$/.test(
    label,
  );
}

/** The variable that holds a file's sum: `kubescape-install.sh` gives `KUBESCAPE_INSTALL_SHA256`. */
export function sumVariableOf(file: string): string {
  const stem = file
    .replace(/^.*\//, '')
    .replace(archiveEnd, '')
    .replace(/\.(sh|bash|py|pl|rb|js|ps1|ya?ml|asc|gpg|deb|rpm|pkg)$/, '')
    .replace(/\$\([^()]*\)|\$\{[^{}]*\}|\$\w+/g, '');
  return variableOf(stem, 'SHA256');
}

/** A variable's name made of words: `golangci-lint` and `VERSION` give `GOLANGCI_LINT_VERSION`. */
export function variableOf(stem: string, what: string): string {
  const name = stem
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toUpperCase();
  if (name === '') return `DOWNLOAD_${what}`;
  return `${/^\d/.test(name) ? 'FILE_' : ''}${name}_${what}`;
}
