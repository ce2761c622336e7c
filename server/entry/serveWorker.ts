import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { ProposedFeatures } from 'vscode-languageserver';
import type { Host } from '../lsp/host';
import { startServer } from '../lsp/server';
import { loadEngine } from './loadEngine';
import { localDate } from './localDate';

/** What of a worker's global scope is used here; the DOM's types are not loaded, so that nothing else is. */
interface WorkerScope {
  readonly performance: { now(): number };
  setTimeout(callback: () => void, milliseconds: number): unknown;
}

const scope = globalThis as unknown as WorkerScope;
const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => void scope.setTimeout(resolve, milliseconds));

const host: Host = {
  now: () => scope.performance.now(),
  today: () => localDate(new Date()),
  sleep,
  // Messages are tasks like timers: those that have arrived come first.
  pause: () => sleep(0),
  // A worker has no files.
  pageUri: () => undefined,
};

// Typed by the DOM's DedicatedWorkerGlobalScope, which is what globalThis is in a worker.
const port = globalThis as never;

/** Serves whoever started this worker. */
export function serveWorker(): void {
  startServer(
    createConnection(ProposedFeatures.all, new BrowserMessageReader(port), new BrowserMessageWriter(port)),
    host,
    loadEngine,
  );
}
