import type { Range } from '../../text/range';
import { SourceMapBuilder, type SourceMap } from '../../text/sourceMap';
import { isCommandLine } from '../sniff';
import { scanShell } from './scan';

/**
 * Cuts the commands out of a console transcript: prompts and output are dropped, comments stay.
 *
 * `lines` are the code lines of a fence in offsets of `parent`, with or without their line break. A text is
 * a transcript when a line begins with `$ ` or a prompt with a user's name, and, where the fence is labelled
 * as a console, with `% ` or `# ` in front of a command. `linePrefix` is what the container puts in front of
 * each line; the prompt, where there is only one, is added to it for lines that an edit adds.
 *
 * Undefined where the text is no transcript: then each line is a command. Cost: linear in the text for
 * commands of up to 200 lines.
 */
export function cutConsole(
  parent: string,
  lines: readonly Range[],
  linePrefix: string,
  isConsoleLabel: boolean,
): { readonly text: string; readonly map: SourceMap } | undefined {
  const texts = lines.map(({ start, end }) => parent.slice(start, end).trimEnd());
  const style = promptStyle(texts, isConsoleLabel);
  if (style === undefined) return undefined;
  const builder = new SourceMapBuilder(parent);
  const prompts = new Set<string>();
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] as Range;
    const length = promptLength(texts[i] as string, style);
    if (length === 0) {
      // A remark between commands may be a suppression.
      if (style !== 'root' && texts[i]?.startsWith('#') === true) builder.verbatim(line.start, line.end);
      continue;
    }
    prompts.add(texts[i]?.slice(0, length) ?? '');
    const cut = commandAt(parent, lines, texts, i, style);
    for (const { start, end } of cut) builder.verbatim(start, end);
    i += cut.length - 1;
  }
  // Where there are several machines or users nobody can say whose an added line is; without a prompt it is none.
  const [prompt = '', ...others] = prompts;
  return builder.build(others.length === 0 ? linePrefix + prompt : linePrefix);
}

/** Which prompts stand in the text. `root`: `# `, which elsewhere is a comment. */
type PromptStyle = 'user' | 'percent' | 'root';

function promptStyle(texts: readonly string[], isConsoleLabel: boolean): PromptStyle | undefined {
  if (texts.some((text) => promptLength(text, 'user') > 0)) return 'user';
  if (!isConsoleLabel) return undefined;
  const first = texts.find((text) => text !== '') ?? '';
  if (/^% \S/.test(first)) return 'percent';
  return first.startsWith('# ') && isCommandLine(first.slice(2)) ? 'root' : undefined;
}

/** `user@host:~$ `, `[root@host ~]# `, `bash-5.1$ `, `/ # `, `(venv) $ `, `❯ `. */
const namedPrompt =
  /^(?:\[?[\w.-]{1,40}@[\w.-]{1,60}[^$#%>\n]{0,60}[$#%]|(?:ba|z)?sh-[\d.]{1,8}[$#]|[~/][\w~/.-]{0,40} [$#]|\([\w.-]{1,40}\) \$|❯) (?=\S)/;

function promptLength(text: string, style: PromptStyle): number {
  if (style === 'percent' && /^% \S/.test(text)) return 2;
  if (style === 'root' && /^# \S/.test(text)) return 2;
  const dollar = /^[ \t]{0,8}\$ +(?=\S)/.exec(text);
  if (dollar !== null) return dollar[0].length;
  return namedPrompt.exec(text)?.[0].length ?? 0;
}

/** A command has no more lines than this. */
const maxCommandLines = 200;

/** The pieces of the command whose prompt is on line `index`, one a line. */
function commandAt(
  parent: string,
  lines: readonly Range[],
  texts: readonly string[],
  index: number,
  style: PromptStyle,
): readonly Range[] {
  const first = lines[index] as Range;
  const pieces: Range[] = [
    { start: first.start + promptLength(texts[index] as string, style), end: first.end },
  ];
  let command = parent.slice(pieces[0]?.start, first.end);
  /** As many pieces as a `\` alone accounts for. */
  let certain = 1;
  let isOpen = needsMore(command);
  for (let i = index + 1; isOpen !== 'no' && i < lines.length && pieces.length < maxCommandLines; i++) {
    const text = texts[i] as string;
    if (promptLength(text, style) > 0) break;
    const line = lines[i] as Range;
    // The shell's own prompt for more; a redirection or a folded YAML scalar has something before it.
    const skip = text.startsWith('> ') ? 2 : text === '>' ? 1 : 0;
    pieces.push({ start: line.start + skip, end: line.end });
    command += parent.slice(line.start + skip, line.end);
    if (isOpen === 'backslash') certain = pieces.length;
    isOpen = needsMore(command);
  }
  // A quote that nothing closes before the next prompt is a slip, and what follows it is output.
  return isOpen === 'quote' ? pieces.slice(0, certain) : pieces;
}

function needsMore(command: string): 'no' | 'backslash' | 'quote' {
  const trimmed = command.trimEnd();
  if (/["'`<({]/.test(trimmed)) {
    const scan = scanShell(command);
    if (scan.unclosed.length > 0 || scan.openHeredocs.length > 0) return 'quote';
  }
  return trimmed.endsWith('\\') ? 'backslash' : 'no';
}
