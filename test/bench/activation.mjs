// How long the extension holds up the extension host when it is activated: loading its code and calling `activate`, as
// the editor itself measures it and shows it in "Developer: Show Running Extensions".
import path from 'node:path';
import { squiggles, waitForText } from '../../tools/vscode-host/driver.mjs';
import { openWindow } from '../../tools/vscode-host/window.mjs';

/**
 * Activates the installed extension once, by a document that is opened with the window.
 * @param {object} options
 * @param {string} options.version of the package code-server
 * @param {string} options.dataFolder that the extension was installed into
 * @param {string} options.folder the workspace
 * @param {string} options.openFile in which there are findings
 * @returns {Promise<number>} milliseconds
 */
export async function activationTime({ openFile, ...options }) {
  const window = await openWindow({
    ...options,
    openFile: path.join(options.folder, openFile),
    extensions: [],
    viewport: { width: 1280, height: 1600 }, // the list renders only the rows on the screen
  });
  try {
    await waitForText(window.page);
    await squiggles(window.page);
    return await readActivationTime(window.page);
  } finally {
    await window.close();
  }
}

/** @param {import('playwright-core').Page} page */
async function readActivationTime(page) {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').first().fill('>Developer: Show Running Extensions');
  await page.keyboard.press('Enter');
  const row = page.locator('.runtime-extensions-editor .monaco-list-row', { hasText: 'Security Hints' });
  const text = await row.first().locator('.activation-time').innerText();
  const milliseconds = /(\d+)\s*ms/.exec(text)?.[1];
  if (milliseconds === undefined) throw new Error(`No time of activation in "${text}"`);
  return Number(milliseconds);
}
