import { commands as registry, Range, window, workspace, type CodeAction, type Disposable } from 'vscode';
import { commands, fixAllKind, ignoreKind } from '../server/lsp/protocol';
import { showRulePage } from './rulePages';

export interface CommandActions {
  readonly restart: () => Promise<void>;
  readonly showOutput: () => void;
}

export function registerCommands({ restart, showOutput }: CommandActions): readonly Disposable[] {
  return [
    registry.registerCommand(commands.restart, restart),
    registry.registerCommand(commands.showOutput, showOutput),
    registry.registerCommand(commands.showRule, showRulePage),
    registry.registerCommand(commands.fixAllSafe, () =>
      applyAction(fixAllKind, 'whole', 'There is nothing that can be fixed safely in this file'),
    ),
    registry.registerCommand(commands.ignoreHere, () =>
      applyAction(ignoreKind, 'selection', 'There is no finding at the cursor'),
    ),
  ];
}

/** Applies the first action of the kind in the active editor, or says that there is none. */
async function applyAction(kind: string, where: 'whole' | 'selection', otherwise: string): Promise<void> {
  const editor = window.activeTextEditor;
  if (editor === undefined) return;
  const { document } = editor;
  const range: Range = where === 'selection' ? editor.selection : new Range(0, 0, document.lineCount, 0);
  const actions = await registry.executeCommand<CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    range,
    kind,
  );
  const edit = actions.find((action) => action.kind?.value === kind)?.edit;
  if (edit === undefined) window.setStatusBarMessage(otherwise, 5_000);
  else await workspace.applyEdit(edit);
}
