import { parseAddress } from '../../facts/address';
import { remoteName, type DownloadFact } from '../../facts/download';

const genericNames =
  /^(install|installer|setup|get|script|index|download|bootstrap|init|run|main|raw|latest|config)?(\.(sh|bash|py|pl|rb|js|ps1|ya?ml|html?))?$/i;
const archiveEnd = /\.(tar\.(gz|xz|bz2|zst)|t[gxb]z|tbz2|zip|gz|xz|bz2)$/;

/** A name for a file that an address is saved under, plain enough to need no quotes: `kubescape-install.sh`. */
export function fileNameOf(download: DownloadFact, extension: string): string {
  const name = remoteName(download.url.value);
  const end = archiveEnd.exec(name)?.[0] ?? extension;
  const label = labelOf(download);
  if (!/^[\w.+-]+$/.test(name) || name === parseAddress(download.url.value).host) {
    const start = /^[A-Za-z][A-Za-z0-9]*/.exec(name)?.[0];
    const isTelling = start !== undefined && !genericNames.test(start) && /[$<{]/.test(name);
    return `${isTelling ? start : label}${archiveEnd.test(end) ? '' : '-install'}${end}`;
  }
  if (genericNames.test(name)) {
    const stem = name.replace(/\.\w+$/, '');
    return [label, stem === '' ? 'install' : stem].join('-') + (/\.\w+$/.exec(name)?.[0] ?? end);
  }
  return name.includes('.') ? name : name + end;
}

/** What an address is about, in one word: its repository, or the telling part of its host. */
function labelOf({ url }: DownloadFact): string {
  const { host, path } = parseAddress(url.value);
  const parts = path.split('/').filter((part) => part !== '');
  const repository = /^((raw|gist)\.githubusercontent|github|gitlab|raw\.github)\.com$/.test(host ?? '')
    ? parts[1]
    : undefined;
  if (repository !== undefined && /^[\w.-]+$/.test(repository)) return repository.toLowerCase();
  const labels = (host ?? '').split('.').slice(0, -1);
  const telling = labels.find((part) => !isServiceName(part)) ?? labels.at(-1);
  return telling !== undefined && /^[\w-]+$/.test(telling) ? telling : 'downloaded';
}

function isServiceName(label: string): boolean {
  return /^(www|get|install|installer|sh|run|raw|dl|download|downloads|deb|rpm|apt|test|cdn|static|scripts?|files|githubusercontent)$/.test(
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
