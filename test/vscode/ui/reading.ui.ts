// Reading as a person does: hover, page, problems, completion, status; each by keys alone where that is asked for.
import assert from 'node:assert/strict';
import {
  goTo,
  hover,
  openFile,
  squiggles,
  suggestions,
  tabTo,
  waitForHover,
  waitForStatus,
  waitForTab,
  waitForVisibleText,
} from '../../../tools/vscode-host/driver.mjs';
import { openRunbooks, unwrapped, type Runbooks } from './runbooks';

describe('reading in the window', () => {
  let runbooks: Runbooks;

  before(async () => {
    runbooks = await openRunbooks(['hover.md', 'keys.md', 'comment.md'], {
      'configured/.security-hints.yaml': '',
    });
  });

  after(async () => {
    await runbooks.close();
  });

  it('a hover shows the change, before and after, and opens its preview', async () => {
    const { page } = runbooks;
    await waitForStatus(page, /6 findings/);
    await hover(page, page.locator('.squiggly-error').last());
    const text = await waitForHover(page, /Open the page of rbac-wildcard/);
    assert.match(text, /^- +verbs: \['\*'\]$/m);
    assert.match(text, /^\+ +verbs: \[get, list, watch, create, update, patch, delete\]$/m);
    assert.match(text, /List the verbs \(review\)/);
    await page.locator('.monaco-hover:visible a', { hasText: 'Preview' }).first().click();
    await waitForTab(page, 'List the verbs');
    await page.locator('.monaco-diff-editor .codicon-diff-insert').first().waitFor();
  });

  it('by keys: F8 to the finding, Ctrl+K Ctrl+I to its hover, Tab to the page, Enter', async () => {
    const { page } = runbooks;
    await openFile(page, 'keys.md');
    await waitForStatus(page, /6 findings/);
    await page.keyboard.press('Alt+F8');
    await page.locator('.marker-widget', { hasText: 'Security Hints' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Control+i');
    await waitForHover(page, /Open the page of pipe-to-shell/);
    // Once more: the focus goes into the hover.
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Control+i');
    await tabTo(page, 'Open the page of pipe-to-shell');
    await page.keyboard.press('Enter');
    await waitForTab(page, /pipe-to-shell\.md/);
    const shown = page.frameLocator('iframe.webview.ready').frameLocator('iframe');
    await shown.getByRole('heading', { level: 1 }).first().waitFor();
  });

  it('a comment that ignores completes the rules that were found first', async () => {
    const { page } = runbooks;
    await openFile(page, 'comment.md');
    await waitForStatus(page, /6 findings/);
    await goTo(page, 7, 1);
    await page.keyboard.press('Control+Shift+Enter');
    await page.keyboard.type('# security-hints-ignore-next ');
    await suggestions(page, 'node-ssh-access');
    await page.keyboard.type('node-ssh-a');
    await suggestions(page, 'node-ssh-access');
    await page.keyboard.press('Enter');
    await waitForVisibleText(page, (text) =>
      unwrapped(text).includes('# security-hints-ignore-next node-ssh-access eksctl'),
    );
  });

  it('the configuration file completes its keys and values', async () => {
    const { page } = runbooks;
    await openFile(page, '.security-hints.yaml');
    await page.keyboard.press('Control+Space');
    assert.deepEqual(
      (await suggestions(page, 'profile')).map((row) => row.split('\n')[0]),
      ['profile', 'rules', 'exclude'],
    );
    await page.keyboard.press('Escape');
    await page.keyboard.type('profile: ');
    await suggestions(page, 'recommended');
    await page.keyboard.press('Escape');
    await page.keyboard.type('strict\nrules:\n  image-l');
    await suggestions(page, 'image-latest-tag');
    await page.keyboard.press('Escape');
  });

  it('the braces in the status bar say what was analyzed', async () => {
    const { page } = runbooks;
    await openFile(page, 'hover.md');
    await squiggles(page);
    await page.locator('[id="status.languageStatus"]').click();
    await page
      .locator('.hover-language-status', { hasText: /4 regions, 6 findings/ })
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
  });
});
