import type { StaticFeature } from 'vscode-languageclient';

/**
 * Tells the server to push what it finds, as soon as it knows. The library would ask for it instead, document by
 * document, and forgets to where a document is closed and another one gets its name while an answer is under way,
 * where a cell is opened before its notebook has a tab, or where a tab comes late; and each question costs a round trip
 * in an extension host that has other things to do.
 */
export const pushedDiagnostics: StaticFeature = {
  fillClientCapabilities: ({ textDocument, workspace }) => {
    delete textDocument?.diagnostic;
    delete workspace?.diagnostics;
  },
  initialize: () => undefined,
  getState: () => ({ kind: 'static' }),
  clear: () => undefined,
};
