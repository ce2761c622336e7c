// The extension as a person meets it: by mouse and keys, in VS Code's window.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { makeWorkspace } from '../../../tools/editor-workspace.mjs';
import { ROOT, temporaryFolder } from '../../../tools/setup.mjs';
import {
  hover,
  openLightbulb,
  readProblems,
  squiggles,
  waitForText,
  waitForVisibleText,
} from '../../../tools/vscode-host/driver.mjs';
import { openWindow, type Window } from '../../../tools/vscode-host/window.mjs';
import { type Expected, firstFixable } from '../suite/expected';
import { extensionHost } from './runbooks';

const RUNBOOK = 'examples/docs/staging-guide.md';

describe('in the window', () => {
  let folder: string;
  let window: Window;
  let expected: readonly Expected[];

  before(async () => {
    folder = temporaryFolder();
    const workspace = await makeWorkspace(path.join(folder, 'workspace'));
    const all = JSON.parse(fs.readFileSync(path.join(workspace, 'expected.json'), 'utf8')) as Expected[];
    // VS Code shows hints as dots in the text and not in Problems.
    expected = all.filter(
      ({ file, suppressed, severity }) => file === RUNBOOK && !suppressed && severity !== 'info',
    );
    window = await openWindow({
      version: process.env.CODE_HOST_VERSION,
      dataFolder: folder,
      folder: workspace,
      openFile: path.join(workspace, RUNBOOK),
      extensions: [ROOT],
      ...extensionHost,
      viewport: { width: 1280, height: 1400 },
    });
  });

  after(async () => {
    await window.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it('the text has squiggles', async () => {
    await waitForText(window.page);
    assert.ok((await (await squiggles(window.page)).count()) > 0);
  });

  it('Problems lists what the command line finds', async () => {
    const rows = await readProblems(window.page);
    assert.deepEqual(
      rows.map(({ line, column }) => `${line}:${column}`).sort(),
      expected.map(({ start }) => `${start.line}:${start.column}`).sort(),
    );
    for (const { source } of rows) assert.match(source, /^Security Hints/);
  });

  it('a hover says what is wrong', async () => {
    const text = await hover(window.page, (await squiggles(window.page)).first());
    assert.match(text, /Security Hints/);
  });

  it('Ctrl+. offers the fix, Enter applies it, Ctrl+Z takes it back', async () => {
    const { page } = window;
    // The panel of the test before takes room, and the text scrolls with the caret.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+j');
    await page.keyboard.press('Control+1');
    await page.keyboard.press('Control+Home');
    const before = await waitForVisibleText(page, (text) => text.startsWith('# Ferrybook staging'));
    const entries = await openLightbulb(page, (await squiggles(page)).first());
    const [fix] = firstFixable(expected)?.fixes ?? [];
    assert.equal(entries[0], fix?.applicability === 'safe' ? fix.title : `${fix?.title ?? ''} (review)`);
    await page.keyboard.press('Enter');
    await waitForVisibleText(page, (text) => text !== before);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+Home');
    await waitForVisibleText(page, (text) => text === before);
  });
});
