// Fixing and ignoring as a person does: look at the menu, look at the change, take it.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../../tools/setup.mjs';
import {
  chooseEntry,
  codeLens,
  goTo,
  openFile,
  openMenu,
  runCommand,
  waitForCaret,
  waitForNotification,
  waitForStatus,
  waitForTab,
  waitForVisibleText,
} from '../../../tools/vscode-host/driver.mjs';
import { openRunbooks, unwrapped, type Runbooks } from './runbooks';

const TIMETABLE = path.join(ROOT, 'examples', 'k8s', 'timetable.yaml');

describe('fixing in the window', () => {
  let runbooks: Runbooks;
  const seen = (pattern: RegExp) =>
    waitForVisibleText(runbooks.page, (text) => pattern.test(unwrapped(text)));

  before(async () => {
    runbooks = await openRunbooks(
      ['menu.md', 'preview.md', 'palette.md', 'lens.md', 'keys.md', 'ignore.md', 'config.md'],
      { 'timetable.yaml': fs.readFileSync(TIMETABLE, 'utf8') },
    );
  });

  after(async () => {
    await runbooks.close();
  });

  it('the menu has the fixes first, then preview, bulk, ignores from near to far, and the page', async () => {
    const { page } = runbooks;
    await openFile(page, 'menu.md');
    await waitForStatus(page, /6 findings/);
    await goTo(page, 7, 66);
    assert.deepEqual(await openMenu(page), [
      'Remove the SSH flags',
      'Preview the fix',
      'Apply all safe fixes in this file',
      'Ignore node-ssh-access here with a reason',
      'Ignore node-ssh-access in this snippet with a reason',
      'Ignore node-ssh-access in this file with a reason',
      'Switch node-ssh-access off in .security-hints.yaml',
      'Open the page of node-ssh-access',
    ]);
    await page.keyboard.press('Escape');
  });

  it('the preview shows the lines before and after, and its button applies the fix', async () => {
    const { page } = runbooks;
    await openFile(page, 'preview.md');
    await waitForStatus(page, /6 findings/);
    await goTo(page, 6, 50);
    await openMenu(page);
    await chooseEntry(page, 'Preview the fix');
    await waitForTab(page, 'Download, verify, then run');
    // Signs at the edge, and not colors alone.
    await page.locator('.monaco-diff-editor .codicon-diff-remove').first().waitFor();
    await page.locator('.monaco-diff-editor .codicon-diff-insert').first().waitFor();
    await page.locator('.editor-actions [aria-label*="Apply This Fix"]').first().click();
    await waitForTab(page, 'preview.md');
    // What only the user knows is selected.
    await waitForCaret(page, /selected/);
    await page.keyboard.type('0123abcd');
    await seen(/"0123abcd" example-install\.sh \| sha256sum/);
  });

  it('a preview can be applied from the Command Palette, too', async () => {
    const { page } = runbooks;
    await openFile(page, 'palette.md');
    await waitForStatus(page, /6 findings/);
    await goTo(page, 7, 66);
    await openMenu(page);
    await chooseEntry(page, 'Preview the fix');
    await waitForTab(page, 'Remove the SSH flags');
    await page.locator('.monaco-diff-editor .codicon-diff-insert').first().waitFor();
    await runCommand(page, 'Apply This Fix');
    await waitForTab(page, 'palette.md');
    await seen(/--nodes 3 ```/);
  });

  it('the line above a snippet counts its findings; a click fixes the safe ones and says so', async () => {
    const { page } = runbooks;
    await openFile(page, 'lens.md');
    await (await codeLens(page, '3 findings · fix 2 safe ones')).click();
    const said = await waitForNotification(page, /fixed/);
    assert.match(said, /2 findings fixed; 1 finding left: a person must look at the fix \(1\)/);
    await seen(/--nodes 3 ```/);
    await codeLens(page, /^1 finding$/);
    await runCommand(page, 'Notifications: Clear All Notifications');
  });

  it('the same by keys', async () => {
    const { page } = runbooks;
    await openFile(page, 'keys.md');
    await codeLens(page, '3 findings · fix 2 safe ones');
    await goTo(page, 5, 1);
    await runCommand(page, 'Show CodeLens Commands for Current Line');
    await page
      .locator('.quick-input-list .monaco-list-row', { hasText: 'fix 2 safe ones' })
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await waitForNotification(page, /2 findings fixed/);
    await seen(/--nodes 3 ```/);
    await runCommand(page, 'Notifications: Clear All Notifications');
  });

  it('a fix that needs a look and changes several places asks before it does', async () => {
    const { page } = runbooks;
    await openFile(page, 'timetable.yaml');
    await waitForStatus(page, /[1-9]\d* findings/);
    await goTo(page, 23, 20);
    await openMenu(page);
    await chooseEntry(page, 'Apply the restricted profile (review)');
    const panel = page.locator('.bulk-edit-panel');
    await panel.locator('.monaco-list-row', { hasText: 'allowPrivilegeEscalation' }).nth(2).waitFor();
    // Nothing is taken that was not ticked; the box of the file ticks all of it.
    await panel.locator('.monaco-list-row').first().locator('input, .monaco-checkbox').first().click();
    await panel.getByText('Apply', { exact: true }).click();
    await seen(/name: timetable-db securityContext: allowPrivilegeEscalation: false/);
  });

  it('ignoring asks for the reason, and typing gives it', async () => {
    const { page } = runbooks;
    await openFile(page, 'ignore.md');
    await waitForStatus(page, /6 findings/);
    await goTo(page, 7, 66);
    await openMenu(page);
    await chooseEntry(page, 'Ignore node-ssh-access here with a reason');
    await waitForCaret(page, /selected/);
    await page.keyboard.type('a lab without data');
    await seen(/# security-hints-ignore-next node-ssh-access: a lab without data eksctl/);
    await waitForStatus(page, /5 findings, 1 ignored/);
  });

  it('a rule can be switched off for the workspace, in a file that opens', async () => {
    const { page } = runbooks;
    await openFile(page, 'config.md');
    await waitForStatus(page, /6 findings/);
    await goTo(page, 7, 66);
    await openMenu(page);
    await chooseEntry(page, 'Switch node-ssh-access off in .security-hints.yaml');
    await waitForTab(page, '.security-hints.yaml');
    await waitForCaret(page, /selected/);
    await page.keyboard.type('only reachable from the lab');
    await seen(/node-ssh-access: severity: off reason: only reachable from the lab/);
    await openFile(page, 'config.md');
    await waitForStatus(page, /5 findings/);
  });
});
