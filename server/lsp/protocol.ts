/**
 * What server and client say to each other beside the Language Server Protocol. Every part is optional:
 * other editors know nothing of it.
 *
 * The only file of the server that the client imports, so it imports nothing that imports a parser.
 */
export { allFilePatterns, allLanguageIds } from '../languages/documents';

/** Name of the file that configures the folder it stands in (engine/configFile.ts reads it). */
export const configFileName = '.security-hints.yaml';

/** Prefix of settings, commands and of the methods below. */
export const section = 'securityHints';

export const diagnosticSource = 'Security Hints';

/** Kind of the code action that applies every safe fix of a document. */
export const fixAllKind = 'source.fixAll.securityHints';
/** Kinds of the actions that stand beside the fixes of a finding; all are quick fixes (LSP 3.17, `CodeActionKind`). */
export const previewKind = 'quickfix.securityHints.preview';
export const bulkKind = 'quickfix.securityHints.fixAll';
export const ignoreKind = 'quickfix.securityHints.ignore';
export const pageKind = 'quickfix.securityHints.page';

export const commands = {
  /** Of the preview at hand, which is the argument: its URI. */
  applyFix: 'securityHints.applyFix',
  /** Of the document at hand, or `FixAllParams`. */
  fixAllSafe: 'securityHints.fixAllSafe',
  fixAllSafeInWorkspace: 'securityHints.fixAllSafeInWorkspace',
  ignoreHere: 'securityHints.ignoreHere',
  openExample: 'securityHints.openExample',
  /** One argument: a `FixTarget` without `fix`, or with it where it is known which. */
  previewFix: 'securityHints.previewFix',
  /** One argument: a sentence, which is shown in the status bar for a while. */
  report: 'securityHints.report',
  restart: 'securityHints.restart',
  showOutput: 'securityHints.showOutput',
  /** Two arguments: a document's URI and a position. */
  showFinding: 'securityHints.showFinding',
  /** One argument: a rule's id. */
  showRule: 'securityHints.showRule',
} as const;

/** Scheme of the pages of rules, which the client serves from its own bundle, without a network. */
export const pageScheme = 'security-hints';

export function pageUri(ruleId: string): string {
  return `${pageScheme}:/rules/${ruleId}.md`;
}

/** The rule of a page's path, `undefined` for a path that names none. */
export function ruleOfPagePath(path: string): string | undefined {
  return /^\/rules\/([a-z0-9-]+)\.md$/.exec(path)?.[1];
}

/** Scheme of documents as they would be after a fix, which the server provides. */
export const previewScheme = 'security-hints-preview';

/** One fix of one finding: by its place among the finding's fixes. */
export interface FixTarget {
  readonly uri: string;
  readonly fingerprint: string;
  readonly fix: number;
}

/** URI of the document after a fix. Its path is the document's name, so that it is shown in the same language. */
export function previewUri(target: FixTarget): string {
  const path = target.uri.replace(/[?#].*$/s, '');
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/^.*:/, '');
  return `${previewScheme}:/${name}?${encodeURIComponent(JSON.stringify(target))}`;
}

/** Undefined for a URI that `previewUri` did not make. */
export function parsePreview(uri: string): FixTarget | undefined {
  const query = uri.indexOf('?');
  if (query < 0) return undefined;
  try {
    const target = JSON.parse(decodeURIComponent(uri.slice(query + 1))) as Partial<FixTarget>;
    return typeof target.uri === 'string' && typeof target.fingerprint === 'string'
      ? { uri: target.uri, fingerprint: target.fingerprint, fix: Number(target.fix) || 0 }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Request of our own client: the fixes of a finding, for choosing and applying one. */
export const fixesMethod = 'securityHints/fixes';
export type FixesParams = Pick<FixTarget, 'uri' | 'fingerprint'>;
export interface FixOffer {
  readonly title: string;
  readonly isSafe: boolean;
  readonly note: string | undefined;
  /** A `WorkspaceEdit`. */
  readonly edit: unknown;
}

/** Request of our own client: all safe fixes of a document, or of a part of it. */
export const fixAllMethod = 'securityHints/fixAll';
export interface FixAllParams {
  readonly uri: string;
  /** What is fixed: everything, one rule's findings, or one snippet of a document by its place among them. */
  readonly scope:
    | { readonly kind: 'file' }
    | { readonly kind: 'rule'; readonly ruleId: string }
    | { readonly kind: 'snippet'; readonly index: number };
  /** The document's text where it is not open, with the language that the editor would give it. */
  readonly text?: string;
}
export interface FixAllAnswer {
  /** A `WorkspaceEdit`; null when nothing can be fixed. */
  readonly edit: unknown;
  readonly fixed: number;
  readonly left: number;
  /** One line: what was fixed, and what was left and why. */
  readonly summary: string;
}

/** Sent with `initialize`. */
export interface InitializationOptions {
  /** The client runs `commands`, serves `pageUri`s and reports what hangs. Only our own does. */
  readonly isOwnClient?: boolean;
  /** How long the server waits for the end of typing. */
  readonly debounceMilliseconds?: number;
  /** Texts that once took too long; the server does not touch them again. */
  readonly quarantine?: readonly QuarantinedText[];
  /** What to say instead of each English sentence, by the sentence. */
  readonly translations?: { readonly [template: string]: string };
  /** Settings for clients without `workspace/configuration`. */
  readonly settings?: unknown;
}

/** One version of one document, known by its text, so that closing and opening it changes nothing. */
export interface QuarantinedText {
  readonly uri: string;
  readonly length: number;
  readonly hash: number;
}

/** Names a text within one document. 32 bit FNV-1a over UTF-16 units; linear. */
export function quarantineOf(uri: string, text: string): QuarantinedText {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return { uri, length: text.length, hash: hash >>> 0 };
}

export function isQuarantined(list: readonly QuarantinedText[], uri: string, text: string): boolean {
  const candidates = list.filter((entry) => entry.uri === uri && entry.length === text.length);
  if (candidates.length === 0) return false;
  const { hash } = quarantineOf(uri, text);
  return candidates.some((entry) => entry.hash === hash);
}

/** Request without parameters, answered at once by a server whose event loop turns. */
export const pingMethod = 'securityHints/ping';

/** Request without parameters, answered when the engine is loaded and documents are analyzed without delay. */
export const readyMethod = 'securityHints/ready';

/**
 * Notification of the server: the document that it begins to work on, or null when it is done. Should the
 * server fall silent, the last one is to blame.
 */
export const activityMethod = 'securityHints/activity';
export interface ActivityParams {
  readonly document: { readonly uri: string; readonly version: number } | null;
}

/** Request of the server to our own client, which knows virtual workspaces: the text of a file, null if there is none. */
export const readFileMethod = 'securityHints/readFile';
export interface ReadFileParams {
  readonly uri: string;
}
export interface ReadFileResult {
  readonly text: string | null;
}

/** Notification of the server: what became of a version of a document. */
export const statusMethod = 'securityHints/documentStatus';
export interface DocumentStatus {
  readonly uri: string;
  readonly version: number;
  /** Texts in one language each: the document and what it carries. */
  readonly regions: number;
  readonly findings: number;
  readonly suppressed: number;
  readonly notAnalyzed: readonly NotAnalyzedPart[];
}

export interface NotAnalyzedPart {
  /** Zero-based; undefined for the whole document. */
  readonly line: number | undefined;
  readonly reason: string;
}
