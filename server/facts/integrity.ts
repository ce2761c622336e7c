import type { CommandFact, Word } from './command';
import { findFlag, hasFlag } from './flags';
import { isInterpreter, isOutput } from './intake';

/**
 * A command that checks files for being what their publisher made, or looks as if it did.
 *
 * `compared`: against a given sum or signature. `shown`: a sum is printed, and nothing compares it.
 * `malformed`: `-check`, which no program takes (it is read as `-c -h …`, and refused). `read`: a person
 * is told to look at it (`less install.sh`, `sh install.sh --dry-run`).
 */
export interface IntegrityCheck {
  readonly kind: 'compared' | 'shown' | 'malformed' | 'read';
  /** `md5`, `sha1`, `sha256`, …; `signature`, or `own` for a checker of the reader's own. */
  readonly method: string;
  readonly command: CommandFact;
  /** Words that name what is checked; empty where a list of sums does. */
  readonly files: readonly Word[];
  /** Text of a word whose last part names what is checked: `echo "$SUM  file" | sha256sum --check`. */
  readonly lines: readonly Word[];
  /** Words that name lists of sums: `sha256sum --check f.tar.gz.sha256`. */
  readonly lists: readonly Word[];
}

const sumPrograms = /^g?((md5|sha1|sha224|sha256|sha384|sha512|sha|b2|b3|ck)sum|md5|sha256|sha512)$/;

/** What the command checks, or undefined for one that checks nothing. */
export function integrityCheckOf(command: CommandFact): IntegrityCheck | undefined {
  const { program } = command;
  const signature = signatureFiles(command);
  if (signature !== undefined) {
    return { kind: 'compared', method: 'signature', command, files: signature, lines: [], lists: [] };
  }
  if (isOwnChecker(command)) return ownCheck(command);
  if (program === 'rhash') {
    const lists = hasFlag(command, '-c', '--check') ? command.operands : [];
    return lists.length === 0
      ? undefined
      : { kind: 'compared', method: 'own', command, files: [], lines: [], lists };
  }
  if (isReading(command))
    return { kind: 'read', method: 'own', command, files: command.operands, lines: [], lists: [] };
  const isOpenssl = program === 'openssl' && /^(dgst|sha\d+|md5)$/.test(command.operands[0]?.value ?? '');
  if (!isOpenssl && !sumPrograms.test(program)) return undefined;
  const files = isOpenssl ? command.operands.slice(1) : command.operands;
  const method = methodOf(command);
  if (isMalformed(command)) {
    return { kind: 'malformed', method, command, files: [], lines: linesInto(command), lists: files };
  }
  if (isOpenssl && hasFlag(command, '-verify', '-signature')) {
    return { kind: 'compared', method: 'signature', command, files, lines: [], lists: [] };
  }
  if (hasFlag(command, '-c', '--check')) {
    return { kind: 'compared', method, command, files: [], lines: linesInto(command), lists: files };
  }
  if (files.length === 0) return undefined;
  // What makes a list of sums checks nothing: `sha256sum * > SHA256SUMS`.
  if (lastOf(command).redirects.some(isOutput)) return undefined;
  return {
    kind: isComparedLater(command) ? 'compared' : 'shown',
    method,
    command,
    files,
    lines: [],
    lists: [],
  };
}

/** The check that a function or script of the reader's own makes of the files it is told. */
export function ownCheck(command: CommandFact): IntegrityCheck {
  return { kind: 'compared', method: 'own', command, files: command.operands, lines: [], lists: [] };
}

function isReading(command: CommandFact): boolean {
  const { program, pipedTo, args, redirects } = command;
  // The fingerprint of a key, for somebody or something to compare.
  if (/^gpg2?$/.test(program) && hasFlag(command, '--show-keys', '--show-key', '--with-fingerprint'))
    return true;
  if (/^(less|more|view|vi|vim|nvim|nano|emacs|bat|code|diff)$/.test(program)) return true;
  if (program === 'cat') return pipedTo === undefined && redirects.length === 0;
  return isInterpreter(program) && args.some((word) => word.value === '--dry-run');
}

/** `sha256sum -check`: one dash too few. */
export function malformedFlag(command: CommandFact): Word | undefined {
  return command.args.find((word) => word.text === '-check');
}

function isMalformed(command: CommandFact): boolean {
  return malformedFlag(command) !== undefined;
}

function methodOf(command: CommandFact): string {
  const { program, operands, flags } = command;
  // GNU coreutils 9: `cksum -a sha256 --check` is the sha256sum of old.
  const algorithm = program.endsWith('cksum') && findFlag(command, '-a', '--algorithm')?.value?.value;
  if (typeof algorithm === 'string') return /^(bsd|sysv|crc)/.test(algorithm) ? 'ck' : algorithm;
  if (program === 'shasum') {
    const bits = flags.find(({ name }) => name === '-a' || name === '--algorithm')?.value?.value ?? '1';
    return `sha${bits}`;
  }
  if (program === 'openssl') {
    const name = flags.find((flag) => /^-(sha\d+|md5)$/.test(flag.name))?.name.slice(1);
    return name ?? operands[0]?.value ?? 'openssl';
  }
  return program.replace(/^g(?=md5|sha|b2|b3|ck)/, '').replace(/sum$/, '');
}

/** A sum that something else reads: `grep`, `diff`, `[ "$(sha256sum f | cut …)" = … ]`, a variable. */
function isComparedLater(command: CommandFact): boolean {
  for (let next: CommandFact | undefined = command; next !== undefined; next = next.pipedTo) {
    if (next.parent !== undefined) return true;
    if (/^(grep|egrep|fgrep|diff|cmp|comm|test|\[)$/.test(next.program)) return true;
  }
  // A sum in `$(…)` whose command could not be told, as in `[[ … ]]` or an assignment, is looked at there.
  return command.isCondition || lastOf(command).pipedTo !== undefined;
}

function lastOf(command: CommandFact): CommandFact {
  let last = command;
  while (last.pipedTo !== undefined) last = last.pipedTo;
  return last;
}

/** The words whose text arrives as lines of sums: of `echo`, `printf`, a here-string. */
function linesInto(command: CommandFact): readonly Word[] {
  const given = command.redirects.flatMap(({ operator, target }) =>
    operator === '<<<' && target !== undefined ? [target] : [],
  );
  const source = command.pipedFrom;
  if (source === undefined || !/^(echo|printf)$/.test(source.program)) return given;
  return [...given, ...source.args];
}

/** The files of a command that checks a signature or an attestation; undefined for any other. */
function signatureFiles(command: CommandFact): readonly Word[] | undefined {
  const { program, operands } = command;
  const verb = operands[0]?.value ?? '';
  if (/^gpgv?2?$/.test(program)) {
    return program.startsWith('gpgv') || hasFlag(command, '--verify') ? operands : undefined;
  }
  if (program === 'cosign') return verb.startsWith('verify') ? operands.slice(1) : undefined;
  if (program === 'minisign' || program === 'signify' || program === 'rsign') {
    if (!hasFlag(command, '-V') && verb !== 'verify') return undefined;
    const file = findFlag(command, '-m')?.value;
    return file === undefined ? operands : [file];
  }
  if (program === 'gh') {
    if (/^(attestation|at)$/.test(verb))
      return operands[1]?.value === 'verify' ? operands.slice(2) : undefined;
    // `gh release verify-asset TAG FILE`.
    const isAsset = verb === 'release' && operands[1]?.value === 'verify-asset';
    return isAsset ? operands.slice(2).slice(-1) : undefined;
  }
  if (program === 'slsa-verifier') return operands.slice(1);
  if (program === 'sigstore' || program === 'notation') return operands.slice(1);
  if (program === 'rpm' || program === 'rpmkeys') {
    return hasFlag(command, '-K', '--checksig') ? operands : undefined;
  }
  // Sequoia's `sq verify`, Android's `apksigner verify`.
  if (program === 'sq' || program === 'apksigner') return verb === 'verify' ? operands.slice(1) : undefined;
  if (program === 'ssh-keygen') return hasFlag(command, '-Y') ? [] : undefined;
  if (program === 'helm') return verb === 'verify' ? operands.slice(1) : undefined;
  if (program === 'jarsigner' || program === 'codesign' || program === 'spctl' || program === 'pkgutil') {
    return operands;
  }
  return undefined;
}

/** A function or script of the reader's own that says it checks: `verify_checksum file`, `./verify.sh`. */
function isOwnChecker({ program }: CommandFact): boolean {
  return (
    /^(verify|check|validate|assert|compare)[_-]?(the[_-])?(sha|sum|checksum|hash|digest|signature|sig|download|artifact|file|integrity)/i.test(
      program,
    ) || /^(sha\d+|checksum|hash|digest|signature)[_-]?(verify|check|validate|matches)/i.test(program)
  );
}
