import { Uri, type ExtensionContext } from 'vscode';
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient } from 'vscode-languageclient/browser';
import { section } from '../server/lsp/protocol';
import { activateWith, productName, type Api } from './extension';

/** What is used of the web extension host's global scope; the DOM's types are not loaded. */
declare const Worker: new (url: string) => { terminate(): void };

/** A worker's end makes no event, so the connection to it is closed by hand. */
class WorkerReader extends BrowserMessageReader {
  close(): void {
    this.fireClose();
  }
}

/** vscode.dev and other web hosts: the server is a worker. */
export function activateWithWorker(context: ExtensionContext): Api {
  const script = Uri.joinPath(context.extensionUri, 'dist', 'browser', 'server.js').toString(true);
  let running: { readonly worker: { terminate(): void }; readonly reader: WorkerReader } | undefined;
  const end = (): void => {
    running?.worker.terminate();
    running?.reader.close();
    running = undefined;
  };
  // Made anew at each start. Reader and writer are handed over instead of the worker, because VS Code
  // replaces the constructor and the client's `instanceof Worker` then fails.
  const startWorker = () => {
    running?.worker.terminate();
    const worker = new Worker(script);
    const reader = new WorkerReader(worker);
    running = { worker, reader };
    return Promise.resolve({ reader, writer: new BrowserMessageWriter(worker) });
  };
  return activateWith(context, {
    createClient: (options) => new LanguageClient(section, productName, startWorker, options),
    kill: end,
  });
}
