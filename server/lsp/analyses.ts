import type { CancellationToken, Connection } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analysis } from '../engine/analyze';
import type { Config } from '../engine/config';
import { exclusionOf, languageOfDocument } from '../languages/documents';
import { message, type Message } from '../rule/finding';
import type { FoundConfig } from './configFiles';
import type { Documents, OpenDocument } from './documents';
import type { Engine } from './engine';
import { schemeOf } from './folderPaths';
import type { Guard } from './guard';
import type { Host } from './host';
import {
  activityMethod,
  configFileName,
  isQuarantined,
  previewScheme,
  statusMethod,
  type ActivityParams,
  type DocumentStatus,
} from './protocol';
import type { Session } from './session';
import type { Settings } from './settings';

/** An analysis and the document it is true of. */
export interface Analyzed {
  readonly document: OpenDocument;
  readonly analysis: Analysis;
  readonly engine: Engine;
  /** The configuration file that holds for it. */
  readonly file: FoundConfig | undefined;
}

interface Entry {
  latest: (Analyzed & { readonly config: Config }) | undefined;
  job: Promise<void> | undefined;
  /** The edition that needs no analysis, and was said not to. */
  skipped: number | undefined;
}

/** How long the server waits for the end of typing unless the client says otherwise. */
const defaultDebounce = 100;
/** How long it works before it reads what has arrived meanwhile. */
const sliceMilliseconds = 15;

/** Documents of these are views of other documents, of editors' own texts, or nobody's. */
const foreignSchemes = new Set([
  'git',
  'gitlens',
  'output',
  'security-hints',
  previewScheme,
  'vscode',
  'vscode-userdata',
]);

/**
 * The analysis of each open document's current text: made when somebody asks, once per version, from what
 * is left of the version before. Work on a text that has changed meanwhile is dropped at its next pause.
 */
export class Analyses {
  private readonly entries = new Map<string, Entry>();
  private engine: Promise<Engine> | undefined;
  private generation = 0;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly connection: Connection,
    private readonly session: Session,
    private readonly documents: Documents,
    private readonly settings: Settings,
    private readonly host: Host,
    private readonly guard: Guard,
    private readonly loadEngine: () => Promise<Engine>,
  ) {}

  /**
   * Does before the first document what that would wait for: loads the engine, runs it, and learns what holds for the
   * workspace's folders. Ends early when a document comes. What fails here fails again, and is said, when a document
   * needs it.
   */
  async warmUp(): Promise<void> {
    this.engine ??= this.loadEngine();
    const folders = this.session.folders.uris().map((folder) => this.settings.of(`${folder}/`));
    const hasCome = (): boolean => this.documents.uris().length > 0;
    const runs = this.engine.then((engine) => this.inSlices(engine.warmUp(), hasCome));
    await Promise.allSettled([runs, ...folders]);
  }

  /**
   * The analysis of the newest text, also when the text changes while this waits: an answer is never about
   * an old one. Undefined when the document is closed, none of ours or quarantined, or when `token` is
   * cancelled.
   */
  async of(uri: string, token?: CancellationToken): Promise<Analyzed | undefined> {
    for (;;) {
      const document = this.documents.get(uri);
      if (document === undefined || token?.isCancellationRequested === true) return undefined;
      const entry = this.entryOf(uri);
      if (entry.skipped === document.edition) return undefined;
      const { generation } = this;
      const { config, file } = await this.settings.of(uri);
      if (generation !== this.generation || !this.documents.isCurrent(document)) continue;
      if (entry.latest?.document.edition === document.edition && entry.latest.config === config) {
        return entry.latest;
      }
      entry.job ??= this.work(uri, entry, config, file).finally(() => (entry.job = undefined));
      await entry.job;
    }
  }

  /** The analysis of a text that is not open; nothing of it is kept. Undefined where it is none of ours, or excluded. */
  async ofClosed(text: TextDocument, token?: CancellationToken): Promise<Analyzed | undefined> {
    const { config, file } = await this.settings.of(text.uri);
    const document: OpenDocument = { text, edition: 0, changedAt: undefined };
    const name = this.nameOf(document);
    if ('template' in name || file?.excludes(text.uri) === true) return undefined;
    if (token?.isCancellationRequested === true) return undefined;
    const engine = await this.loadEngine();
    const steps = engine.steps({ uri: text.uri, ...name, text: text.getText() }, config, undefined);
    const analysis = await this.inTurn(document, () => this.finish(document, steps, token));
    return analysis && { document, analysis, engine, file };
  }

  forget(uri: string): void {
    this.entries.delete(uri);
    this.settings.forget(uri);
  }

  /** To be called when the configuration changed: what is known is no longer true, but can be reused. */
  invalidate(): void {
    this.generation++;
    for (const entry of this.entries.values()) entry.skipped = undefined;
  }

  private entryOf(uri: string): Entry {
    let entry = this.entries.get(uri);
    if (entry === undefined) {
      entry = { latest: undefined, job: undefined, skipped: undefined };
      this.entries.set(uri, entry);
    }
    return entry;
  }

  /** Analyzes the document as it is after the typing; leaves the entry as it was when the text moves on. */
  private async work(
    uri: string,
    entry: Entry,
    config: Config,
    file: FoundConfig | undefined,
  ): Promise<void> {
    const document = await this.settled(uri);
    if (document === undefined) return;
    const { text, edition } = document;
    const name =
      file?.excludes(uri) === true
        ? message('excluded by {file}', { file: configFileName })
        : this.nameOf(document);
    if ('template' in name) {
      entry.skipped = edition;
      const notAnalyzed = [{ line: undefined, reason: this.session.say(name) }];
      await this.tell(statusMethod, { ...nothing, uri, version: text.version, notAnalyzed });
      return;
    }
    const engine = await (this.engine ??= this.loadEngine());
    await this.inTurn(document, async () => {
      const input = { uri, ...name, text: text.getText() };
      const analysis = await this.finish(document, engine.steps(input, config, entry.latest?.analysis));
      if (analysis === undefined) return;
      for (const { ruleId } of analysis.failures) {
        this.guard.once(`Rule ${ruleId} threw; its other findings stand`);
      }
      entry.latest = { document, analysis, engine, config, file };
      await this.tell(statusMethod, this.statusOf(document, analysis));
    });
  }

  /**
   * Asks more of an analysis than it holds, such as fixes, which may cost as much again. Undefined when the
   * text changed meanwhile, or when `token` is cancelled. Messages are read at each step of the work.
   */
  async more<T>(
    { document }: Analyzed,
    work: () => Generator<undefined, T>,
    token?: CancellationToken,
  ): Promise<T | undefined> {
    return this.inTurn(document, () => this.finish(document, work(), token));
  }

  /**
   * One piece of work at a time, each announced before it begins: should it never end, the client knows
   * which text to blame.
   */
  private inTurn<T>({ text }: OpenDocument, work: () => Promise<T> | T): Promise<T> {
    const result = this.turn.then(async () => {
      await this.tell(activityMethod, { document: { uri: text.uri, version: text.version } });
      try {
        return await work();
      } finally {
        await this.tell(activityMethod, { document: null });
      }
    });
    this.turn = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }

  /** The document once it has been quiet for the debounce; at once when it was never changed. */
  private async settled(uri: string): Promise<OpenDocument | undefined> {
    const debounce = this.session.options.debounceMilliseconds ?? defaultDebounce;
    for (;;) {
      const document = this.documents.get(uri);
      if (document?.changedAt === undefined) return document;
      const rest = document.changedAt + debounce - this.host.now();
      if (rest <= 0) return document;
      await this.host.sleep(rest);
    }
  }

  private finish<T>(
    document: OpenDocument,
    steps: Generator<undefined, T>,
    token?: CancellationToken,
  ): Promise<T | undefined> {
    const isStale = (): boolean => document.edition > 0 && !this.documents.isCurrent(document);
    return this.inSlices(steps, () => isStale() || token?.isCancellationRequested === true);
  }

  /** Reads messages between slices of the work; undefined when nobody needs it any longer. */
  private async inSlices<T>(
    steps: Generator<undefined, T>,
    isNeedless: () => boolean,
  ): Promise<T | undefined> {
    await this.host.pause();
    let since = this.host.now();
    for (;;) {
      if (isNeedless()) return undefined;
      const step = steps.next();
      if (step.done === true) return step.value;
      if (this.host.now() - since < sliceMilliseconds) continue;
      await this.host.pause();
      since = this.host.now();
    }
  }

  /** What the engine wants to know beside the text, or why the text is not read. */
  private nameOf({ text }: OpenDocument): Message | Pick<Analysis['input'], 'fileName' | 'language'> {
    const { uri, languageId } = text;
    if (foreignSchemes.has(schemeOf(uri))) return message('a view of another document');
    const { path, isInFolder } = this.session.folders.pathOf(uri);
    // Above the workspace's folders anything may be called `vendor`.
    const exclusion = exclusionOf(isInFolder ? path : path.slice(path.lastIndexOf('/') + 1));
    if (exclusion !== undefined) return exclusion;
    const firstLine = text.getText({ start: { line: 0, character: 0 }, end: { line: 0, character: 200 } });
    const language = languageOfDocument({ fileName: path, languageId, firstLine });
    if (language === undefined) return message('no rules for {language}', { language: languageId });
    if (isQuarantined(this.session.options.quarantine ?? [], uri, text.getText())) {
      return message('this text took too long before; it is tried again when it changes');
    }
    return { fileName: path, language };
  }

  private statusOf({ text }: OpenDocument, analysis: Analysis): DocumentStatus {
    const suppressed = analysis.findings.filter((finding) => finding.suppressed !== undefined).length;
    return {
      uri: text.uri,
      version: text.version,
      regions: analysis.regionCount,
      findings: analysis.findings.length - suppressed,
      suppressed,
      notAnalyzed: analysis.notAnalyzed.map(({ range, reason }) => ({
        line: text.positionAt(range.start).line,
        reason: this.session.say(reason),
      })),
    };
  }

  /** Other clients would only log that they don't know the method. */
  private async tell(method: string, params: ActivityParams | DocumentStatus): Promise<void> {
    if (this.session.options.isOwnClient === true) await this.connection.sendNotification(method, params);
  }
}

const nothing = { regions: 0, findings: 0, suppressed: 0 };
