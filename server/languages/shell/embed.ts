import { message } from '../../text/message';
import { SourceMapBuilder } from '../../text/sourceMap';
import type { EmbeddedText, LanguageId, Parsed, RegionContext } from '../language';
import { languageOfFileName, sniffLanguage } from '../sniff';
import { quotedCommandsOf } from './quotedCommand';
import type { Heredoc, PlacedHeredoc, ShellCommand, ShellTree, Word } from './tree';

/**
 * What a script carries in other languages, or as scripts of their own: heredocs, `sh -c '…'`,
 * `kubectl patch -p '{…}'`. In the order of the text; ranges are the script's offsets.
 *
 * A heredoc is read in the language of the file that it is written to, of the command that it feeds, or, where
 * neither says, of its content; where that is not plain either, it is left alone.
 */
export function embedShell(
  parsed: Parsed<ShellTree>,
  text: string,
  context: RegionContext,
): readonly EmbeddedText[] {
  const found: EmbeddedText[] = [];
  for (const placed of parsed.tree.heredocs) {
    const embedded = embedHeredoc(placed, text, context);
    if (embedded !== undefined) found.push(embedded);
  }
  for (const command of parsed.tree.commands) found.push(...quotedCommandsOf(command, text, context));
  return found.sort((a, b) => startOf(a) - startOf(b));
}

function startOf(embedded: EmbeddedText): number {
  return embedded.map.segments[0]?.parentAt ?? 0;
}

function embedHeredoc(
  { heredoc, command }: PlacedHeredoc,
  text: string,
  context: RegionContext,
): EmbeddedText | undefined {
  const { start, end } = heredoc.body;
  if (end <= start) return undefined;
  const cut = cutHeredoc(heredoc, text);
  const target = fileOfHeredoc(command);
  const fileName = target?.isStatic === true ? target.value : '';
  const language = languageOf(command, fileName, cut.text);
  if (language === undefined) return undefined;
  return {
    label: fileName === '' ? message('heredoc') : message('heredoc {file}', { file: fileName }),
    language,
    ...cut,
    context: {
      ...context,
      carrier: 'heredoc',
      fileName,
      shell: 'unknown',
      fenceLanguage: '',
      ...(heredoc.isQuoted && !isSubstituted(command) ? {} : { isExpanded: true }),
    },
  };
}

/**
 * The body as the command reads it: without the leading tabs of `<<-`, and, unless the delimiter is quoted,
 * without the backslashes of `\$`, `` \` `` and `\\` (Bash manual 5.3, 3.6.6). Expansions stay as written.
 */
function cutHeredoc(heredoc: Heredoc, text: string): ReturnType<SourceMapBuilder['build']> {
  const { start, end } = heredoc.body;
  const builder = new SourceMapBuilder(text);
  let run = start;
  let prefix: string | undefined;
  for (let i = start; i < end; i++) {
    if (heredoc.stripsTabs && text[i] === '\t' && (i === start || text[i - 1] === '\n')) {
      builder.verbatim(run, i);
      const tabs = i;
      while (i < end && text[i] === '\t') i++;
      prefix ??= text.slice(tabs, i);
      run = i;
      i--;
    } else if (!heredoc.isQuoted && text[i] === '\\' && i + 1 < end) {
      const next = text[i + 1] as string;
      if ('$`\\\n'.includes(next)) {
        builder.verbatim(run, i);
        run = next === '\n' ? i + 2 : i + 1;
      }
      i++;
    }
  }
  return builder.verbatim(run, end).build(prefix ?? '', true, heredoc.isQuoted ? undefined : 'expanded');
}

/** True where `envsubst` puts in the variables that the shell has left. */
function isSubstituted(command: ShellCommand | undefined): boolean {
  for (let next = command; next !== undefined; next = next.pipedTo)
    if (programOf(next).name === 'envsubst') return true;
  return false;
}

/** Programs that hand on what they read, or something like it. */
const filters = new Set(['envsubst', 'sed', 'tee', 'cat', 'tr', 'base64']);

/** The file that a heredoc of the command ends up in: of a redirection, or the operand of `tee`. */
export function fileOfHeredoc(command: ShellCommand | undefined): Word | undefined {
  for (let next = command; next !== undefined; next = next.pipedTo) {
    const program = programOf(next);
    if (next !== command && !filters.has(program.name)) return undefined;
    if (program.name === 'tee') {
      const file = program.args.find((word) => !word.value.startsWith('-'));
      if (file !== undefined) return file;
    }
    const redirect = next.redirects.find((r) => r.operator.startsWith('>') && r.descriptor !== 2);
    if (redirect?.target !== undefined) return redirect.target;
  }
  return undefined;
}

function languageOf(
  command: ShellCommand | undefined,
  fileName: string,
  body: string,
): LanguageId | undefined {
  const byName = fileName === '' ? undefined : languageOfFileName(fileName);
  if (byName === 'other') return undefined;
  if (byName !== undefined) return byName;
  let reader = command;
  while (reader?.pipedTo !== undefined && filters.has(programOf(reader).name)) reader = reader.pipedTo;
  const byReader = reader === undefined ? 'content' : inputOf(reader);
  if (byReader === 'other') return undefined;
  if (byReader === 'content') return sniffLanguage(body);
  // What takes YAML takes JSON.
  return byReader === 'yaml' && /^\s*[{[]\s*["{[]/.test(body) ? 'json' : byReader;
}

const yamlReaders = new Set([
  'kubectl',
  'oc',
  'eksctl',
  'helm',
  'kustomize',
  'kubeseal',
  'yq',
  'kind',
  'kubeadm',
  'kops',
  'istioctl',
  'calicoctl',
  'argocd',
  'flux',
  'velero',
  'docker-compose',
  'kubeconform',
  'kubeval',
  'cilium',
  'talosctl',
]);
const shells = new Set(['sh', 'bash', 'dash', 'ash', 'ksh', 'zsh', 'ssh', 'su', 'at']);

/** What a command expects on its standard input. */
function inputOf(command: ShellCommand): LanguageId | 'other' | 'content' {
  const { name, args } = programOf(command);
  if (args.some((word) => shells.has(baseName(word.value)))) return 'shell';
  if (yamlReaders.has(name) || (name === 'docker' && args.some((word) => word.value === 'compose')))
    return 'yaml';
  if (shells.has(name)) return 'shell';
  return name === '' ||
    name === 'cat' ||
    name === 'tee' ||
    name === 'read' ||
    name === 'envsubst' ||
    name === 'echo'
    ? 'content'
    : 'other';
}

/** The program of a command as far as an embedding depends on it: `sudo` and the like in front are skipped. */
function programOf(command: ShellCommand): { readonly name: string; readonly args: readonly Word[] } {
  const { words } = command;
  let at = 0;
  while (at < words.length - 1) {
    const value = words[at]?.value ?? '';
    const isWrapper = ['sudo', 'doas', 'env', 'exec', 'command', 'nohup', 'time'].includes(value);
    const isOfWrapper = at > 0 && (value.startsWith('-') || /^[A-Za-z_]\w*=/.test(value));
    if (!isWrapper && !isOfWrapper) break;
    at++;
  }
  return { name: baseName(words[at]?.value ?? ''), args: words.slice(at + 1) };
}

function baseName(value: string): string {
  return value.slice(value.lastIndexOf('/') + 1);
}
