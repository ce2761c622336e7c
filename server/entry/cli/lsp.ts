import { UsageError } from './usage';

/** What clients add of their own accord: the process to end with (vscode-languageserver). */
const clientProcess = /^--clientProcessId=\d+$/;

/** Starts the language server in this process; it ends with its connection. */
export async function serve(args: readonly string[]): Promise<number> {
  const ways = args.filter((arg) => !clientProcess.test(arg));
  const [way, ...more] = ways;
  if (way === undefined) throw new UsageError('lsp needs --stdio, --node-ipc or --socket=PORT');
  if (more.length > 0) throw new UsageError(`lsp takes one way to be reached; "${more[0]}" is too many`);
  if (way === '--node-ipc') {
    // Without a parent that listens the server would wait for ever.
    if (process.send === undefined) throw new UsageError('--node-ipc needs a parent process of Node');
  } else if (way !== '--stdio' && !isPort(way)) {
    throw new UsageError(`lsp needs --stdio, --node-ipc or --socket=PORT; "${way}" is none of them`);
  }
  await import('../node');
  // The connection keeps the process alive and ends it; a promise that stays open leaves that to it.
  return new Promise<number>(() => undefined);
}

function isPort(arg: string): boolean {
  const port = /^--socket=(\d{1,5})$/.exec(arg)?.[1];
  return port !== undefined && Number(port) > 0 && Number(port) < 65_536;
}
