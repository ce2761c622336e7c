import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import type { Host } from '../lsp/host';
import { startServer } from '../lsp/server';
import { decode } from './files';
import { localDate } from './localDate';

const pages = path.join(__dirname, 'rules');

const host: Host = {
  now: () => performance.now(),
  today: () => localDate(new Date()),
  sleep: (milliseconds) => sleep(milliseconds),
  pause: () => nextTurn(),
  readFile: async (uri) => {
    try {
      return decode(await readFile(fileURLToPath(uri)));
    } catch {
      // Most folders have no configuration file, and one that nobody may read says nothing.
      return undefined;
    }
  },
  pageUri: (ruleId) => {
    const file = path.join(pages, `${ruleId}.md`);
    return existsSync(file) ? pathToFileURL(file).href : undefined;
  },
};

/**
 * Serves over what the command line names: `--stdio`, `--node-ipc`, `--socket=PORT` or `--pipe=NAME`. Ends
 * with its client: when the input closes, or when the process that `initialize` names is gone.
 */
export function serve(): void {
  startServer(createConnection(ProposedFeatures.all), host, async () => {
    const { loadEngine } = await import('./loadEngine');
    return loadEngine();
  });
}
