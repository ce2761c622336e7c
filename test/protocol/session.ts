import type {
  CodeAction,
  ConfigurationParams,
  Diagnostic,
  DocumentDiagnosticReport,
  Hover,
  InitializeResult,
  Position,
  Range,
  ServerCapabilities,
  TextDocumentEdit,
} from 'vscode-languageserver';
import { Peer, type LspTextEdit, type Transport } from './peer';

/** What VS Code declares, as far as the server asks. */
export const editorCapabilities = {
  general: { positionEncodings: ['utf-16'] },
  textDocument: {
    synchronization: { dynamicRegistration: true },
    diagnostic: { relatedInformation: true, codeDescriptionSupport: true, dataSupport: true },
    publishDiagnostics: { relatedInformation: true },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: [''] } },
      isPreferredSupport: true,
    },
  },
  workspace: {
    configuration: true,
    didChangeConfiguration: { dynamicRegistration: true },
    diagnostics: { refreshSupport: true },
    workspaceFolders: true,
    workspaceEdit: { documentChanges: true, snippetEditSupport: true },
  },
  window: { showDocument: { support: true } },
};

/** An editor of the years before pulling, snippets and Markdown. */
export const plainCapabilities = {
  textDocument: {
    publishDiagnostics: {},
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [''] } } },
  },
};

export interface SessionOptions {
  readonly capabilities?: object;
  readonly initializationOptions?: object;
  readonly folders?: readonly string[];
  readonly settings?: () => object;
}

/** A session with a server, from `initialize` on. */
export class TestSession {
  private constructor(
    readonly peer: Peer,
    readonly capabilities: ServerCapabilities,
  ) {}

  static async open(transport: Transport, options: SessionOptions = {}): Promise<TestSession> {
    const peer = new Peer(transport);
    peer.answer('workspace/configuration', ({ items }: ConfigurationParams) =>
      items.map(() => options.settings?.() ?? null),
    );
    const { capabilities } = await peer.request<InitializeResult>('initialize', {
      processId: null,
      rootUri: null,
      capabilities: options.capabilities ?? editorCapabilities,
      workspaceFolders: (options.folders ?? []).map((uri) => ({ uri, name: uri })),
      initializationOptions: options.initializationOptions ?? { isOwnClient: true, debounceMilliseconds: 5 },
    });
    peer.notify('initialized', {});
    return new TestSession(peer, capabilities);
  }

  didOpen(uri: string, text: string, languageId = 'markdown', version = 1): void {
    this.peer.notify('textDocument/didOpen', { textDocument: { uri, languageId, version, text } });
  }

  didChange(uri: string, version: number, contentChanges: readonly object[]): void {
    this.peer.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges });
  }

  didClose(uri: string): void {
    this.peer.notify('textDocument/didClose', { textDocument: { uri } });
  }

  pull(uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport> {
    return this.peer.request('textDocument/diagnostic', { textDocument: { uri }, previousResultId });
  }

  async diagnostics(uri: string): Promise<readonly Diagnostic[]> {
    const report = await this.pull(uri);
    return report.kind === 'full' ? report.items : [];
  }

  codeActions(
    uri: string,
    range: Range,
    only?: readonly string[],
    diagnostics: readonly Diagnostic[] = [],
  ): Promise<CodeAction[]> {
    const context = { diagnostics, ...(only === undefined ? {} : { only }) };
    return this.peer.request('textDocument/codeAction', { textDocument: { uri }, range, context });
  }

  hover(uri: string, position: Position): Promise<Hover | null> {
    return this.peer.request('textDocument/hover', { textDocument: { uri }, position });
  }

  async close(): Promise<void> {
    await this.peer.transport.close();
  }
}

/** The edits of an action, whatever shape they came in, and the version they are for. */
export function editsOf(action: CodeAction | undefined): {
  readonly version: number | null | undefined;
  readonly edits: readonly LspTextEdit[];
} {
  const [change] = (action?.edit?.documentChanges ?? []) as readonly TextDocumentEdit[];
  if (change !== undefined) return { version: change.textDocument.version, edits: change.edits };
  return { version: undefined, edits: Object.values(action?.edit?.changes ?? {}).flat() };
}

export function range(
  startLine: number,
  startCharacter: number,
  endLine: number,
  endCharacter: number,
): Range {
  return {
    start: { line: startLine, character: startCharacter },
    end: { line: endLine, character: endCharacter },
  };
}
