// Takes the README's pictures from the real editor: node tools/screenshots.mjs [NAME…]
//
// The walkthrough's runbook is what they show.
import fs from 'node:fs';
import path from 'node:path';
import { withPalette } from './palettePng.mjs';
import { buildProgram, ROOT, runMain, temporaryFolder } from './setup.mjs';
import {
  chooseEntry,
  codeLens,
  goTo,
  openFile,
  openMenu,
  readSettledProblems,
  runCommand,
  suggestions,
  takeRow,
  waitForCaret,
  waitForHover,
  waitForStatus,
  waitForTab,
  waitForText,
} from './vscode-host/driver.mjs';
import { NEWEST } from './vscode-host/install.mjs';
import { openWindow } from './vscode-host/window.mjs';

const MEDIA = path.join(ROOT, 'media');
const RUNBOOK = path.join(MEDIA, 'walkthrough', 'runbook.md');
const WIDTH = 1280;
const HEIGHT = 800;
const COLORS = 200; // a window has few; more would only make the files bigger

const SETTINGS = {
  'editor.fontSize': 15,
  'editor.hover.delay': 100_000, // no hover but the one that is asked for
  'editor.scrollBeyondLastLine': false,
  'editor.stickyScroll.enabled': false,
  'explorer.autoReveal': false,
  'window.commandCenter': false,
  'workbench.activityBar.location': 'hidden',
  'workbench.editor.enablePreview': false,
  'workbench.layoutControl.enabled': false,
};

/** @typedef {import('playwright-core').Page} Page */

/**
 * What each picture shows, and how far down; each starts with the runbook as it is.
 * @type {Readonly<Record<string, { height: number, show: (page: Page) => Promise<void> }>>}
 */
const PICTURES = {
  lightbulb: {
    height: 440,
    show: async (page) => {
      await goTo(page, 7, 66);
      await openMenu(page);
    },
  },
  hover: {
    height: 640,
    show: async (page) => {
      await goTo(page, 28, 14);
      await page.keyboard.press('Control+k');
      await page.keyboard.press('Control+i');
      await waitForHover(page, /Open the page of rbac-wildcard/);
    },
  },
  preview: {
    height: 330,
    show: async (page) => {
      await goTo(page, 6, 50);
      await openMenu(page);
      await chooseEntry(page, 'Preview the fix');
      await waitForTab(page, 'Download, verify, then run');
      await page.locator('.monaco-diff-editor .codicon-diff-insert').first().waitFor();
    },
  },
  lens: {
    height: 420,
    show: async (page) => {
      await codeLens(page, '3 findings · fix 2 safe ones');
      await codeLens(page, '2 findings');
    },
  },
  ignore: {
    height: 300,
    show: async (page) => {
      await goTo(page, 7, 66);
      await openMenu(page);
      await chooseEntry(page, 'Ignore node-ssh-access here with a reason');
      await waitForCaret(page, /selected/);
    },
  },
  completion: {
    height: 400,
    show: async (page) => {
      await goTo(page, 7, 1);
      await page.keyboard.press('Control+Shift+Enter');
      await page.keyboard.type('# security-hints-ignore-next ');
      await suggestions(page, 'node-ssh-access');
    },
  },
  walkthrough: {
    height: 760,
    show: async (page) => {
      await runCommand(page, 'Welcome: Open Walkthrough...');
      await takeRow(page, 'Security Hints');
      await page.locator('.getting-started-step.expanded a.monaco-button').waitFor();
      await page.getByText('Press the lightbulb').click();
      const expanded = page.locator('.getting-started-step.expanded', { hasText: 'Press the lightbulb' });
      await expanded.locator('a.monaco-button').waitFor();
    },
  },
  problems: {
    height: HEIGHT, // last, because its panel stays
    show: async (page) => {
      await readSettledProblems(page);
    },
  },
};

/**
 * @param {Page} page
 * @param {string} name
 * @param {string} file
 */
async function take(page, name, file) {
  const picture = PICTURES[name];
  if (picture === undefined) throw new Error(`There is no picture "${name}".`);
  await openFile(page, 'runbook.md');
  await waitForStatus(page, /6 findings/);
  await codeLens(page, '1 finding');
  await picture.show(page);
  await page.mouse.move(WIDTH - 1, HEIGHT - 1);
  await page.screenshot({
    path: file,
    animations: 'disabled',
    clip: { x: 0, y: 0, width: WIDTH, height: picture.height },
  });
  fs.writeFileSync(file, withPalette(fs.readFileSync(file), COLORS));
  console.log(`${path.relative(ROOT, file)}: ${Math.ceil(fs.statSync(file).size / 1000)} kB`);
  // The next one starts with the runbook as it was.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  while ((await page.locator('.tab').count()) > 0) {
    const tabs = await page.locator('.tab').count();
    await runCommand(page, 'View: Revert and Close Editor');
    await page
      .locator('.tab')
      .nth(tabs - 1)
      .waitFor({ state: 'detached' });
  }
}

async function main() {
  const words = process.argv.slice(2);
  // For whoever looks at high contrast: --theme="Dark High Contrast" --to=FOLDER
  const theme = words.find((word) => word.startsWith('--theme='))?.slice('--theme='.length);
  const to = words.find((word) => word.startsWith('--to='))?.slice('--to='.length) ?? MEDIA;
  const names = words.filter((word) => !word.startsWith('--'));
  await buildProgram();
  fs.mkdirSync(to, { recursive: true });
  const dataFolder = temporaryFolder();
  const folder = path.join(dataFolder, 'docs');
  fs.mkdirSync(folder);
  const runbook = path.join(folder, 'runbook.md');
  fs.copyFileSync(RUNBOOK, runbook);
  const window = await openWindow({
    version: NEWEST.package,
    dataFolder,
    folder,
    openFile: runbook,
    extensions: [ROOT],
    settings: SETTINGS,
    viewport: { width: WIDTH, height: HEIGHT },
  });
  try {
    await waitForText(window.page);
    if (theme !== undefined) {
      await window.page.keyboard.press('Control+k');
      await window.page.keyboard.press('Control+t');
      await window.page.locator('.quick-input-list .monaco-list-row').first().waitFor();
      await window.page.keyboard.type(theme); // the list holds only the rows that fit
      await takeRow(window.page, theme);
    }
    await window.page.keyboard.press('Control+b'); // the text gets the room of the side bar
    for (const name of names.length > 0 ? names : Object.keys(PICTURES)) {
      await take(window.page, name, path.join(to, `${name}.png`));
    }
  } finally {
    await window.close();
    fs.rmSync(dataFolder, { recursive: true, force: true });
  }
}

await runMain(main);
