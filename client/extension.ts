import {
  CancellationTokenSource,
  CodeAction,
  CodeActionKind,
  CodeActionTriggerKind,
  l10n,
  Uri,
  window,
  workspace,
  type Diagnostic,
  type ExtensionContext,
  type LogOutputChannel,
  type TextDocument,
} from 'vscode';
import {
  CloseAction,
  ErrorAction,
  RevealOutputChannelOn,
  State,
  type BaseLanguageClient,
  type CloseHandlerResult,
  type LanguageClientOptions,
} from 'vscode-languageclient';
import {
  activityMethod,
  allFilePatterns,
  allLanguageIds,
  commands,
  pingMethod,
  quarantineOf,
  readFileMethod,
  readyMethod,
  section,
  statusMethod,
  type ActivityParams,
  type DocumentStatus,
  type InitializationOptions,
  type QuarantinedText,
} from '../server/lsp/protocol';
import { provideCodeActions, requestCodeActions } from './codeActions';
import { registerCommands } from './commands';
import { pushedDiagnostics } from './pushedDiagnostics';
import { Quiet } from './quiet';
import { readFile } from './readFile';
import { Restarts } from './restarts';
import { serveRulePages } from './rulePages';
import type { Server } from './server';
import { Status } from './status';
import { budgetSeconds, Watchdog, type Suspect } from './watchdog';

export const productName = 'Security Hints';

/** What other extensions and tests may ask. */
export interface Api {
  /** Resolves when the server is there, or has failed to start. */
  readonly ready: Promise<void>;
  /** What was analyzed of a document; undefined until it was. */
  readonly statusOf: (document: TextDocument) => DocumentStatus | undefined;
  /** The quick fixes of one finding, as the lightbulb gets them, but that none asks before it is applied. */
  readonly fixesOf: (document: TextDocument, finding: Diagnostic) => Promise<readonly CodeAction[]>;
}

let running: Running | undefined;

/**
 * Starts everything that desktop and browser share. The server starts in the background: nobody in the extension host
 * waits for it, and what is asked of it in the meantime is answered once it is there.
 */
export function activateWith(context: ExtensionContext, server: Server): Api {
  const output = window.createOutputChannel(productName, { log: true });
  const status = new Status(documentSelector(), productName);
  const current = new Running(server, output, status);
  running = current;
  context.subscriptions.push(
    output,
    status,
    serveRulePages(context.extensionUri),
    ...registerCommands({
      context,
      client: () => current.client,
      restart: () => current.restart(),
      showOutput: () => output.show(),
    }),
    current,
  );
  const ready = current.start();
  return {
    ready,
    statusOf: (document) => status.of(document),
    fixesOf: (document, finding) => fixesOf(current.client, document, finding),
  };
}

async function fixesOf(
  client: BaseLanguageClient | undefined,
  document: TextDocument,
  finding: Diagnostic,
): Promise<readonly CodeAction[]> {
  if (client === undefined) return [];
  const context = {
    diagnostics: [finding],
    only: CodeActionKind.QuickFix,
    triggerKind: CodeActionTriggerKind.Invoke,
  };
  const { token } = new CancellationTokenSource();
  const actions = await requestCodeActions(client, document, finding.range, context, token, false);
  return (actions ?? []).filter(
    (action): action is CodeAction =>
      action instanceof CodeAction &&
      action.edit !== undefined &&
      action.kind?.value === CodeActionKind.QuickFix.value &&
      (action.diagnostics ?? []).some(
        ({ range, message }) => range.isEqual(finding.range) && message === finding.message,
      ),
  );
}

export async function deactivate(): Promise<void> {
  await running?.stop();
  running = undefined;
}

/** Documents by language id, or by name where another extension's id says nothing to us. */
function documentSelector(): ({ language: string } | { pattern: string })[] {
  return [
    ...allLanguageIds().map((language) => ({ language })),
    ...allFilePatterns().map((pattern) => ({ pattern })),
  ];
}

/** The client, its server, and what happens when the server ends or no longer answers. */
class Running {
  client: BaseLanguageClient | undefined;
  private readonly quarantine: QuarantinedText[] = [];
  private readonly restarts = new Restarts();
  private readonly timer: ReturnType<typeof setInterval>;
  private readonly watchdog: Watchdog;
  private readonly quiet = new Quiet();
  private hasWarned = false;

  constructor(
    private readonly server: Server,
    private readonly output: LogOutputChannel,
    private readonly status: Status,
  ) {
    this.watchdog = new Watchdog({
      ping: () => this.client?.sendRequest(pingMethod) ?? Promise.resolve(),
      onHang: (suspect) => this.endHanging(suspect),
      budget: budgetSeconds,
    });
    this.timer = setInterval(() => {
      if (this.client?.state === State.Running) this.watchdog.tick();
    }, 1_000);
  }

  async start(): Promise<void> {
    const client = this.server.createClient(this.options());
    this.client = client;
    client.registerFeature(pushedDiagnostics);
    client.onDidChangeState(({ newState }) => {
      this.status.serving = newState === State.Running;
      if (newState === State.Stopped) this.quiet.forget();
      if (newState === State.Starting) this.watchdog.reset();
    });
    client.onNotification(activityMethod, ({ document }: ActivityParams) =>
      this.watchdog.working(document ?? undefined),
    );
    client.onRequest(readFileMethod, readFile);
    client.onNotification(statusMethod, (status: DocumentStatus) => this.status.update(status));
    try {
      await client.start();
      await client.sendRequest(readyMethod);
    } catch (error) {
      this.output.error(`The server did not start: ${String(error)}`);
      this.offer(l10n.t('Security Hints could not start its server.'), 'restart');
    }
  }

  async stop(): Promise<void> {
    const { client } = this;
    this.client = undefined;
    try {
      await client?.dispose();
    } catch {
      // It did not answer in time, or never ran.
      this.server.kill();
    }
  }

  async restart(): Promise<void> {
    await this.stop();
    this.server.kill();
    this.restarts.forget();
    await this.start();
    this.output.info('Restarted on request');
  }

  dispose(): void {
    clearInterval(this.timer);
    this.quiet.dispose();
  }

  private options(): LanguageClientOptions {
    return {
      documentSelector: documentSelector(),
      outputChannel: this.output,
      // What the user should know is said below; the rest is in the log.
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      markdown: { isTrusted: { enabledCommands: [commands.showRule, commands.previewFix] } },
      initializationOptions: (): InitializationOptions => ({
        isOwnClient: true,
        ...(l10n.bundle === undefined ? {} : { translations: l10n.bundle }),
        quarantine: this.quarantine,
      }),
      middleware: {
        provideCodeActions: provideCodeActions(() => this.client as BaseLanguageClient),
        handleDiagnostics: this.quiet.handleDiagnostics,
        provideCodeLenses: (document, token, next) =>
          workspace.getConfiguration(section, document).get<boolean>('codeLens', true)
            ? next(document, token)
            : [],
        sendRequest: (type, params, token, next) => {
          const request = next(type, params, token);
          const method = typeof type === 'string' ? type : type.method;
          return method === pingMethod ? request : this.watchdog.watch(request);
        },
      },
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => this.closed(),
      },
    };
  }

  /** The server stands still: ends it, and keeps it from the text that did it. */
  private endHanging(suspect: Suspect | undefined): void {
    const document = workspace.textDocuments.find(
      ({ uri, version }) =>
        suspect !== undefined &&
        uri.toString() === Uri.parse(suspect.uri).toString() &&
        version === suspect.version,
    );
    const name = suspect && workspace.asRelativePath(Uri.parse(suspect.uri));
    if (document !== undefined && suspect !== undefined) {
      this.quarantine.push(quarantineOf(suspect.uri, document.getText()));
    }
    this.output.error(
      `The server did not answer for ${budgetSeconds} seconds` +
        (suspect === undefined
          ? ''
          : ` while at ${name} (version ${suspect.version}); this text is left alone until it changes`),
    );
    if (!this.hasWarned) {
      this.hasWarned = true;
      this.offer(
        name === undefined
          ? l10n.t('Security Hints took too long and was restarted.')
          : l10n.t('Security Hints took too long with {file} and was restarted.', { file: name }),
        'output',
      );
    }
    this.server.kill();
  }

  private async closed(): Promise<CloseHandlerResult> {
    const delay = this.restarts.next(Date.now());
    if (delay === undefined) {
      this.offer(l10n.t('Security Hints ended several times and is off now.'), 'restart');
      return { action: CloseAction.DoNotRestart, handled: true, message: 'The server ended too often' };
    }
    this.status.serving = false;
    await new Promise((resolve) => setTimeout(resolve, delay));
    return { action: CloseAction.Restart, handled: true, message: `The server ended; starting it again` };
  }

  private offer(message: string, choice: 'restart' | 'output'): void {
    const label = choice === 'restart' ? l10n.t('Restart') : l10n.t('Show Output');
    void window.showWarningMessage(message, label).then((chosen) => {
      if (chosen === undefined) return;
      if (choice === 'restart') void this.restart();
      else this.output.show();
    });
  }
}
