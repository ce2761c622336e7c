import { LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver';

/** What a log line goes to. */
export interface Log {
  error(message: string): void;
  warn(message: string): void;
  info(message: string): void;
}

/**
 * Keeps one broken handler from hurting the others: its failure is logged once, and the caller gets a
 * harmless value.
 */
export class Guard {
  private readonly seen = new Set<string>();

  constructor(private readonly log: Log) {}

  /** For requests. A request that was cancelled is answered as the protocol wants it, whatever came of it. */
  request<Params, Result>(
    method: string,
    fallback: Result,
    handle: (params: Params, token: CancellationToken) => Promise<Result> | Result,
  ): (params: Params, token: CancellationToken) => Promise<Result> {
    return async (params, token) => {
      let result: Result;
      try {
        result = await handle(params, token);
      } catch (error) {
        this.report(method, error);
        result = fallback;
      }
      if (token.isCancellationRequested) throw cancelled();
      return result;
    };
  }

  /** For notifications and work of our own. */
  run(name: string, work: () => Promise<void> | void): void {
    void (async () => {
      try {
        await work();
      } catch (error) {
        this.report(name, error);
      }
    })();
  }

  report(where: string, error: unknown): void {
    this.once(`${where} failed: ${describe(error)}`);
  }

  /** Logs an error unless the same line was logged before. */
  once(line: string): void {
    if (this.seen.has(line)) return;
    this.seen.add(line);
    this.log.error(line);
  }
}

function cancelled(): ResponseError {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled by the client');
}

/**
 * An error for the log: its kind and where it came from. Its message only where the engine wrote it, since
 * messages of libraries may quote the text they choked on, and texts hold secrets.
 */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'something that is no Error was thrown';
  const isOfEngine =
    error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
  const frames = (error.stack ?? '')
    .split('\n')
    // How Node came to run it differs from time to time.
    .filter((line) => /^\s+at /.test(line) && !line.includes('(node:internal/'))
    .slice(0, 8);
  return [`${error.name}${isOfEngine ? `: ${error.message}` : ''}`, ...frames].join('\n');
}
