import {
  MarkupKind,
  type Connection,
  type Hover,
  type HoverParams,
  type Position,
} from 'vscode-languageserver';
import type { DocumentFinding } from '../engine/analyze';
import { describeEased } from '../engine/environment';
import type { DocumentFix } from '../engine/fixes';
import { formatChange } from '../output/diff';
import { message } from '../rule/finding';
import type { Reference } from '../rule/rule';
import { contains, union } from '../text/range';
import type { Analyses, Analyzed } from './analyses';
import { shownFindings, worstFirst } from './diagnostics';
import type { Guard } from './guard';
import { ownWordAt } from './ownWords';
import { commands, type FixTarget } from './protocol';
import type { Session } from './session';

/**
 * What is found here, why it matters, what to do, and what says so. In the hover and not in the message,
 * because editors show messages as plain text.
 */
export function registerHover(
  connection: Connection,
  session: Session,
  analyses: Analyses,
  guard: Guard,
): void {
  connection.onHover(
    guard.request<HoverParams, Hover | null>('textDocument/hover', null, async (params, token) => {
      const analyzed = await analyses.of(params.textDocument.uri, token);
      if (analyzed === undefined) return null;
      return (
        (await analyses.more(analyzed, () => hoverOf(session, analyzed, params.position), token)) ?? null
      );
    }),
  );
}

function* hoverOf(
  session: Session,
  analyzed: Analyzed,
  position: Position,
): Generator<undefined, Hover | undefined> {
  const { text } = analyzed.document;
  const offset = session.convert.toOffset(text, position);
  const place = { start: offset, end: offset };
  const findings = worstFirst(shownFindings(analyzed).filter(({ range }) => contains(range, place)));
  const [first] = findings;
  if (first === undefined) return wordHover(session, analyzed, offset);
  const parts: string[] = [];
  for (const finding of findings) {
    parts.push(describe(session, analyzed, finding));
    yield;
  }
  const range = findings.reduce((whole, finding) => union(whole, finding.range), first.range);
  return {
    range: session.convert.toRange(text, range),
    contents: session.hasMarkdownHover
      ? { kind: MarkupKind.Markdown, value: parts.join('\n\n---\n\n') }
      : { kind: MarkupKind.PlainText, value: parts.join('\n\n') },
  };
}

/** Of a word that is none of the document's but ours. */
function wordHover(session: Session, analyzed: Analyzed, offset: number): Hover | undefined {
  const word = ownWordAt(analyzed, offset);
  if (word === undefined) return undefined;
  const { say } = session;
  const is = session.hasMarkdownHover ? markdown : plain;
  const text = is.text(say(word.text));
  const paragraphs = word.rule
    ? [is.strong(say(word.text)), is.text(say(message(word.rule.why))), pageLink(session, word.rule.id) ?? '']
    : [text];
  return {
    range: session.convert.toRange(analyzed.document.text, word.range),
    contents: {
      kind: session.hasMarkdownHover ? MarkupKind.Markdown : MarkupKind.PlainText,
      value: paragraphs.filter((paragraph) => paragraph !== '').join('\n\n'),
    },
  };
}

function describe(session: Session, analyzed: Analyzed, finding: DocumentFinding): string {
  const { meta } = finding;
  const { say } = session;
  const is = session.hasMarkdownHover ? markdown : plain;
  const fixes = analyzed.engine.fixes(analyzed.analysis, finding);
  const weight = message('(severity {severity}, confidence {confidence})', {
    severity: message(finding.severity),
    confidence: message(finding.confidence),
  });
  const paragraphs = [
    `${is.strong(say(message(meta.title)))} ${is.text(say(weight))}`,
    // VS Code shows the message of a diagnostic above every hover by itself.
    ...(session.options.isOwnClient === true ? [] : [is.text(say(finding.message))]),
    is.text(say(message(meta.why))),
  ];
  if (finding.badExample !== undefined) {
    const reason = finding.badExample;
    paragraphs.push(is.text(say(message('Shown as wrong on purpose: {reason}', { reason }))));
  }
  if (finding.eased !== undefined) {
    paragraphs.push(is.text(describeEased(finding.severity, finding.eased, session.translate)));
  }
  if (finding.layer.length > 0) {
    paragraphs.push(is.text(say(message('In {layers}', { layers: finding.layer.map(say).join(' › ') }))));
  }
  paragraphs.push(...fixParagraphs(session, analyzed, finding, fixes));
  if (meta.references.length > 0) {
    const references = meta.references.map(describeReference).map(is.text);
    paragraphs.push(is.list(say(message('References')), references));
  }
  paragraphs.push(pageLink(session, meta.id) ?? is.text(meta.id));
  return paragraphs.join('\n\n');
}

/** The fixes, each with what it is like, and the lines that the first one changes, before and after. */
function fixParagraphs(
  session: Session,
  { analysis, document }: Analyzed,
  { fingerprint }: DocumentFinding,
  fixes: readonly DocumentFix[],
): readonly string[] {
  const [first] = fixes;
  if (first === undefined) return [];
  const { say } = session;
  const is = session.hasMarkdownHover ? markdown : plain;
  const items = fixes.map((fix, index) => {
    const text = is.text(describeFix(session, fix));
    const target: FixTarget = { uri: document.text.uri, fingerprint, fix: index };
    return session.options.isOwnClient === true && session.hasMarkdownHover
      ? `${text} [${say(message('Preview'))}](${commandUri(commands.previewFix, target)})`
      : text;
  });
  const change = formatChange(analysis, first.edits);
  const shown = session.hasMarkdownHover ? fenced(change) : change;
  const list = is.list(say(message('Fixes')), items);
  if (fixes.length === 1) return [list, shown];
  return [list, is.text(say(message('{title}, before and after:', { title: message(first.title) }))), shown];
}

/** As a fence of its own language, closed by more backticks than the change has in a row. */
function fenced(change: string): string {
  const longest = Math.max(2, ...[...change.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}diff\n${change}\n${fence}`;
}

function describeFix({ say, translate }: Session, { title, applicability, note }: DocumentFix): string {
  const kind = applicability === 'safe' ? say(message('safe')) : say(message('review'));
  return `${translate(title)} (${kind})${note === undefined ? '' : `: ${say(note)}`}`;
}

function commandUri(command: string, ...args: readonly unknown[]): string {
  return `command:${command}?${encodeURIComponent(JSON.stringify(args))}`;
}

function describeReference({ standard, version, control, title }: Reference): string {
  const source = [standard, version].filter((part) => part !== '').join(' ');
  const name = control === title ? [title] : [control, title];
  return `${name.filter((part) => part !== '').join(' ')} (${source})`;
}

/** Our client runs a command, since VS Code strips links with schemes it does not know; others open a file. */
function pageLink(session: Session, ruleId: string): string | undefined {
  if (!session.hasMarkdownHover) return undefined;
  const label = session.say(message('Open the page of {rule}', { rule: ruleId }));
  if (session.options.isOwnClient === true) return `[${label}](${commandUri(commands.showRule, ruleId)})`;
  const page = session.pageUri(ruleId);
  return page === undefined ? undefined : `[${label}](${page})`;
}

interface Style {
  readonly strong: (text: string) => string;
  readonly text: (text: string) => string;
  readonly list: (title: string, items: readonly string[]) => string;
}

const plain: Style = {
  strong: (text) => text,
  text: (text) => text,
  list: (title, items) => [`${title}:`, ...items.map((item) => `- ${item}`)].join('\n'),
};

const markdown: Style = {
  strong: (text) => `**${escapeMarkdown(text)}**`,
  text: escapeMarkdown,
  list: (title, items) => [`${title}:`, '', ...items.map((item) => `- ${item}`)].join('\n'),
};

/** Messages quote the document: what it says must be shown and not be rendered (CommonMark 0.31.2 §2.4). */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+!|~&]/g, '\\$&').replace(/\s*\n\s*/g, ' ');
}
