import {
  CancellationTokenSource,
  CodeAction,
  CodeActionKind,
  CodeActionTriggerKind,
  commands as registry,
  l10n,
  window,
  workspace,
  type Disposable,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { commands, ignoreKind, type FixAllParams, type FixTarget } from '../server/lsp/protocol';
import { requestCodeActions } from './codeActions';
import { openExample } from './example';
import { applyFix, fixAllSafe, fixAllSafeInWorkspace, previewFix, showFinding } from './fixes';
import { showRulePage } from './rulePages';
import type { ExtensionContext } from 'vscode';

export interface CommandActions {
  readonly context: ExtensionContext;
  readonly client: () => BaseLanguageClient | undefined;
  readonly restart: () => Promise<void>;
  readonly showOutput: () => void;
}

export function registerCommands({
  context,
  client,
  restart,
  showOutput,
}: CommandActions): readonly Disposable[] {
  const actions: { readonly [command: string]: (...args: never[]) => unknown } = {
    [commands.restart]: restart,
    [commands.showOutput]: showOutput,
    [commands.showRule]: showRulePage,
    [commands.showFinding]: showFinding,
    [commands.applyFix]: (preview: unknown) => applyFix(client, preview),
    [commands.previewFix]: (target: FixTarget) => previewFix(client, target),
    [commands.fixAllSafe]: (params: FixAllParams | undefined) => fixAllSafe(client, paramsOf(params)),
    [commands.fixAllSafeInWorkspace]: () => fixAllSafeInWorkspace(client),
    [commands.ignoreHere]: () => ignoreHere(client()),
    [commands.openExample]: () => openExample(context.extensionUri),
    [commands.report]: (sentence: string) => void window.setStatusBarMessage(sentence, 10_000),
  };
  return Object.entries(actions).map(([command, run]) => registry.registerCommand(command, run));
}

/** Menus and key bindings hand over what they please. */
function paramsOf(params: Partial<FixAllParams> | undefined): FixAllParams | undefined {
  return typeof params?.uri === 'string' && params.scope !== undefined ? (params as FixAllParams) : undefined;
}

/**
 * Silences the finding at the cursor, or says that there is none. Asks our own server only:
 * `vscode.executeCodeActionProvider` would ask every extension, and is rejected as cancelled when the editor asks
 * at the same time.
 */
async function ignoreHere(client: BaseLanguageClient | undefined): Promise<void> {
  const editor = window.activeTextEditor;
  if (editor === undefined || client === undefined) return;
  const only = CodeActionKind.Empty.append(ignoreKind);
  const context = { only, diagnostics: [], triggerKind: CodeActionTriggerKind.Invoke };
  const { token } = new CancellationTokenSource();
  const actions = await requestCodeActions(client, editor.document, editor.selection, context, token);
  const edit = actions?.find((action) => action instanceof CodeAction)?.edit;
  if (edit === undefined) window.setStatusBarMessage(l10n.t('There is no finding at the cursor'), 5_000);
  else await workspace.applyEdit(edit);
}
