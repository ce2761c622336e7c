import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Message, Transport } from './peer';

const root = path.resolve(import.meta.dirname, '../..');
export const builtServer = path.join(root, 'dist', 'server.js');
export const builtWorker = path.join(root, 'dist', 'browser', 'server.js');

/** Builds the programs when a source is newer than them. */
export async function buildIfStale(): Promise<void> {
  const built = Math.min(modified(builtServer), modified(builtWorker));
  const sources = ['server', 'rules'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') || file.endsWith('.json'))
      .map((file) => path.join(root, folder, file)),
  );
  if (sources.every((file) => modified(file) <= built)) return;
  const build = spawn(process.execPath, [path.join(root, 'tools', 'build.mjs')], {
    cwd: root,
    stdio: 'pipe',
  });
  let said = '';
  build.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await new Promise<void>((resolve, reject) => {
    build.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`The build failed:\n${said}`))));
  });
}

function modified(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

export interface ProcessTransport extends Transport {
  readonly pid: number | undefined;
  readonly exited: Promise<number | null>;
  readonly errors: () => string;
}

/** A server as other editors run it: messages over its standard input and output. */
export function stdioTransport(args: readonly string[]): ProcessTransport {
  const server = spawn(process.execPath, args, { cwd: root, stdio: 'pipe' });
  const listeners: ((message: Message) => void)[] = [];
  let errors = '';
  let buffer = Buffer.alloc(0);
  server.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  server.stdin.on('error', () => undefined);
  server.stdout.on('data', (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      const head = buffer.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(buffer.toString('ascii', 0, head))?.[1]);
      if (buffer.length < head + 4 + length) return;
      const message = JSON.parse(buffer.toString('utf8', head + 4, head + 4 + length)) as Message;
      buffer = buffer.subarray(head + 4 + length);
      for (const listener of listeners) listener(message);
    }
  });
  const exited = new Promise<number | null>((resolve) => server.on('exit', resolve));
  return {
    pid: server.pid,
    exited,
    errors: () => errors,
    send: (message) => {
      const body = Buffer.from(JSON.stringify(message));
      server.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
      server.stdin.write(body);
    },
    sendRaw: (bytes) => server.stdin.write(bytes),
    onMessage: (listener) => listeners.push(listener),
    onFailure: (listener) =>
      void exited.then((code) => listener(new Error(`The server ended with ${String(code)}: ${errors}`))),
    close: async () => {
      server.stdin.end();
      const timer = setTimeout(() => server.kill('SIGKILL'), 5_000);
      await exited;
      clearTimeout(timer);
    },
  };
}

/** The browser's bundle in a worker whose global scope holds what a web worker has, and no more. */
export function workerTransport(script: string): Transport {
  const worker = new Worker(path.join(import.meta.dirname, 'webWorker.cjs'), { workerData: { script } });
  return {
    send: (message) => worker.postMessage(message),
    onMessage: (listener) => worker.on('message', listener),
    onFailure: (listener) => worker.on('error', listener),
    close: async () => {
      await worker.terminate();
    },
  };
}
