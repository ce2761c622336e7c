import { message, type Message } from '../../text/message';
import { SourceMapBuilder, type SourceMap } from '../../text/sourceMap';
import type { Carrier, EmbeddedText, LanguageId, RegionContext } from '../language';
import { cutConsole } from '../shell/console';
import { languageOfFence, languageOfFileName, sniffLanguage } from '../sniff';
import { badExampleReason } from './badExample';
import type { Blocks, CodeLine, Fence, IndentedCode } from './blocks';
import { readFenceInfo } from './fenceInfo';
import { inlineCommands } from './inlineCommands';
import { cutPowerShell } from './powershell';
import type { MarkdownTree } from './tree';

/**
 * The code of a Markdown document: front matter, fences and indented code, each as a region of its own.
 *
 * A fence's label is a hint: manuals put a workflow step under `bash` and a command under `yaml`. Content
 * that clearly is another of our languages is read as that; a label of a language that we do not read is
 * believed.
 */
export function embedMarkdown(
  tree: MarkdownTree,
  text: string,
  context: RegionContext,
): readonly EmbeddedText[] {
  const { blocks } = tree;
  const result: EmbeddedText[] = [];
  if (blocks.frontMatter?.kind === 'yaml') {
    const { content } = blocks.frontMatter;
    const cut = new SourceMapBuilder(text).verbatim(content.start, content.end).build();
    result.push({
      label: message('front matter'),
      language: 'yaml',
      ...cut,
      context: childContext(context, { carrier: 'frontMatter' }),
    });
  }
  const headings = headingFinder(blocks);
  for (const code of blocks.codes) {
    const embedded = embedCode(code, blocks, text, context, headings(code.range.start));
    if (embedded !== undefined) result.push(embedded);
  }
  const inline = inlineCommands(blocks, text, context);
  return inline.length === 0 ? result : [...result, ...inline].sort((a, b) => startOf(a) - startOf(b));
}

function startOf({ map }: EmbeddedText): number {
  return map.segments[0]?.parentAt ?? 0;
}

/** The text of the heading above an offset; the offsets asked for must ascend. */
function headingFinder(blocks: Blocks): (offset: number) => string {
  let next = 0;
  let current = '';
  return (offset) => {
    for (; next < blocks.headings.length; next++) {
      const heading = blocks.headings[next];
      if (heading === undefined || heading.range.start > offset) break;
      current = heading.text.trim();
    }
    return current;
  };
}

function embedCode(
  code: Fence | IndentedCode,
  blocks: Blocks,
  text: string,
  context: RegionContext,
  heading: string,
): EmbeddedText | undefined {
  const isFence = code.kind === 'fence';
  const info = readFenceInfo(isFence ? code.info : '');
  if (powerShellLabels.has(info.language)) {
    const downloads = cutPowerShell(text, code.lines);
    return (
      downloads && {
        label: labelOf('fence', 'PowerShell', heading),
        language: 'shell',
        ...downloads,
        context: childContext(context, {
          carrier: 'fence',
          badExample: context.badExample ?? badExampleReason(blocks, code, text),
          fenceLanguage: info.language,
        }),
      }
    );
  }
  const cut = info.language === 'diff' ? cutDiff(text, code) : cutLines(text, code.lines, code.linePrefix);
  const language =
    !isFence && holdsFences(cut.text) ? 'markdown' : languageOf(info.language, info.fileName, cut.text);
  if (language === undefined) return undefined;
  const isConsole = isConsoleLabel(info.language);
  const console =
    language === 'shell' && info.language !== 'diff'
      ? cutConsole(text, code.lines, code.linePrefix, isConsole)
      : undefined;
  const carrier: Carrier = console !== undefined ? 'transcript' : isFence ? 'fence' : 'indentedCode';
  return {
    label: labelOf(isFence ? 'fence' : 'code', console === undefined ? language : 'console', heading),
    language,
    ...(console ?? cut),
    context: childContext(context, {
      carrier,
      fileName: info.fileName,
      shell: shellOf(info.language),
      badExample: context.badExample ?? badExampleReason(blocks, code, text),
      fenceLanguage: info.language,
    }),
  };
}

/**
 * True for indented code that is Markdown itself: what MkDocs shows in tabs (`=== "Helm"`) and call-outs (`!!! note`), which
 * are indented text there. A shell's here-document may hold fences, too; a command then stands above them.
 */
function holdsFences(text: string): boolean {
  const fence = /^ {0,3}(?:```|~~~)/m.exec(text);
  return fence !== null && sniffLanguage(text) === undefined;
}

function childContext(parent: RegionContext, own: Partial<RegionContext>): RegionContext {
  return {
    carrier: 'fence',
    fileName: '',
    inDocument: true,
    template: 'none',
    shell: 'unknown',
    badExample: parent.badExample,
    fenceLanguage: '',
    ...(parent.isExpanded === true ? { isExpanded: true } : {}),
    ...own,
  };
}

function labelOf(kind: 'fence' | 'code', language: string, heading: string): Message {
  if (kind === 'fence') {
    return heading === ''
      ? message('{language} fence', { language })
      : message('{language} fence in “{heading}”', { language, heading });
  }
  return heading === ''
    ? message('{language} code', { language })
    : message('{language} code in “{heading}”', { language, heading });
}

const consoleLabels = new Set([
  'console',
  'shell-session',
  'shellsession',
  'sh-session',
  'terminal',
  'commandline',
]);

function isConsoleLabel(word: string): boolean {
  return consoleLabels.has(word);
}

function shellOf(word: string): RegionContext['shell'] {
  return word === 'bash' || word === 'sh' || word === 'zsh' ? word : 'unknown';
}

const powerShellLabels = new Set(['powershell', 'pwsh', 'ps1', 'ps']);
const markdownLabels = new Set(['markdown', 'md', 'mdx']);

/** Undefined for code in a language that we do not read. */
function languageOf(word: string, fileName: string, text: string): LanguageId | undefined {
  if (markdownLabels.has(word)) return 'markdown';
  const label = word === 'diff' ? undefined : languageOfFence(word);
  const named = label ?? (fileName === '' ? undefined : languageOfFileName(fileName));
  if (named === 'other') return undefined;
  const content = sniffLanguage(text);
  if (named === undefined) return content;
  // Commands under `yaml` and manifests under `bash` are common; nearer kin are as their label says.
  const isContrary =
    named === 'shell' ? content === 'yaml' || content === 'json' : named === 'yaml' && content === 'shell';
  return isContrary ? content : named;
}

function cutLines(
  text: string,
  lines: readonly CodeLine[],
  linePrefix: string,
): { text: string; map: SourceMap } {
  const builder = new SourceMapBuilder(text);
  for (const line of lines) {
    // A tab that the container took a part of: its rest is blanks that the document does not have.
    if (line.pad > 0) builder.rewritten(line.start, line.start, ' '.repeat(line.pad));
    builder.verbatim(line.start, line.end);
  }
  return builder.build(linePrefix);
}

/** A diff shows what is (`+` and unmarked lines) and what was (`-`): only the former is text to check. */
function cutDiff(text: string, code: Fence | IndentedCode): { text: string; map: SourceMap } {
  const builder = new SourceMapBuilder(text);
  for (const line of code.lines) {
    const mark = text[line.start];
    const isHeader = text.startsWith('+++', line.start);
    if ((mark === '+' || mark === ' ') && !isHeader && line.end > line.start + 1) {
      builder.verbatim(line.start + 1, line.end);
    }
  }
  return builder.build(`${code.linePrefix}+`);
}
