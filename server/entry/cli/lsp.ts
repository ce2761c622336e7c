import { UsageError } from './usage';

/** Starts the language server in this process; it ends with its connection. */
export async function serve(args: readonly string[]): Promise<number> {
  const isChosen = args.some(
    (arg) => arg === '--stdio' || arg === '--node-ipc' || arg.startsWith('--socket='),
  );
  if (!isChosen) throw new UsageError('lsp needs --stdio, --node-ipc or --socket=PORT');
  await import('../node');
  // The connection keeps the process alive and ends it; a promise that stays open leaves that to it.
  return new Promise<number>(() => undefined);
}
