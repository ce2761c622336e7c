import type { Release } from '../../facts/publisher';
import type { FixContext } from '../rule';
import { asWord } from './curl';
import { layoutOf } from './layout';
import { sumVariableOf } from './names';

/** A step that ends with success only if a file is the one that was meant. */
export interface Verification {
  readonly steps: readonly string[];
  /** Pieces of the steps that the user supplies. */
  readonly stops: readonly string[];
}

/** How this document's system compares sums: BusyBox knows `-c` and no long options. */
export function compareCommand({ region, document }: FixContext, program = 'sha256sum'): string {
  const isBusyBox = document
    .all('command')
    .some(({ fact, region: own }) => own === region && fact.program === 'apk');
  return isBusyBox ? `${program} -c` : `${program} --check --strict`;
}

/** One line of sums, printed. Text that stands between quotes itself (`sh -c '…'`, a YAML scalar) makes do without `'`. */
function sumLine(context: FixContext, sum: string, file: string): string {
  if (layoutOf(context) !== 'line') return `printf '%s  %s\\n' "${sum}" ${file}`;
  return `echo "${sum}  ${file.replace(/^"(.*)"$/, '$1')}"`;
}

/**
 * Compares a file with a sum that the user sets: unset, the command ends before it is compared with
 * nothing, and the shell that it is typed into lives on.
 *
 * `file` is as the command line has it, quotes and all; `what` says in words what it is.
 */
export function verifyByOwnSum(context: FixContext, file: string, what: string): Verification {
  const sum = `\${${sumVariableOf(file.replace(/"/g, ''))}:?set the sha256 of the ${what}}`;
  return { steps: [`${sumLine(context, sum, file)} | ${compareCommand(context)}`], stops: [sum] };
}

/**
 * Fetches what the publisher publishes beside the release, and compares the file with it.
 *
 * `folder` is the release's address with its last `/`, `asset` the file's name there, `version` and
 * `number` (the version without `v`) as a shell's text between double quotes; `file` is where it was saved.
 * `fetcher` is the command that saves an address under its own name.
 */
export function verifyByPublisher(
  context: FixContext,
  { publisher }: Pick<Release, 'publisher'>,
  parts: {
    readonly folder: string;
    readonly asset: string;
    readonly version: string;
    readonly file: string;
    readonly fetcher: string;
    /** What computes the sums: `sha512sum` where the list is one of those. */
    readonly program?: string;
  },
): Verification {
  const { folder, asset, version, file, fetcher, program } = parts;
  const sums = publisher.sums
    .replace('{asset}', asset)
    .replace('{version}', version)
    .replace('{number}', publisher.hasV ? withoutV(version) : version);
  const sumsFile = asWord(sums.replace(/^.*\//, ''));
  const fetch = `${fetcher} ${asWord(folder + sums)}`;
  const compare = compareCommand(context, program);
  const isInside = layoutOf(context) === 'line';
  const line = asset.includes('$') || isInside ? `"[ */]${asset}\\$"` : `'[ */]${asset}$'`;
  const firstField = isInside ? 'cut -d" " -f1' : "cut -d' ' -f1";
  const byHash = (hash: string, by = compare): string => `${sumLine(context, `$(${hash})`, file)} | ${by}`;
  switch (publisher.format) {
    case 'list':
      return asWord(asset) === file
        ? { steps: [fetch, `grep ${line} ${sumsFile} | ${compare}`], stops: [] }
        : { steps: [fetch, byHash(`grep ${line} ${sumsFile} | ${firstField}`)], stops: [] };
    case 'prefixed':
      return { steps: [fetch, byHash(`grep ${line} ${sumsFile} | ${firstField}`)], stops: [] };
    case 'single':
      return {
        steps: [
          fetch,
          byHash(isInside ? `${firstField} ${sumsFile}` : `awk '{ print $1; exit }' ${sumsFile}`),
        ],
        stops: [],
      };
    case 'bsd': {
      const own = `grep -F "SHA512 (${asset})" ${sumsFile}`;
      const by = compareCommand(context, 'sha512sum');
      // `SHA512 (name) = hash`: under another name only the hash is of use.
      const fourthField = firstField.replace('-f1', '-f4');
      const step = asWord(asset) === file ? `${own} | ${by}` : byHash(`${own} | ${fourthField}`, by);
      return { steps: [fetch, step], stops: [] };
    }
    case 'pgp':
      return { steps: [fetch, `gpg --verify ${sumsFile} ${file}`], stops: [] };
    case 'attestation': {
      const repository = /github\.com\/([^/]+\/[^/]+)\//.exec(publisher.folders[0] ?? '')?.[1] ?? '';
      return { steps: [`gh attestation verify ${file} --repo ${repository}`], stops: [] };
    }
  }
}

/** `v1.2.3` without its `v`; of a variable the shell takes it off. */
export function withoutV(version: string): string {
  const name = /^\$\{?(\w+)\}?$/.exec(version)?.[1];
  if (name !== undefined) return `\${${name}#v}`;
  return version.startsWith('v') ? version.slice(1) : version;
}
