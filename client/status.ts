import {
  l10n,
  languages,
  LanguageStatusSeverity,
  Uri,
  window,
  workspace,
  type DocumentSelector,
  type LanguageStatusItem,
  type TextDocument,
} from 'vscode';
import { commands, type DocumentStatus, type NotAnalyzedPart } from '../server/lsp/protocol';

/** Reasons named in the status; the rest is counted. */
const namedReasons = 3;

/** What was analyzed of the document at hand, in VS Code's language status (the braces in the status bar). */
export class Status {
  private readonly item: LanguageStatusItem;
  private readonly known = new Map<string, DocumentStatus>();
  private readonly subscriptions: readonly { dispose(): unknown }[];
  private isServing = false;

  constructor(
    selector: DocumentSelector,
    private readonly name: string,
  ) {
    this.item = languages.createLanguageStatusItem('securityHints.document', selector);
    this.item.name = name;
    this.item.command = { title: l10n.t('Show Output'), command: commands.showOutput };
    this.subscriptions = [
      this.item,
      window.onDidChangeActiveTextEditor(() => this.show()),
      workspace.onDidCloseTextDocument(({ uri }) => void this.known.delete(uri.toString())),
    ];
    this.show();
  }

  /** What the server says of a document. */
  update(status: DocumentStatus): void {
    this.known.set(Uri.parse(status.uri).toString(), status);
    this.show();
  }

  /** Whether a server is there; without one nothing that was said still holds. */
  set serving(isServing: boolean) {
    this.isServing = isServing;
    if (!isServing) this.known.clear();
    this.show();
  }

  of(document: TextDocument): DocumentStatus | undefined {
    return this.known.get(document.uri.toString());
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private show(): void {
    const document = window.activeTextEditor?.document;
    const status = document && this.of(document);
    this.item.busy = this.isServing && status === undefined;
    if (status === undefined) {
      this.item.text = this.isServing ? this.name : l10n.t('Security Hints is not running');
      this.item.detail = undefined;
      this.item.severity = this.isServing
        ? LanguageStatusSeverity.Information
        : LanguageStatusSeverity.Warning;
      return;
    }
    this.item.text = textOf(status);
    this.item.detail = detailOf(this.name, status.notAnalyzed);
    this.item.severity =
      status.notAnalyzed.length === 0 ? LanguageStatusSeverity.Information : LanguageStatusSeverity.Warning;
  }
}

function textOf({ regions, findings, suppressed, notAnalyzed }: DocumentStatus): string {
  if (notAnalyzed.some((part) => part.line === undefined)) return l10n.t('Not analyzed');
  const parts = [
    regions === 1 ? l10n.t('1 region') : l10n.t('{count} regions', { count: regions }),
    findings === 1 ? l10n.t('1 finding') : l10n.t('{count} findings', { count: findings }),
  ];
  if (suppressed === 1) parts.push(l10n.t('1 ignored'));
  else if (suppressed > 1) parts.push(l10n.t('{count} ignored', { count: suppressed }));
  return parts.join(', ');
}

/** Whose words these are, since VS Code names nobody, and what was left out. */
function detailOf(name: string, parts: readonly NotAnalyzedPart[]): string {
  if (parts.length === 0) return name;
  const named = parts
    .slice(0, namedReasons)
    .map(({ line, reason }) =>
      line === undefined ? reason : l10n.t('line {line}: {reason}', { line: line + 1, reason }),
    );
  const rest = parts.length - namedReasons;
  if (rest === 1) named.push(l10n.t('and 1 more'));
  else if (rest > 1) named.push(l10n.t('and {count} more', { count: rest }));
  return `${name} · ${l10n.t('not analyzed: {reasons}', { reasons: named.join('; ') })}`;
}
