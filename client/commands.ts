import {
  CancellationTokenSource,
  CodeAction,
  CodeActionKind,
  CodeActionTriggerKind,
  commands as registry,
  Range,
  window,
  workspace,
  type Disposable,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { commands, fixAllKind, ignoreKind } from '../server/lsp/protocol';
import { requestCodeActions } from './codeActions';
import { showRulePage } from './rulePages';

export interface CommandActions {
  readonly client: () => BaseLanguageClient | undefined;
  readonly restart: () => Promise<void>;
  readonly showOutput: () => void;
}

export function registerCommands({ client, restart, showOutput }: CommandActions): readonly Disposable[] {
  return [
    registry.registerCommand(commands.restart, restart),
    registry.registerCommand(commands.showOutput, showOutput),
    registry.registerCommand(commands.showRule, showRulePage),
    registry.registerCommand(commands.fixAllSafe, () =>
      applyAction(client(), fixAllKind, 'whole', 'There is nothing that can be fixed safely in this file'),
    ),
    registry.registerCommand(commands.ignoreHere, () =>
      applyAction(client(), ignoreKind, 'selection', 'There is no finding at the cursor'),
    ),
  ];
}

/**
 * Applies the first action of the kind in the active editor, or says that there is none. Asks our own
 * server only: `vscode.executeCodeActionProvider` would ask every extension, and is rejected as cancelled
 * when the editor asks at the same time.
 */
async function applyAction(
  client: BaseLanguageClient | undefined,
  kind: string,
  where: 'whole' | 'selection',
  otherwise: string,
): Promise<void> {
  const editor = window.activeTextEditor;
  if (editor === undefined || client === undefined) return;
  const { document } = editor;
  const range = where === 'selection' ? editor.selection : new Range(0, 0, document.lineCount, 0);
  const only = CodeActionKind.Empty.append(kind);
  const context = { only, diagnostics: [], triggerKind: CodeActionTriggerKind.Invoke };
  const source = new CancellationTokenSource();
  const actions = await requestCodeActions(client, document, range, context, source.token);
  const edit = actions?.find((action) => action instanceof CodeAction)?.edit;
  if (edit === undefined) window.setStatusBarMessage(otherwise, 5_000);
  else await workspace.applyEdit(edit);
}
