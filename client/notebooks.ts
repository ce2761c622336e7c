import { TabInputNotebook, window, workspace, type Disposable } from 'vscode';
import { DocumentDiagnosticRequest, type BaseLanguageClient } from 'vscode-languageclient';

/**
 * Asks for the findings of a notebook's cells once it has a tab. The library asks when a cell is opened, and then
 * only where the notebook is shown already; VS Code may open the cells first, and then nobody would ask again.
 */
export function pullForNotebooks(client: () => BaseLanguageClient | undefined): Disposable {
  return window.tabGroups.onDidChangeTabs(({ opened }) => {
    const shown = opened.flatMap(({ input }) =>
      input instanceof TabInputNotebook ? [input.uri.toString()] : [],
    );
    if (shown.length === 0) return;
    // The library hears of the tab at the same time, and has to know it first.
    setTimeout(() => {
      const feature = client()?.getFeature(DocumentDiagnosticRequest.method);
      const cells = workspace.notebookDocuments
        .filter(({ uri }) => shown.includes(uri.toString()))
        .flatMap((notebook) => notebook.getCells());
      // One provider serves every document, and asks for all that are shown.
      const [provider] = cells.flatMap(({ document }) => feature?.getProvider(document) ?? []);
      provider?.onDidChangeDiagnosticsEmitter.fire();
    });
  });
}
