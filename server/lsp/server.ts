import {
  DidChangeWorkspaceFoldersNotification,
  TextDocumentSyncKind,
  type Connection,
  type InitializeResult,
  type ServerCapabilities,
} from 'vscode-languageserver';
import { Analyses } from './analyses';
import { codeActionKinds, registerCodeActions } from './codeActions';
import { completionTriggers, registerCompletion } from './completion';
import { ConfigFiles } from './configFiles';
import { registerCodeLenses } from './codeLens';
import { Diagnostics } from './diagnostics';
import { Documents } from './documents';
import type { Engine } from './engine';
import { registerFixRequests } from './fixRequests';
import { Guard } from './guard';
import type { Host } from './host';
import { registerHover } from './hover';
import { Previews, previewCapability } from './previews';
import { commands, pingMethod, readyMethod, section } from './protocol';
import { openSession, type Session } from './session';
import { Settings } from './settings';

/**
 * Serves one client over `connection` until it closes. Returns at once.
 *
 * `loadEngine` is called once the client has its answer to `initialize`, so that this is answered before any
 * parser is loaded, and the parsers are there when the first document comes.
 */
export function startServer(connection: Connection, host: Host, loadEngine: () => Promise<Engine>): void {
  const guard = new Guard(connection.console);
  let wake: (() => Promise<void>) | undefined;
  let awake: Promise<void> | undefined;
  let engine: Promise<Engine> | undefined;
  const loadOnce = (): Promise<Engine> => (engine ??= loadEngine());
  connection.onInitialize((params): InitializeResult => {
    const session = openSession(params, host);
    wake = register(connection, session, host, guard, loadOnce);
    return { capabilities: capabilitiesOf(session), serverInfo: { name: section } };
  });
  connection.onInitialized(() => void (awake = wake?.()));
  connection.onRequest(pingMethod, () => null);
  connection.onRequest(readyMethod, async () => {
    await loadOnce();
    await awake;
    return null;
  });
  connection.listen();
}

/**
 * Wires up the features for a session; gives back what is to be done once the client is ready, which ends when the
 * first document would be answered at once. It does not fail.
 */
function register(
  connection: Connection,
  session: Session,
  host: Host,
  guard: Guard,
  loadOnce: () => Promise<Engine>,
): () => Promise<void> {
  const documents = new Documents(connection, session.convert, () => host.now(), {
    opened: (uri) => {
      configFiles.touched(uri);
      diagnostics.changed(uri);
    },
    changed: (uri) => {
      configFiles.touched(uri);
      diagnostics.changed(uri);
      previews.changed(uri);
    },
    closed: (uri) => {
      configFiles.touched(uri);
      analyses.forget(uri);
      previews.closed(uri);
      diagnostics.closed(uri);
    },
  });
  const outdated = (): void => {
    analyses.invalidate();
    diagnostics.refresh();
  };
  const configFiles = new ConfigFiles(connection, session, documents, host, guard, loadOnce, outdated);
  const settings = new Settings(connection, session, host, guard, configFiles, outdated);
  const analyses = new Analyses(connection, session, documents, settings, host, guard, loadOnce);
  const diagnostics = new Diagnostics(connection, session, documents, analyses, guard);
  const previews = new Previews(connection, analyses, guard);
  registerCodeActions(connection, session, analyses, guard);
  registerFixRequests(connection, session, analyses, guard);
  registerCodeLenses(connection, session, analyses, guard, (milliseconds) => host.sleep(milliseconds));
  registerHover(connection, session, analyses, guard);
  registerCompletion(connection, session, documents, analyses, guard, () => host.today());
  registerShowRule(connection, session, guard);
  return () => {
    const warm = analyses.warmUp();
    guard.run('client/registerCapability', () => settings.watch());
    guard.run('client/registerCapability', () => configFiles.watch());
    if (!session.canChangeFolders) return warm;
    guard.run(DidChangeWorkspaceFoldersNotification.method, () => {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        for (const { uri } of removed) session.folders.remove(uri);
        for (const { uri } of added) session.folders.add(uri);
        settings.forgetFolders();
        // Paths name the kind of a file, and are part of what was found; and folders say where files are looked for.
        configFiles.forget();
      });
    });
    return warm;
  };
}

/** For editors other than ours, which runs the command itself: shows the page as a file. */
function registerShowRule(connection: Connection, session: Session, guard: Guard): void {
  if (!canShowRule(session)) return;
  connection.onExecuteCommand(
    guard.request<{ command: string; arguments?: unknown[] }, null>(
      'workspace/executeCommand',
      null,
      async (params) => {
        const [ruleId] = params.arguments ?? [];
        if (params.command !== commands.showRule || typeof ruleId !== 'string') return null;
        const uri = /^[a-z0-9-]+$/.test(ruleId) ? session.pageUri(ruleId) : undefined;
        if (uri !== undefined) await connection.window.showDocument({ uri });
        return null;
      },
    ),
  );
}

function canShowRule(session: Session): boolean {
  return session.options.isOwnClient !== true && session.canShowDocuments;
}

function capabilitiesOf(session: Session): ServerCapabilities {
  return {
    positionEncoding: session.convert.encoding,
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    hoverProvider: true,
    completionProvider: { triggerCharacters: completionTriggers },
    ...(session.options.isOwnClient === true ? { codeLensProvider: { resolveProvider: true } } : {}),
    codeActionProvider: session.hasCodeActionLiterals ? { codeActionKinds: [...codeActionKinds] } : true,
    ...(session.canPullDiagnostics
      ? {
          diagnosticProvider: {
            identifier: section,
            interFileDependencies: false,
            workspaceDiagnostics: false,
          },
        }
      : {}),
    ...(canShowRule(session) ? { executeCommandProvider: { commands: [commands.showRule] } } : {}),
    workspace: {
      ...(session.canChangeFolders
        ? { workspaceFolders: { supported: true, changeNotifications: true } }
        : {}),
      ...(session.hasTextDocumentContent ? { textDocumentContent: previewCapability } : {}),
    },
  };
}
