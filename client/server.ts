import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';

/** How a server is run: what differs between the desktop and the browser. */
export interface Server {
  /** A client that is not started yet. */
  createClient(options: LanguageClientOptions): BaseLanguageClient;
  /** Ends the running server at once, though it may not listen. Its client then sees a closed connection. */
  kill(): void;
}
