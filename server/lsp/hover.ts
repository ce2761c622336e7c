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
import { formatMessage } from '../rule/finding';
import type { Reference } from '../rule/rule';
import { contains, union } from '../text/range';
import type { Analyses, Analyzed } from './analyses';
import { shownFindings, worstFirst } from './diagnostics';
import type { Guard } from './guard';
import { commands } from './protocol';
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
  if (first === undefined) return undefined;
  const parts: string[] = [];
  for (const finding of findings) {
    parts.push(describe(session, finding, analyzed.engine.fixes(analyzed.analysis, finding)));
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

function describe(session: Session, finding: DocumentFinding, fixes: readonly DocumentFix[]): string {
  const { meta } = finding;
  const is = session.hasMarkdownHover ? markdown : plain;
  const paragraphs = [
    `${is.strong(meta.title)} ${is.text(`(severity ${finding.severity}, confidence ${finding.confidence})`)}`,
    is.text(formatMessage(finding.message)),
    is.text(meta.why),
  ];
  if (finding.badExample !== undefined) {
    paragraphs.push(is.text(`Shown as wrong on purpose: ${finding.badExample}`));
  }
  if (finding.eased !== undefined) paragraphs.push(is.text(describeEased(finding.severity, finding.eased)));
  if (finding.layer.length > 0) paragraphs.push(is.text(`In ${finding.layer.join(' › ')}`));
  if (fixes.length > 0) paragraphs.push(is.list('Fixes', fixes.map(describeFix).map(is.text)));
  if (meta.references.length > 0) {
    paragraphs.push(is.list('References', meta.references.map(describeReference).map(is.text)));
  }
  paragraphs.push(pageLink(session, meta.id) ?? is.text(meta.id));
  return paragraphs.join('\n\n');
}

function describeFix({ title, applicability, note }: DocumentFix): string {
  return `${title} (${applicability})${note === undefined ? '' : `: ${note}`}`;
}

function describeReference({ standard, version, control, title }: Reference): string {
  const source = [standard, version].filter((part) => part !== '').join(' ');
  return `${[control, title].filter((part) => part !== '').join(' ')} (${source})`;
}

/** Our client runs a command, since VS Code strips links with schemes it does not know; others open a file. */
function pageLink(session: Session, ruleId: string): string | undefined {
  if (!session.hasMarkdownHover) return undefined;
  if (session.options.isOwnClient === true) {
    const argument = encodeURIComponent(JSON.stringify([ruleId]));
    return `[Open the page of ${ruleId}](command:${commands.showRule}?${argument})`;
  }
  const page = session.pageUri(ruleId);
  return page === undefined ? undefined : `[Open the page of ${ruleId}](${page})`;
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
