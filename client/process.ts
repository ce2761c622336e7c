import { Uri, type ExtensionContext } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { section } from '../server/lsp/protocol';
import { activateWith, productName, type Api } from './extension';

/** Desktop and remote: the server is a child process. */
export function activateWithProcess(context: ExtensionContext): Api {
  const module = Uri.joinPath(context.extensionUri, 'dist', 'server.js').fsPath;
  let client: LanguageClient | undefined;
  return activateWith(context, {
    createClient: (options) =>
      (client = new LanguageClient(section, productName, { module, transport: TransportKind.ipc }, options)),
    kill: () => void client?.serverProcess?.kill('SIGKILL'),
  });
}
