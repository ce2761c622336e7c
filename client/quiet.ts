import {
  languages,
  Uri,
  window,
  workspace,
  type Diagnostic,
  type Disposable,
  type Position,
  type TextDocument,
} from 'vscode';
import {
  DocumentDiagnosticRequest,
  vsdiag,
  type BaseLanguageClient,
  type Middleware,
} from 'vscode-languageclient';
import { diagnosticSource, section } from '../server/lsp/protocol';

/** How long after the last key a word counts as being typed. */
const typingMilliseconds = 1_000;

/**
 * Holds findings back where they would disturb: under the cursor while a word is being typed, and where another
 * extension already shows something on the same range. Both are settings. What is held back is shown as soon as its
 * reason is gone.
 */
export class Quiet implements Disposable {
  private typing: { readonly uri: string; readonly until: number } | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** What others show of each document, as text, so that our own changes start nothing. */
  private readonly others = new Map<string, string>();
  /** Documents of which something is held back now. */
  private readonly hasHeldBack = new Set<string>();
  private readonly subscriptions: readonly Disposable[];

  constructor(private readonly client: () => BaseLanguageClient | undefined) {
    this.subscriptions = [
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        const isWord = contentChanges.length === 1 && /^[\w.:/-]$/.test(contentChanges[0]?.text ?? '');
        if (isWord && window.activeTextEditor?.document === document) this.typed(document);
      }),
      languages.onDidChangeDiagnostics(({ uris }) => {
        for (const uri of uris) this.noticed(uri);
      }),
      workspace.onDidChangeConfiguration((event) => {
        if (!event.affectsConfiguration(section)) return;
        for (const { document } of window.visibleTextEditors) this.pull(document);
      }),
      workspace.onDidCloseTextDocument(({ uri }) => void this.others.delete(uri.toString())),
    ];
  }

  /** Takes what is to be held back out of the server's reports. */
  readonly provideDiagnostics: NonNullable<Middleware['provideDiagnostics']> = async (
    document,
    previousResultId,
    token,
    next,
  ) => {
    const uri = document instanceof Uri ? document : document.uri;
    const settings = workspace.getConfiguration(section, uri);
    const sources = settings.get<readonly string[]>('hideWhereOthersSpeak', []);
    const cursor = settings.get<boolean>('quietWhileTyping', true) ? this.cursorIn(uri) : undefined;
    const holdsBack = sources.length > 0 || cursor !== undefined || this.hasHeldBack.has(uri.toString());
    // "Unchanged" would be about a report of which a part was held back.
    const report = await next(document, holdsBack ? undefined : previousResultId, token);
    if (report?.kind !== vsdiag.DocumentDiagnosticReportKind.full) return report;
    const spoken = sources.length === 0 ? [] : this.spokenBy(uri, sources);
    const items = report.items.filter(
      ({ range }) =>
        !(cursor !== undefined && range.contains(cursor)) &&
        !spoken.some((other) => other.intersection(range) !== undefined),
    );
    if (items.length < report.items.length) this.hasHeldBack.add(uri.toString());
    else this.hasHeldBack.delete(uri.toString());
    return { ...report, items };
  };

  dispose(): void {
    clearTimeout(this.timer);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private typed(document: TextDocument): void {
    this.typing = { uri: document.uri.toString(), until: Date.now() + typingMilliseconds };
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.typing = undefined;
      if (this.hasHeldBack.has(document.uri.toString())) this.pull(document);
    }, typingMilliseconds);
  }

  /** Where the word that is being typed stands; undefined while none is. */
  private cursorIn(uri: Uri): Position | undefined {
    const editor = window.activeTextEditor;
    const isTyping = this.typing?.uri === uri.toString() && Date.now() < this.typing.until;
    return isTyping && editor?.document.uri.toString() === uri.toString()
      ? editor.selection.active
      : undefined;
  }

  /** Others have their say at any time: ours is looked at again when theirs is new. */
  private noticed(uri: Uri): void {
    const sources = workspace
      .getConfiguration(section, uri)
      .get<readonly string[]>('hideWhereOthersSpeak', []);
    if (sources.length === 0) return;
    const said = JSON.stringify(this.spokenBy(uri, sources));
    if (said === (this.others.get(uri.toString()) ?? '[]')) return;
    this.others.set(uri.toString(), said);
    const document = workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
    if (document !== undefined) this.pull(document);
  }

  private spokenBy(uri: Uri, sources: readonly string[]): readonly Diagnostic['range'][] {
    return languages
      .getDiagnostics(uri)
      .filter(
        ({ source = '' }) =>
          source !== diagnosticSource &&
          sources.some((name) => source.toLowerCase().startsWith(name.toLowerCase())),
      )
      .map(({ range }) => range);
  }

  private pull(document: TextDocument): void {
    const feature = this.client()?.getFeature(DocumentDiagnosticRequest.method);
    feature?.getProvider(document)?.onDidChangeDiagnosticsEmitter.fire();
  }
}
