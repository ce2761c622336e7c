// Takes the README's pictures from the real editor: node tools/screenshots.mjs
import fs from 'node:fs';
import path from 'node:path';
import { buildProgram, ROOT, runMain, temporaryFolder } from './setup.mjs';
import { hover, openLightbulb, readSettledProblems, squiggles, waitForText } from './vscode-host/driver.mjs';
import { NEWEST } from './vscode-host/install.mjs';
import { openWindow } from './vscode-host/window.mjs';

const EXAMPLES = path.join(ROOT, 'examples');
const MEDIA = path.join(ROOT, 'media');
const RUNBOOK = path.join(EXAMPLES, 'docs', 'staging-guide.md');

const SETTINGS = {
  'editor.fontSize': 13,
  'editor.stickyScroll.enabled': false,
  'explorer.autoReveal': false,
  'window.commandCenter': false,
  'workbench.activityBar.location': 'hidden',
  'workbench.colorTheme': 'Default Light Modern',
  'workbench.layoutControl.enabled': false,
};

async function main() {
  await buildProgram();
  fs.mkdirSync(MEDIA, { recursive: true });
  const dataFolder = temporaryFolder();
  const window = await openWindow({
    version: NEWEST.package,
    dataFolder,
    folder: EXAMPLES,
    openFile: RUNBOOK,
    extensions: [ROOT],
    settings: SETTINGS,
    viewport: { width: 1080, height: 640 },
  });
  const { page } = window;
  /** @param {string} name */
  const take = async (name) => {
    await page.screenshot({ path: path.join(MEDIA, `${name}.png`) });
    console.log(`media/${name}.png`);
  };
  try {
    await waitForText(page);
    await page.keyboard.press('Control+b'); // the text gets the room of the side bar
    const first = (await squiggles(page)).first();
    await hover(page, first);
    await take('hover');
    await openLightbulb(page, first);
    await take('quick-fixes');
    await page.keyboard.press('Escape');
    await readSettledProblems(page);
    await take('problems');
  } finally {
    await window.close();
    fs.rmSync(dataFolder, { recursive: true, force: true });
  }
}

await runMain(main);
