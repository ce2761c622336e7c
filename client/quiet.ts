import {
  languages,
  window,
  workspace,
  type Diagnostic,
  type Disposable,
  type Position,
  type Uri,
} from 'vscode';
import type { Middleware } from 'vscode-languageclient';
import { diagnosticSource, section } from '../server/lsp/protocol';

/** How long after the last key a word counts as being typed. */
const typingMilliseconds = 1_000;

/** What the server said last of a document, and how to put it on the screen. */
interface Report {
  readonly uri: Uri;
  readonly diagnostics: readonly Diagnostic[];
  readonly show: (uri: Uri, diagnostics: Diagnostic[]) => void;
  shown: readonly Diagnostic[];
  /** The text moved on: its ranges are no longer true, and the next report is under way. */
  isOutdated: boolean;
}

/**
 * Holds findings back where they would disturb: under the cursor while a word is being typed, and where another
 * extension already shows something on the same range. Both are settings. What is held back is kept here and shown as
 * soon as its reason is gone; the server is not asked again.
 */
export class Quiet implements Disposable {
  private readonly reports = new Map<string, Report>();
  private typing: { readonly uri: string; readonly until: number } | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly subscriptions: readonly Disposable[];

  constructor() {
    this.subscriptions = [
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length === 0) return;
        const report = this.reports.get(document.uri.toString());
        if (report !== undefined) report.isOutdated = true;
        const isWord = contentChanges.length === 1 && /^[\w.:/-]$/.test(contentChanges[0]?.text ?? '');
        if (isWord && window.activeTextEditor?.document === document) this.typed(document.uri);
      }),
      // Others have their say at any time. Our own changes end here: nothing else may be shown after them.
      languages.onDidChangeDiagnostics(({ uris }) => {
        for (const uri of uris) this.lookAgain(uri.toString());
      }),
      workspace.onDidChangeConfiguration((event) => {
        if (!event.affectsConfiguration(section)) return;
        for (const uri of this.reports.keys()) this.lookAgain(uri);
      }),
    ];
  }

  /** Takes what is to be held back out of what the server says. */
  readonly handleDiagnostics: NonNullable<Middleware['handleDiagnostics']> = (uri, diagnostics, show) => {
    const report: Report = { uri, diagnostics, show, shown: [], isOutdated: false };
    if (diagnostics.length === 0) this.reports.delete(uri.toString());
    else this.reports.set(uri.toString(), report);
    this.show(report, this.allowedOf(report));
  };

  /** To be called when the server is gone: nothing that it said holds any longer. */
  forget(): void {
    this.reports.clear();
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private typed(uri: Uri): void {
    const key = uri.toString();
    this.typing = { uri: key, until: Date.now() + typingMilliseconds };
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.typing = undefined;
      this.lookAgain(key);
    }, typingMilliseconds);
  }

  /** Shows a report again where more or less of it may be shown now. */
  private lookAgain(key: string): void {
    const report = this.reports.get(key);
    if (report === undefined || report.isOutdated) return;
    const allowed = this.allowedOf(report);
    const isSame =
      allowed.length === report.shown.length && allowed.every((one, at) => one === report.shown[at]);
    if (!isSame) this.show(report, allowed);
  }

  private show(report: Report, allowed: Diagnostic[]): void {
    report.shown = allowed;
    report.show(report.uri, allowed);
  }

  private allowedOf({ uri, diagnostics }: Report): Diagnostic[] {
    const cursor = this.cursorIn(uri);
    const spoken = spokenBy(uri);
    if (cursor === undefined && spoken.length === 0) return [...diagnostics];
    return diagnostics.filter(
      ({ range }) =>
        !(cursor !== undefined && range.contains(cursor)) &&
        !spoken.some((other) => other.intersection(range) !== undefined),
    );
  }

  /** Where the word that is being typed stands; undefined while none is, or where it shall not matter. */
  private cursorIn(uri: Uri): Position | undefined {
    const editor = window.activeTextEditor;
    const isTyping = this.typing?.uri === uri.toString() && Date.now() < this.typing.until;
    if (!isTyping || editor?.document.uri.toString() !== uri.toString()) return undefined;
    const isQuiet = workspace.getConfiguration(section, uri).get<boolean>('quietWhileTyping', true);
    return isQuiet ? editor.selection.active : undefined;
  }
}

/** Where the extensions that the user named for it show something of a document. */
function spokenBy(uri: Uri): readonly Diagnostic['range'][] {
  const names = workspace.getConfiguration(section, uri).get<readonly string[]>('hideWhereOthersSpeak', []);
  if (names.length === 0) return [];
  return languages
    .getDiagnostics(uri)
    .filter(
      ({ source = '' }) =>
        source !== diagnosticSource &&
        names.some((name) => source.toLowerCase().startsWith(name.toLowerCase())),
    )
    .map(({ range }) => range);
}
