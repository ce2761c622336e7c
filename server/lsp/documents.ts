import type { Connection } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Converter } from './convert';

/** An open document. `edition` counts its changes here, whatever versions the client gives. */
export interface OpenDocument {
  readonly text: TextDocument;
  readonly edition: number;
  /** When it last changed; undefined until it does. */
  readonly changedAt: number | undefined;
}

export interface DocumentListener {
  opened(uri: string): void;
  changed(uri: string): void;
  closed(uri: string): void;
}

/**
 * The documents that the client has open, kept by incremental changes.
 *
 * What the client says about a document that it never opened is ignored; a document opened twice is
 * replaced.
 */
export class Documents {
  private readonly open = new Map<string, OpenDocument>();
  private editions = 0;

  constructor(
    connection: Connection,
    private readonly convert: Converter,
    private readonly now: () => number,
    private readonly listener: DocumentListener,
  ) {
    connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => {
      this.set(uri, TextDocument.create(uri, languageId, version, text), undefined);
      this.listener.opened(uri);
    });
    connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
      const document = this.open.get(uri);
      if (document === undefined) return;
      let { text } = document;
      for (const change of contentChanges) {
        const asUtf16 =
          'range' in change
            ? {
                range: {
                  start: this.convert.toUtf16(text, change.range.start),
                  end: this.convert.toUtf16(text, change.range.end),
                },
                text: change.text,
              }
            : change;
        text = TextDocument.update(text, [asUtf16], version);
      }
      this.set(uri, text, this.now());
      this.listener.changed(uri);
    });
    connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
      if (this.open.delete(uri)) this.listener.closed(uri);
    });
  }

  get(uri: string): OpenDocument | undefined {
    return this.open.get(uri);
  }

  uris(): readonly string[] {
    return [...this.open.keys()];
  }

  /** True while no later change has arrived. */
  isCurrent(document: OpenDocument): boolean {
    return this.open.get(document.text.uri)?.edition === document.edition;
  }

  private set(uri: string, text: TextDocument, changedAt: number | undefined): void {
    this.open.set(uri, { text, edition: ++this.editions, changedAt });
  }
}
