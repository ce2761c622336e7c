import { message, type Message } from '../../text/message';
import { SourceMapBuilder } from '../../text/sourceMap';
import type { EmbeddedText, LanguageId, RegionContext } from '../language';
import { isPowerShellDownload } from '../sniff';
import type { ShellCommand, Word } from './tree';

/**
 * Texts that a command takes as one quoted word: `bash -c '…'`, `eval '…'`, `ssh host '…'`, `kubectl patch -p
 * '{…}'`, `helm --set-json 'key={…}'`.
 *
 * Inside single quotes, and inside double quotes that expand and escape nothing, the text is verbatim and takes
 * edits. Otherwise it takes none. A word with a substitution in it is left alone: its commands are commands of
 * the script already.
 */
export function quotedCommandsOf(
  command: ShellCommand,
  text: string,
  context: RegionContext,
): readonly EmbeddedText[] {
  if (!command.isEditable) return [];
  const found: EmbeddedText[] = [];
  const { words } = command;
  // `echo sh -c '…'` shows a command and runs none.
  if (silent.has(words[0]?.value ?? '')) return [];
  for (const [index, word] of words.entries()) {
    const shell = baseName(word.value);
    if (shells.has(shell)) {
      const script = scriptOperand(words, index + 1);
      if (script !== undefined)
        push(script, 'shell', message('{command}', { command: `${shell} -c` }), shell);
    } else if (/^(?:powershell|pwsh)(?:\.exe)?$/i.test(shell)) {
      const script = words.find(
        (_, at) => at > index + 1 && /^-c(?:ommand)?$/i.test(words[at - 1]?.value ?? ''),
      );
      // Of PowerShell only what downloads is read; its words are a shell's, too.
      if (script !== undefined && isPowerShellDownload(script.value))
        push(script, 'shell', message('{command}', { command: `${shell} -c` }), '');
    } else if (index === 0 && (shell === 'eval' || shell === 'trap') && words[1] !== undefined) {
      if (shell === 'trap' || words.length === 2)
        push(words[1], 'shell', message('{command}', { command: shell }), '');
    } else if (shell === 'ssh' && (index < 3 || words[0]?.value === 'sshpass')) {
      const remote = remoteCommand(words, index + 1);
      if (remote !== undefined) push(remote, 'shell', message('{command}', { command: 'ssh' }), '');
    }
  }
  for (const word of documentsIn(words)) {
    if (/^\s*[{[]/.test(word.value)) push(word, 'json', message('argument'), '');
    // kubectl takes YAML as well.
    else if (words[0]?.value !== 'aws' && /^\s*[A-Za-z][\w.-]*:\s/.test(word.value))
      push(word, 'yaml', message('argument'), '');
  }
  return found;

  function push(word: Word, language: LanguageId, label: Message, shell: string): void {
    const embedded = embedWord(word, language, label, shell, text, context);
    if (embedded !== undefined) found.push(embedded);
  }
}

const shells = new Set(['sh', 'bash', 'dash', 'ash', 'ksh', 'zsh']);
const silent = new Set([
  'echo',
  'printf',
  'alias',
  'grep',
  'man',
  'which',
  'apt-get',
  'apt',
  'apk',
  'yum',
  'dnf',
]);

/** The word behind `-c` (`-ec`, `-lc`), the options of the shell between them skipped. */
function scriptOperand(words: readonly Word[], from: number): Word | undefined {
  for (let i = from; i < words.length; i++) {
    const { value } = words[i] as Word;
    if (/^[-+]o$/.test(value)) i++;
    else if (/^-[A-Za-z]*c[A-Za-z]*$/.test(value)) return words[i + 1];
    else if (!/^[-+]/.test(value)) return undefined;
  }
  return undefined;
}

/** The only word behind the host; several words are joined by the shell over there. */
function remoteCommand(words: readonly Word[], from: number): Word | undefined {
  let i = from;
  const skipOptions = (): void => {
    for (; i < words.length; i++) {
      const { value } = words[i] as Word;
      if (!value.startsWith('-')) return;
      // Options of ssh(1) that take a value, attached or as the next word.
      if (/^-[A-Za-z0-9]*[bcDEeFIiJLlmOopQRSWw]$/.test(value)) i++;
    }
  };
  skipOptions();
  i++;
  skipOptions();
  return i === words.length - 1 ? words[i] : undefined;
}

/** Options whose value is a document. */
const documentFlags = new Set([
  '-p',
  '--patch',
  '--overrides',
  '--policy-document',
  '--assume-role-policy-document',
]);

function documentsIn(words: readonly Word[]): readonly Word[] {
  const program = words[0]?.value ?? '';
  if (program === 'helm') return jsonValues(words);
  if (program !== 'kubectl' && program !== 'oc' && program !== 'aws') return [];
  const found: Word[] = [];
  for (const [index, { value }] of words.entries()) {
    const next = words[index + 1];
    const equals = value.indexOf('=');
    if (documentFlags.has(value) && next !== undefined) found.push(next);
    else if (equals > 0 && documentFlags.has(value.slice(0, equals))) {
      found.push(behindEquals(words[index] as Word, equals + 1));
    }
  }
  return found;
}

/** `helm --set-json 'auth={"password":"x"}'`: the value of the one key. */
function jsonValues(words: readonly Word[]): readonly Word[] {
  return words.flatMap((word, index) => {
    const isJoined = word.value.startsWith('--set-json=');
    if (!isJoined && words[index - 1]?.value !== '--set-json') return [];
    const equals = word.value.indexOf('=', isJoined ? '--set-json='.length : 0);
    if (equals <= 0 || !/[}\]]\s*$/.test(word.value)) return [];
    const value = behindEquals(word, equals + 1);
    // The quote may open in front of the key already.
    return [{ ...value, text: (/['"]/.exec(word.text)?.[0] ?? '') + value.text.slice(1) }];
  });
}

function behindEquals(word: Word, from: number): Word {
  const pieces = word.pieces
    .filter((piece) => piece.valueStart + piece.length > from)
    .map((piece) => {
      const skip = Math.max(0, from - piece.valueStart);
      return {
        valueStart: piece.valueStart + skip - from,
        length: piece.length - skip,
        start: piece.start + skip,
      };
    });
  const start = (pieces[0]?.start ?? word.range.end) - 1;
  return {
    ...word,
    value: word.value.slice(from),
    text: word.text.slice(start - word.range.start),
    range: { start, end: word.range.end },
    pieces,
  };
}

function embedWord(
  word: Word,
  language: LanguageId,
  label: Message,
  shell: string,
  text: string,
  context: RegionContext,
): EmbeddedText | undefined {
  const isQuoted = /^\$?['"]/.test(word.text);
  const hasCommands = word.expansions.some((e) => e.kind === 'command' || e.kind === 'process');
  const first = word.pieces[0];
  if (!isQuoted || hasCommands || !/\S/.test(word.value)) return undefined;
  // `"$SCRIPT"`: nothing to read.
  if (language === 'shell' && !/[\s;|&<>]/.test(word.value)) return undefined;
  const builder = new SourceMapBuilder(text);
  let isVerbatim = first !== undefined && first.start === word.range.start + 1;
  let end = first?.start ?? 0;
  for (const piece of word.pieces) {
    if (piece.start !== end) isVerbatim = false;
    end = piece.start + piece.length;
    builder.verbatim(piece.start, end);
  }
  if (first === undefined) {
    builder.rewritten(word.range.start, word.range.end, word.value);
    isVerbatim = false;
  }
  const isDouble = word.text.startsWith('"');
  // What is written into YAML may have double quotes itself.
  const isExpanded = isDouble && (language === 'yaml' || word.expansions.some((e) => e.kind !== 'hole'));
  return {
    label,
    language,
    ...builder.build('', isVerbatim && !isExpanded && end === word.range.end - 1),
    context: {
      ...context,
      carrier: 'quotedCommand',
      fileName: '',
      shell: shell === 'bash' || shell === 'sh' || shell === 'zsh' ? shell : 'unknown',
      fenceLanguage: '',
      ...(word.text.startsWith("'") ? {} : { isExpanded: true }),
    },
  };
}

function baseName(value: string): string {
  return value.slice(value.lastIndexOf('/') + 1);
}
