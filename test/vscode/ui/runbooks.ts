// A window on a workspace of runbooks: one for each test, so that none sees what another has changed.
import fs from 'node:fs';
import path from 'node:path';
import { ROOT, temporaryFolder } from '../../../tools/setup.mjs';
import { openWindow, type Window } from '../../../tools/vscode-host/window.mjs';
import { squiggles, waitForText } from '../../../tools/vscode-host/driver.mjs';

const RUNBOOK = path.join(ROOT, 'media', 'walkthrough', 'runbook.md');

/** Where the extension runs in these windows, as the one who starts the tests has chosen. */
export const extensionHost: { readonly extensionHost: 'node' | 'web' } = {
  extensionHost: process.env.UI_EXTENSION_HOST === 'web' ? 'web' : 'node',
};

export interface Runbooks {
  readonly page: Window['page'];
  close(): Promise<void>;
}

/**
 * Opens the first of `names`, each of which is a copy of the walkthrough's runbook, and waits until it has squiggles.
 * `more` are other files of the workspace, by their names.
 */
export async function openRunbooks(
  names: readonly [string, ...string[]],
  more: Readonly<Record<string, string>> = {},
): Promise<Runbooks> {
  const dataFolder = temporaryFolder();
  const folder = path.join(dataFolder, 'workspace');
  fs.mkdirSync(folder);
  for (const name of names) fs.copyFileSync(RUNBOOK, path.join(folder, name));
  for (const [name, text] of Object.entries(more)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
  const window = await openWindow({
    version: process.env.CODE_HOST_VERSION,
    dataFolder,
    folder,
    openFile: path.join(folder, names[0]),
    extensions: [ROOT],
    ...extensionHost,
    viewport: { width: 1280, height: 900 },
  });
  await waitForText(window.page);
  await squiggles(window.page);
  return {
    page: window.page,
    close: async () => {
      await window.close();
      fs.rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/** The text on the screen as one line, since VS Code wraps where it pleases. */
export function unwrapped(text: string): string {
  return text.replace(/\s+/g, ' ');
}
