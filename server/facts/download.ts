import type { Range } from '../text/range';
import { parseAddress, type Address } from './address';
import type { CommandFact, Word } from './command';
import { findFlag, hasFlag } from './flags';
import { intakeOf, landingOf, type Intake } from './intake';

/** One address that a command fetches (`curl`, `wget`, PowerShell's `iwr` and `irm`), and where it goes. */
export interface DownloadFact {
  readonly kind: 'download';
  /** The command's range. */
  readonly range: Range;
  readonly command: CommandFact;
  readonly tool: 'curl' | 'wget' | 'powershell';
  /** The word that holds the address. */
  readonly url: Word;
  readonly address: Address;
  /** The file that the bytes end up in; undefined where they are printed, or read by something else. */
  readonly file: LandingFile | undefined;
  /** What runs, unpacks or installs the bytes as they arrive, before anybody could check them. */
  readonly intake: Intake | undefined;
  /** False for a `curl` that takes an error page for the file (no `-f`). */
  readonly failsOnError: boolean;
}

export interface LandingFile {
  /** As written; for `-O` the last part of the address. */
  readonly name: string;
  /** The word that names it; undefined for `-O` and plain `wget`. */
  readonly word: Word | undefined;
}

/**
 * The downloads among the commands of a region, in order, one for each address.
 *
 * `file` is found by the rules of curl 8 (`-o`, `-O`, `--output-dir`, `--remote-name-all`), of GNU Wget
 * 1.25 (`-O`, `-P`) and of what the pipeline ends in (`> file`, `| tee file`).
 */
export function extractDownloads(commands: readonly CommandFact[]): readonly DownloadFact[] {
  return commands.flatMap((command) => downloadsOf(command));
}

const known = new WeakMap<CommandFact, readonly DownloadFact[]>();

/** The downloads of one command, the same objects each time; none for any other program. */
export function downloadsOf(command: CommandFact): readonly DownloadFact[] {
  let downloads = known.get(command);
  if (downloads === undefined) known.set(command, (downloads = readDownloads(command)));
  return downloads;
}

function readDownloads(command: CommandFact): readonly DownloadFact[] {
  const tool = toolOf(command.program);
  if (tool === undefined) return [];
  const urls = urlsOf(command, tool);
  const outputs = tool === 'curl' ? curlOutputs(command) : [];
  const intake = intakeOf(command);
  return urls.map((url, index) => {
    const own = tool === 'curl' ? outputs[index] : otherOutput(command, tool);
    const landing = own ?? landingOf(command);
    return {
      kind: 'download',
      range: command.range,
      command,
      tool,
      url,
      address: parseAddress(url.value),
      file: landing === undefined ? undefined : fileOf(command, landing, url),
      intake: own === undefined ? intake : undefined,
      failsOnError: tool !== 'curl' || hasFlag(command, '-f', '--fail', '--fail-with-body'),
    };
  });
}

function toolOf(program: string): DownloadFact['tool'] | undefined {
  if (program === 'curl' || program === 'wget') return program;
  if (program === 'curl.exe') return 'curl';
  return /^(iwr|irm|invoke-webrequest|invoke-restmethod)$/i.test(program) ? 'powershell' : undefined;
}

function urlsOf(command: CommandFact, tool: DownloadFact['tool']): readonly Word[] {
  // PowerShell's words are no POSIX flags: `-useb URL` and `-Uri URL` both leave the address to its looks.
  if (tool === 'powershell') return command.args.filter((word) => word.value.includes('://')).slice(0, 1);
  const given = command.flags.filter((flag) => flag.name === '--url').flatMap((flag) => flag.value ?? []);
  return [...given, ...command.operands];
}

/** A file's word, `remote` for the name in the address, or undefined for standard output, for each address. */
type Output = Word | 'remote' | undefined;

function curlOutputs(command: CommandFact): readonly Output[] {
  const outputs: Output[] = [];
  const isAll = hasFlag(command, '--remote-name-all');
  for (const flag of command.flags) {
    if (flag.name === '-O' || flag.name === '--remote-name') outputs.push('remote');
    if (flag.name === '-o' || flag.name === '--output') {
      outputs.push(flag.value === undefined || isStandardOutput(flag.value) ? undefined : flag.value);
    }
  }
  while (isAll && outputs.length < command.operands.length) outputs.push('remote');
  return outputs;
}

function otherOutput(command: CommandFact, tool: DownloadFact['tool']): Output {
  if (tool === 'powershell') {
    const index = command.args.findIndex((word) => /^-o(utf(ile)?)?$/i.test(word.text));
    return index < 0 ? undefined : command.args[index + 1];
  }
  const flag = findFlag(command, '-O', '--output-document');
  if (flag?.value === undefined) return hasFlag(command, '--spider') ? undefined : 'remote';
  return isStandardOutput(flag.value) ? undefined : flag.value;
}

function isStandardOutput(word: Word): boolean {
  return word.value === '-' || word.value === '/dev/stdout' || word.value === '/dev/null';
}

function fileOf(command: CommandFact, output: Word | 'remote', url: Word): LandingFile {
  const directory = findFlag(command, '--output-dir', '-P', '--directory-prefix')?.value?.value ?? '';
  const name = output === 'remote' ? remoteName(url.value) : output.value;
  const isBelow = directory !== '' && !name.startsWith('/');
  return {
    name: isBelow ? `${directory.replace(/\/$/, '')}/${name}` : name,
    word: output === 'remote' ? undefined : output,
  };
}

/** What `curl -O` and `wget` call the file: what stands behind the last `/`, without the query. */
export function remoteName(url: string): string {
  const path = url.replace(/[?#].*$/s, '');
  // A `/` inside an expansion is none of the address: `$(curl -s https://dl.k8s.io/stable.txt)`.
  let depth = 0;
  let isInBackticks = false;
  for (let i = path.length - 1; i >= 0; i--) {
    const c = path[i];
    if (c === '`') isInBackticks = !isInBackticks;
    else if (isInBackticks) continue;
    else if (c === ')' || c === '}') depth++;
    else if ((c === '(' || c === '{') && depth > 0) depth--;
    else if (c === '/' && depth === 0) return path.slice(i + 1);
  }
  return path;
}
