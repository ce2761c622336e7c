// As somebody who has just installed it: from the walkthrough to a runbook without open findings.
import assert from 'node:assert/strict';
import {
  chooseEntry,
  codeLens,
  openMenu,
  runCommand,
  tabTo,
  takeRow,
  waitForCaret,
  waitForNotification,
  waitForStatus,
  waitForTab,
  waitForVisibleText,
} from '../../../tools/vscode-host/driver.mjs';
import { openRunbooks, unwrapped, type Runbooks } from './runbooks';

const STEPS = ['See what is insecure', 'Press the lightbulb', 'Or say why it may stay', 'Make it yours'];

describe('the walkthrough in the window', () => {
  let runbooks: Runbooks;

  before(async () => {
    runbooks = await openRunbooks(['other.md']);
  });

  after(async () => {
    await runbooks.close();
  });

  async function openWalkthrough(): Promise<void> {
    const { page } = runbooks;
    await runCommand(page, 'Welcome: Open Walkthrough...');
    await takeRow(page, 'Security Hints');
    await page.locator('.getting-started-step').first().waitFor();
  }

  it('has four steps, each with its text and its picture', async () => {
    const { page } = runbooks;
    await openWalkthrough();
    const titles = page.locator('.getting-started-step .step-title');
    await titles.nth(STEPS.length - 1).waitFor();
    assert.deepEqual(await titles.allInnerTexts(), STEPS);
    for (const title of STEPS) {
      await page.locator('.getting-started-step', { hasText: title }).first().click();
      await page
        .locator('.getting-started-step.expanded', { hasText: title })
        .locator('a.monaco-button')
        .waitFor();
    }
    await page.locator('.getting-started-step', { hasText: 'See what is insecure' }).first().click();
    await page.locator('.getting-started-step.expanded', { hasText: 'See what is insecure' }).waitFor();
  });

  it('leads by keys to the example, and the example to zero findings', async () => {
    const { page } = runbooks;
    // The welcome page has the focus; its button is one that Tab reaches.
    const example = page.locator('.tab.active', { hasText: 'Untitled-1' });
    for (let tries = 0; tries < 5 && !(await example.isVisible()); tries++) {
      // A page that draws itself anew takes the focus off its button.
      await tabTo(page, 'Open the example');
      await page.keyboard.press('Enter');
      await example.waitFor({ timeout: 10_000 }).catch(() => undefined);
    }
    await waitForTab(page, 'Untitled-1');
    await waitForStatus(page, /6 findings/);

    // What is safe, at once.
    await (await codeLens(page, '3 findings · fix 2 safe ones')).click();
    await waitForNotification(page, /2 findings fixed; 1 finding left/);
    await runCommand(page, 'Notifications: Clear All Notifications');
    await waitForStatus(page, /4 findings/);

    // What needs a look: one fix at a time.
    await goToFinding('pipe-to-shell');
    await choose('Download, verify, then run (review)');
    await waitForCaret(page, /selected/);
    await page.keyboard.press('Escape');
    await waitForStatus(page, /3 findings/);

    await goToFinding('rbac-wildcard');
    await choose('Limit to reading (review)');
    await waitForStatus(page, /2 findings/);

    await goToFinding('image-latest-tag');
    await choose('Pin to a version (review)');
    await waitForCaret(page, /selected/);
    await page.keyboard.type('1.4.2');
    await page.keyboard.press('Escape');
    await waitForStatus(page, /1 finding\b/);

    // What may stay, with a reason.
    await goToFinding('grafana-admin-password');
    await choose('Ignore grafana-admin-password here with a reason');
    await waitForCaret(page, /selected/);
    await page.keyboard.type('thrown away with the demo cluster');
    await page.keyboard.press('Escape');
    await waitForStatus(page, /0 findings, 1 ignored/);
    await waitForVisibleText(page, (text) =>
      unwrapped(text).includes('grafana-admin-password: thrown away with the demo cluster'),
    );
  }).timeout(240_000);

  /** To the next finding, as often as it takes: what is on its way to the window may close the box again. */
  async function goToFinding(rule: string): Promise<void> {
    const { page } = runbooks;
    const box = page.locator('.marker-widget', { hasText: rule });
    for (let tries = 1; ; tries++) {
      await page.keyboard.press('Alt+F8');
      try {
        await box.waitFor({ timeout: 5_000 });
        break;
      } catch (error) {
        if (tries === 5) throw error;
      }
    }
    await page.keyboard.press('Escape');
  }

  async function choose(title: string): Promise<void> {
    await openMenu(runbooks.page);
    await chooseEntry(runbooks.page, title);
  }
});
