import type { CommandFact, Word } from './command';
import { findFlag, hasFlag } from './flags';
import { isInProgramFolder, isInterpreter, isOneSubstitution } from './intake';

/** What a command does with a file that makes it matter where the file came from. */
export interface FileUse {
  readonly kind:
    'executed' | 'madeExecutable' | 'installed' | 'packageInstalled' | 'unpacked' | 'applied' | 'renamed';
  readonly command: CommandFact;
  /** The word that names the file; undefined where only an archive's unknown content can be meant. */
  readonly file: Word | undefined;
  /** What the file, or what was in it, is called from here on. */
  readonly newName: string | undefined;
  /** True when the file may have come out of an archive that was unpacked just before. */
  readonly mayBeUnpacked: boolean;
}

/** What makes a file dangerous: being run or installed. An archive that is only unpacked is data. */
export function isDangerous({ fact }: { readonly fact: FileUse }): boolean {
  return fact.kind !== 'unpacked' && fact.kind !== 'applied' && fact.kind !== 'renamed';
}

/** What the command does with files; empty for one that only reads or shows them. */
export function usesOf(command: CommandFact): readonly FileUse[] {
  const { program, programWord, operands } = command;
  const use = (
    kind: FileUse['kind'],
    file: Word | undefined,
    more: Partial<Pick<FileUse, 'newName' | 'mayBeUnpacked'>> = {},
  ): FileUse => ({ kind, command, file, newName: undefined, mayBeUnpacked: false, ...more });
  if (programWord !== undefined && isLocalPath(programWord.value)) {
    return [use('executed', programWord, { mayBeUnpacked: true })];
  }
  if (isInterpreter(program) || program === 'source' || program === '.') {
    return scriptsOf(command).map((word) => use('executed', word, { mayBeUnpacked: true }));
  }
  switch (program) {
    case 'java': {
      const jar = findFlag(command, '-jar')?.value;
      return jar === undefined ? [] : [use('executed', jar)];
    }
    case 'cat':
      return isInterpreter(command.pipedTo?.program ?? '')
        ? operands.map((word) => use('executed', word))
        : [];
    case 'chmod':
      return addsExecution(operands[0]?.value ?? firstMode(command))
        ? command.args
            .filter((word) => !isMode(word))
            .map((word) => use('madeExecutable', word, { mayBeUnpacked: true }))
        : [];
    case 'install':
      return hasFlag(command, '-d', '--directory')
        ? []
        : sources(command).map((word) => use('installed', word, { mayBeUnpacked: true }));
    case 'mv':
    case 'cp':
    case 'ln':
      return moves(command).map(({ file, to }) =>
        isInProgramFolder(to)
          ? use('installed', file, { mayBeUnpacked: true })
          : use('renamed', file, { newName: to.value }),
      );
    case 'make':
      return [use('executed', undefined, { mayBeUnpacked: true })];
    case 'tar':
    case 'bsdtar':
    case 'gtar':
      return unpacks(command)
        ? command.args.map((word) => use(unpacksInPlace(command) ? 'installed' : 'unpacked', word))
        : [];
    case 'unzip':
    case '7z':
    case 'unxz':
    case 'gunzip':
    case 'bunzip2':
    case 'unzstd':
      return hasFlag(command, '-l', '-t', '-Z')
        ? []
        : operands.map((word) =>
            use(unzipsInPlace(command) ? 'installed' : 'unpacked', word, {
              newName: word.value.replace(/\.(gz|xz|bz2|zst)$/, ''),
            }),
          );
    case 'dpkg':
      return hasFlag(command, '-i', '--install') ? operands.map((word) => use('packageInstalled', word)) : [];
    case 'rpm':
      return hasFlag(command, '-i', '-U', '-F', '--install', '--upgrade')
        ? operands.map((word) => use('packageInstalled', word))
        : [];
    case 'installer':
      return command.flags.flatMap((flag) =>
        flag.name === '-pkg' && flag.value !== undefined ? [use('packageInstalled', flag.value)] : [],
      );
    case 'kubectl':
    case 'oc':
    case 'eksctl':
    case 'aws':
    case 'az':
    case 'gcloud':
      return appliedBy(command).map((word) => use('applied', word));
    default:
      return packageManagers.test(program) &&
        operands.some((word) => /^(local)?install|add|in$/.test(word.value))
        ? operands.filter((word) => /[./]/.test(word.value)).map((word) => use('packageInstalled', word))
        : [];
  }
}

/** Options whose file becomes objects of a cluster or an account, with the words of the commands that have them. */
const appliers: { readonly [program: string]: { readonly verb: RegExp; readonly flag: RegExp } | undefined } =
  {
    kubectl: { verb: /^(?:apply|create|replace|patch)$/, flag: /^(?:-f|--filename|--patch-file)$/ },
    oc: { verb: /^(?:apply|create|replace|patch)$/, flag: /^(?:-f|--filename|--patch-file)$/ },
    eksctl: { verb: /^(?:create|update|upgrade)$/, flag: /^(?:-f|--config-file)$/ },
    aws: {
      verb: /^(?:create|put|update|register|deploy|set|modify|run|start)(?:-|$)/,
      // Templates of CloudFormation are named without `file://`, everything else with it.
      flag: /^--/,
    },
    az: {
      verb: /^(?:create|update|set)$/,
      flag: /^(?:-f|--template-file|--role-definition|--policy-definition|--rules)$/,
    },
    gcloud: { verb: /^(?:create|update|set-iam-policy|replace)$/, flag: /^--(?:file|policy-file|config)$/ },
  };

/** The files that a command makes objects of a cluster, policies or stacks of an account from. */
function appliedBy({ program, operands, flags }: CommandFact): readonly Word[] {
  const applier = Object.hasOwn(appliers, program) ? appliers[program] : undefined;
  if (applier === undefined || !operands.slice(0, 4).some(({ value }) => applier.verb.test(value))) return [];
  return flags.flatMap(({ name, value }) =>
    value !== undefined && applier.flag.test(name) && (program !== 'aws' || isFileOfAws(name, value.value))
      ? [value]
      : [],
  );
}

/** The CLI's own marks of a file (AWS CLI user guide, "Loading a parameter from a file"); `--template-file` has none. */
function isFileOfAws(name: string, value: string): boolean {
  return name === '--template-file' || /^fileb?:\/\//.test(value);
}

const packageManagers =
  /^(apt|apt-get|dnf|yum|zypper|apk|pip[\d.]*|pipx|npm|gem|snap|brew|pacman|helm|code|gdebi|microdnf)$/;

function isLocalPath(value: string): boolean {
  return /^(\.{0,2}\/|~\/|\$\{?\w+\}?\/)/.test(value) && !/^\/(usr\/)?(local\/)?s?bin\//.test(value);
}

/** Files that an interpreter is told to run: its first operand, or what is fed to it. */
function scriptsOf(command: CommandFact): readonly Word[] {
  const fed = command.redirects.flatMap(({ operator, target }) =>
    operator === '<' && target !== undefined ? [target] : [],
  );
  if (fed.length > 0) return fed;
  if (hasFlag(command, '-c', '-e', '-m')) return [];
  // What a substitution makes (`bash <(curl …)`) is no file that was there before.
  return command.operands.slice(0, 1).filter((word) => !isOneSubstitution(word));
}

/** `chmod +x f`, also where the `+x` or the digits were not taken for an operand. */
function firstMode(command: CommandFact): string {
  return command.args.find(isMode)?.value ?? '';
}

function isMode(word: Word): boolean {
  return (
    /^([ugoa]*[-+=][rwxXst]*,?)+$/.test(word.value) || /^[0-7]{3,4}$/.test(word.value) || word.value === '-R'
  );
}

function addsExecution(mode: string): boolean {
  return /^[ugoa,]*[+=][rwXst]*x/.test(mode) || /^0?[0-7]*[1357][0-7]{0,2}$/.test(mode);
}

function sources(command: CommandFact): readonly Word[] {
  const { operands } = command;
  return hasFlag(command, '-t', '--target-directory') ? operands : operands.slice(0, -1);
}

function moves(command: CommandFact): readonly { readonly file: Word; readonly to: Word }[] {
  const to = findFlag(command, '-t', '--target-directory')?.value ?? command.operands.at(-1);
  if (to === undefined) return [];
  return sources(command).map((file) => ({ file, to }));
}

function unpacks({ args, flags }: CommandFact): boolean {
  const first = args[0]?.value ?? '';
  return flags.some(({ name }) => /^(-x|--extract|--get)$/.test(name)) || /^[A-Za-z]*x[A-Za-z]*$/.test(first);
}

/** `unzip f -d /usr/local/bin`. */
function unzipsInPlace(command: CommandFact): boolean {
  const folder = command.program === 'unzip' ? findFlag(command, '-d')?.value : undefined;
  return folder !== undefined && isInProgramFolder(folder);
}

/** `tar -C /usr/local -xzf f` leaves programs where they are found. */
function unpacksInPlace(command: CommandFact): boolean {
  const folder = findFlag(command, '-C', '--directory')?.value ?? folderOfLetters(command);
  return folder !== undefined && (/^\/(usr|opt|etc)(\/|$)/.test(folder.value) || isInProgramFolder(folder));
}

/** `tar xzfC f /usr/local/bin`: the values of the letters of old stand behind them in the order of the letters. */
function folderOfLetters({ args }: CommandFact): Word | undefined {
  const [letters, ...rest] = args;
  if (letters === undefined || !/^[A-Za-z]+$/.test(letters.value) || !letters.value.includes('C'))
    return undefined;
  const taking = letters.value.replace(/[^fCTXbIgKNVFH]/g, '');
  return rest[taking.indexOf('C')];
}
