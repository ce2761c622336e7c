import type { InitializeParams } from 'vscode-languageserver';
import { chooseEncoding, Converter } from './convert';
import type { Host } from './host';
import { formatMessage, type Message } from '../rule/finding';
import { pageUri, type InitializationOptions } from './protocol';
import { FolderPaths } from './folderPaths';

/** What was agreed with the client when the session began; nothing of it changes, but the folders. */
export interface Session {
  readonly convert: Converter;
  readonly canPullDiagnostics: boolean;
  readonly canRefreshDiagnostics: boolean;
  readonly hasRelatedInformation: boolean;
  readonly hasCodeDescription: boolean;
  readonly hasCodeActionLiterals: boolean;
  readonly hasVersionedEdits: boolean;
  readonly hasSnippetEdits: boolean;
  readonly hasMarkdownHover: boolean;
  readonly hasConfiguration: boolean;
  readonly canRegisterConfiguration: boolean;
  readonly canChangeFolders: boolean;
  readonly canWatchFiles: boolean;
  readonly canShowDocuments: boolean;
  readonly canAnnotateEdits: boolean;
  readonly canCreateFiles: boolean;
  readonly hasTextDocumentContent: boolean;
  readonly options: InitializationOptions;
  readonly folders: FolderPaths;
  /** A template in the client's language; itself where we have no other. */
  readonly translate: (template: string) => string;
  /** A sentence in the client's language, where we have it. */
  readonly say: (message: Message) => string;
  /** Where the page of a rule can be read in this client; undefined when it has no way to open one. */
  pageUri(ruleId: string): string | undefined;
}

export function openSession(params: InitializeParams, host: Host): Session {
  const { capabilities } = params;
  const { general, textDocument, workspace, window } = capabilities;
  const options = readOptions(params.initializationOptions);
  const translate = (template: string): string => options.translations?.[template] ?? template;
  const isPulling = textDocument?.diagnostic !== undefined;
  const shown = isPulling ? textDocument.diagnostic : textDocument?.publishDiagnostics;
  return {
    convert: new Converter(chooseEncoding(general?.positionEncodings)),
    canPullDiagnostics: isPulling,
    canRefreshDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    hasRelatedInformation:
      (shown?.relatedInformation ?? textDocument?.publishDiagnostics?.relatedInformation) === true,
    hasCodeDescription:
      (shown?.codeDescriptionSupport ?? textDocument?.publishDiagnostics?.codeDescriptionSupport) === true,
    hasCodeActionLiterals: textDocument?.codeAction?.codeActionLiteralSupport !== undefined,
    hasVersionedEdits: workspace?.workspaceEdit?.documentChanges === true,
    hasSnippetEdits: workspace?.workspaceEdit?.snippetEditSupport === true,
    hasMarkdownHover: textDocument?.hover?.contentFormat?.includes('markdown') === true,
    hasConfiguration: workspace?.configuration === true,
    canRegisterConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    canWatchFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    canChangeFolders: workspace?.workspaceFolders === true,
    canShowDocuments: window?.showDocument?.support === true,
    canAnnotateEdits: workspace?.workspaceEdit?.changeAnnotationSupport !== undefined,
    canCreateFiles: workspace?.workspaceEdit?.resourceOperations?.includes('create') === true,
    hasTextDocumentContent: workspace?.textDocumentContent !== undefined,
    options,
    translate,
    say: (message) => formatMessage(message, translate),
    folders: new FolderPaths(foldersOf(params)),
    pageUri: (ruleId) => (options.isOwnClient === true ? pageUri(ruleId) : host.pageUri(ruleId)),
  };
}

function foldersOf(params: InitializeParams): readonly string[] {
  if (Array.isArray(params.workspaceFolders)) return params.workspaceFolders.map((folder) => folder.uri);
  // Clients from before LSP 3.6 have one root and no folders.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const root = params.rootUri;
  return typeof root === 'string' ? [root] : [];
}

function readOptions(value: unknown): InitializationOptions {
  if (typeof value !== 'object' || value === null) return {};
  const { isOwnClient, debounceMilliseconds, quarantine, settings, translations } =
    value as InitializationOptions;
  return {
    isOwnClient: isOwnClient === true,
    ...(typeof debounceMilliseconds === 'number' && debounceMilliseconds >= 0
      ? { debounceMilliseconds }
      : {}),
    quarantine: Array.isArray(quarantine) ? quarantine : [],
    settings,
    ...(typeof translations === 'object' ? { translations } : {}),
  };
}
