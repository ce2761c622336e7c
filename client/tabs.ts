import { Disposable, window, workspace } from 'vscode';
import { DocumentDiagnosticRequest, type BaseLanguageClient } from 'vscode-languageclient';

/** How long an answer about a document that was closed may be under way. */
const settleMilliseconds = 300;

/**
 * Asks for findings once more when a tab was opened. The library asks when a document is opened, and misses two
 * cases: the cells of a notebook that are opened before their notebook has a tab, and a document that is opened
 * again, or whose name is given to another one, while a request for it is still being canceled.
 */
export function pullForTabs(client: () => BaseLanguageClient | undefined): Disposable {
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const tabs = window.tabGroups.onDidChangeTabs(({ opened }) => {
    if (opened.length === 0) return;
    // The library hears of the tab at the same time, and an answer about the document before may be under way.
    const timer = setTimeout(() => {
      timers.delete(timer);
      const feature = client()?.getFeature(DocumentDiagnosticRequest.method);
      // One provider serves every document and asks for all that are shown; what did not change costs little.
      const [provider] = workspace.textDocuments.flatMap((document) => feature?.getProvider(document) ?? []);
      provider?.onDidChangeDiagnosticsEmitter.fire();
    }, settleMilliseconds);
    timers.add(timer);
  });
  return Disposable.from(tabs, {
    dispose: () => {
      for (const timer of timers) clearTimeout(timer);
    },
  });
}
