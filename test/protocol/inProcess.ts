import { PassThrough } from 'node:stream';
import {
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type { Engine } from '../../server/lsp/engine';
import type { Host } from '../../server/lsp/host';
import { startServer } from '../../server/lsp/server';
import type { Message, Transport } from './peer';

/** The day that it is for the servers below. */
export const today = '2026-01-15';

/** A server in this process, with an engine of the test's choice. */
export function inProcessTransport(
  loadEngine: () => Promise<Engine>,
  pageUri: Host['pageUri'] = () => undefined,
): Transport {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const host: Host = {
    now: () => performance.now(),
    today: () => today,
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    pageUri,
  };
  // Readers and writers instead of streams, whose end would end this process.
  const connection = createConnection(
    ProposedFeatures.all,
    new StreamMessageReader(toServer),
    new StreamMessageWriter(toClient),
  );
  startServer(connection, host, loadEngine);
  const writer = new StreamMessageWriter(toServer);
  const reader = new StreamMessageReader(toClient);
  return {
    send: (message) => void writer.write(message as never),
    onMessage: (listener) => void reader.listen((message) => listener(message as Message)),
    close: async () => {
      connection.dispose();
      toServer.destroy();
      toClient.destroy();
    },
  };
}
