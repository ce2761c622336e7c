// What a person does in the workbench, by mouse and keys.

/** @typedef {import('playwright-core').Page} Page */

const PATIENCE_MS = 60_000;
// Every kind of squiggle that a diagnostic can have.
const SQUIGGLES = '.squiggly-error, .squiggly-warning, .squiggly-info, .squiggly-hint';
const ENTRIES = '.action-widget .monaco-list-row.action';
// Without the copy of a file's row that stays in sight while its problems scroll by.
const PROBLEM_ROWS = '.markers-panel .monaco-list-row:not(.monaco-tree-sticky-row)';

/** @param {Page} page */
export async function waitForText(page) {
  await page.locator('.editor-instance .view-lines .view-line').first().waitFor({ timeout: PATIENCE_MS });
}

/**
 * The squiggles on the screen; waits for the first.
 * @param {Page} page
 */
export async function squiggles(page) {
  const all = page.locator('.editor-instance').locator(SQUIGGLES);
  await all.first().waitFor({ state: 'attached', timeout: PATIENCE_MS });
  return all;
}

/**
 * The middle of a squiggle: it covers the marked words.
 * @param {import('playwright-core').Locator} squiggle
 */
async function middleOf(squiggle) {
  const box = await squiggle.boundingBox();
  if (!box) throw new Error('the squiggle is not on the screen');
  return { x: box.x + Math.min(box.width / 2, 40), y: box.y + box.height / 2 };
}

/**
 * Rests the mouse on a squiggle and returns what the hover says. Again where the text moved away below the mouse, as it
 * does when a line comes above a snippet.
 * @param {Page} page
 * @param {import('playwright-core').Locator} squiggle
 */
export async function hover(page, squiggle) {
  const shown = page.locator('.monaco-hover:visible').first();
  const end = Date.now() + PATIENCE_MS;
  while (!(await shown.isVisible())) {
    if (Date.now() > end) throw new Error('no hover comes where the mouse rests on the squiggle');
    await page.mouse.move(0, 0);
    const { x, y } = await middleOf(squiggle);
    await page.mouse.move(x - 5, y);
    await page.mouse.move(x, y, { steps: 5 });
    await shown.waitFor({ timeout: 5000 }).catch(() => undefined);
  }
  // The parts of a hover arrive one after the other; the rule's text is the last.
  await page.waitForTimeout(600);
  return shown.innerText();
}

/**
 * Puts the caret into a squiggle and opens the lightbulb's menu with Ctrl+. ; returns its entries.
 * @param {Page} page
 * @param {import('playwright-core').Locator} squiggle
 */
export async function openLightbulb(page, squiggle) {
  const { x, y } = await middleOf(squiggle);
  await page.mouse.click(x, y);
  await page.mouse.move(0, 0); // no hover in front of the menu
  return openMenu(page);
}

/**
 * Opens the lightbulb's menu at the caret with Ctrl+. ; returns its entries.
 * @param {Page} page
 */
export async function openMenu(page) {
  const entries = page.locator(ENTRIES);
  const end = Date.now() + PATIENCE_MS;
  // While the server starts the menu says "No code actions available", and closes.
  while ((await entries.count()) === 0) {
    if (Date.now() > end) throw new Error('the lightbulb has no entries');
    await page.keyboard.press('Control+.');
    await entries
      .first()
      .waitFor({ timeout: 3000 })
      .catch(() => {});
  }
  return entries.allInnerTexts();
}

/**
 * Chooses an entry of the open menu, by keys alone.
 * @param {Page} page
 * @param {string} title
 */
export async function chooseEntry(page, title) {
  const titles = await page.locator(ENTRIES).allInnerTexts();
  const place = titles.indexOf(title);
  if (place < 0) throw new Error(`the lightbulb does not offer "${title}" but:\n${titles.join('\n')}`);
  for (let step = 0; step < place; step += 1) await page.keyboard.press('ArrowDown');
  await page.locator('.action-widget .monaco-list-row.focused', { hasText: title }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator(ENTRIES).first().waitFor({ state: 'hidden' });
}

/**
 * Types into the box that F1 and Ctrl+P open, and takes the first of what it then lists.
 * @param {Page} page
 * @param {string} key
 * @param {string} text
 * @param {string | RegExp} row what must be listed first
 */
async function takeFromQuickInput(page, key, text, row) {
  const input = page.locator('.quick-input-widget input.input').first();
  await page.keyboard.press(key);
  await input.waitFor({ timeout: PATIENCE_MS });
  await input.fill(text);
  await waitForFirstRow(page, row);
  await page.keyboard.press('Enter');
}

/**
 * @param {Page} page
 * @param {string | RegExp} row
 */
async function waitForFirstRow(page, row) {
  await page
    .locator('.quick-input-list .monaco-list-row[data-index="0"]', { hasText: row })
    .waitFor({ timeout: PATIENCE_MS });
}

/**
 * Runs a command by its title from the Command Palette.
 * @param {Page} page
 * @param {string} title
 */
export async function runCommand(page, title) {
  await takeFromQuickInput(page, 'F1', `>${title}`, title);
}

/**
 * Takes the row of a list that a command has opened.
 * @param {Page} page
 * @param {string} text
 */
export async function takeRow(page, text) {
  await page
    .locator('.quick-input-list .monaco-list-row', { hasText: text })
    .first()
    .waitFor({ timeout: PATIENCE_MS });
  await page.locator('.quick-input-widget input.input').first().fill(text);
  await waitForFirstRow(page, text);
  await page.keyboard.press('Enter');
}

/**
 * Opens a file of the workspace by its name.
 * @param {Page} page
 * @param {string} name
 */
export async function openFile(page, name) {
  await takeFromQuickInput(page, 'Control+p', name, name);
  await waitForTab(page, name);
  await waitForText(page);
}

/**
 * Waits until an editor of that title is the one at hand.
 * @param {Page} page
 * @param {string | RegExp} title
 */
export async function waitForTab(page, title) {
  await page.locator('.tab.active', { hasText: title }).first().waitFor({ timeout: PATIENCE_MS });
}

/**
 * Waits until the status bar says so of the caret ("Ln 7, Col 66", "(12 selected)").
 * @param {Page} page
 * @param {string | RegExp} text
 */
export async function waitForCaret(page, text) {
  await page.locator('[id="status.editor.selection"]', { hasText: text }).waitFor({ timeout: PATIENCE_MS });
}

/**
 * Puts the caret somewhere, by keys.
 * @param {Page} page
 * @param {number} line
 * @param {number} column
 */
export async function goTo(page, line, column) {
  await takeFromQuickInput(page, 'Control+g', `:${line}:${column}`, new RegExp(`line ${line}\\b`, 'i'));
  await waitForCaret(page, `Ln ${line}, Col ${column}`);
}

/**
 * Waits until the language status (the braces in the status bar) says so.
 * @param {Page} page
 * @param {RegExp} pattern
 */
export async function waitForStatus(page, pattern) {
  await poll(page, `the status to be ${pattern}`, async () => {
    const items = page.locator('[id="status.languageStatus"], [id^="status.languageStatus."]');
    const labels = await items.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
    return { done: labels.some((label) => pattern.test(label)), now: labels.join('\n') };
  });
}

/**
 * The one line above a snippet that is like this.
 * @param {Page} page
 * @param {string | RegExp} text
 */
export async function codeLens(page, text) {
  const lens = page.locator('.codelens-decoration a', { hasText: text }).first();
  await lens.waitFor({ timeout: PATIENCE_MS });
  return lens;
}

/**
 * Waits for a notification and returns its text. Looks for it in the center where no toast comes: a window that takes
 * its extension host from the address shows none.
 * @param {Page} page
 * @param {RegExp} pattern
 */
export async function waitForNotification(page, pattern) {
  const shown = page.locator('.notification-toast, .notification-list-item', { hasText: pattern }).first();
  const end = Date.now() + PATIENCE_MS;
  while (!(await shown.isVisible())) {
    if (Date.now() > end) throw new Error(`no notification says ${pattern}`);
    await shown.waitFor({ timeout: 5000 }).catch(() => runCommand(page, 'Notifications: Show Notifications'));
  }
  return shown.innerText();
}

/**
 * Waits until the hover on the screen says so, and returns all its text.
 * @param {Page} page
 * @param {RegExp} pattern
 */
export async function waitForHover(page, pattern) {
  return poll(page, `the hover to say ${pattern}`, async () => {
    const now = (await page.locator('.monaco-hover:visible').allInnerTexts()).join('\n');
    return { done: pattern.test(now), now };
  });
}

/**
 * Waits until the list of suggestions begins like this; asks for it with Ctrl+Space where typing did not.
 * @param {Page} page
 * @param {string} first
 */
export async function suggestions(page, first) {
  const rows = page.locator('.suggest-widget.visible .monaco-list-row');
  const wanted = rows.and(page.locator('[data-index="0"]')).filter({ hasText: first });
  const end = Date.now() + PATIENCE_MS;
  while (!(await wanted.isVisible())) {
    if (Date.now() > end) throw new Error(`suggested is not ${first} but:\n${await rows.allInnerTexts()}`);
    await wanted.waitFor({ timeout: 5000 }).catch(() => page.keyboard.press('Control+Space'));
  }
  return rows.allInnerTexts();
}

/**
 * Moves the focus with Tab until it is on what is wanted.
 * @param {Page} page
 * @param {string} text of the element that shall have it
 */
export async function tabTo(page, text) {
  for (let turn = 0; turn < 30; turn += 1) {
    const focused = await page.evaluate(() => {
      const { activeElement } = /** @type {any} */ (globalThis).document;
      return String(activeElement?.innerText ?? '').trim();
    });
    if (focused === text) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not come to "${text}"`);
}

/**
 * @param {Page} page
 * @param {string} what
 * @param {() => Promise<{ done: boolean, now: string }>} look
 */
async function poll(page, what, look) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const { done, now } = await look();
    if (done) return now;
    if (Date.now() > end) throw new Error(`waited for ${what}, but it is:\n${now}`);
    await page.waitForTimeout(50);
  }
}

/** @param {Page} page */
async function visibleText(page) {
  const lines = page.locator('.editor-instance .view-lines .view-line');
  const rows = await lines.evaluateAll((elements) =>
    elements.map((element) => ({
      top: Number.parseFloat(element.style.top),
      text: element.textContent ?? '',
    })),
  );
  return rows
    .sort((left, right) => left.top - right.top)
    .map(({ text }) => text.replaceAll('\u00a0', ' '))
    .join('\n');
}

/**
 * Waits until the text on the screen is as wanted, and returns it.
 * @param {Page} page
 * @param {(text: string) => boolean} wanted
 */
export async function waitForVisibleText(page, wanted) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const now = await visibleText(page);
    if (wanted(now)) return now;
    if (Date.now() > end) throw new Error(`the text did not become what it should be:\n${now}`);
    await page.waitForTimeout(50);
  }
}

/**
 * @typedef {object} Problem
 * @property {string} file its name, without folders
 * @property {string} severity
 * @property {string} message
 * @property {string} source
 * @property {number} line
 * @property {number} column
 */

/**
 * Opens the Problems panel and reads all its rows.
 * @param {Page} page
 * @returns {Promise<Problem[]>}
 */
export async function readProblems(page) {
  if ((await page.locator('.markers-panel:visible').count()) === 0) {
    await page.keyboard.press('Control+Shift+M');
  }
  await page.locator(PROBLEM_ROWS).first().waitFor({ timeout: PATIENCE_MS });
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const labels = await scrollThroughRows(page);
    if (isComplete(labels)) return readRows(labels);
    // Rows came or went on the way.
    if (Date.now() > end) throw new Error(`Problems does not show all its rows:\n${labels.join('\n')}`);
  }
}

/**
 * The labels of all rows, from the top: those outside of the panel exist only when they are scrolled to.
 * @param {Page} page
 */
async function scrollThroughRows(page) {
  /** @type {Map<number, string>} */
  const labels = new Map();
  await page.locator('.markers-panel').hover();
  await scrollToFirstRow(page);
  let idle = 0;
  while (idle < 4) {
    await page.waitForTimeout(100);
    const known = labels.size;
    const seen = await page.locator(PROBLEM_ROWS).evaluateAll((elements) =>
      elements.map((element) => ({
        index: Number(element.dataset.index),
        label: element.getAttribute('aria-label') ?? '',
      })),
    );
    for (const { index, label } of seen) labels.set(index, label);
    idle = labels.size === known ? idle + 1 : 0;
    await page.mouse.wheel(0, 100);
  }
  await scrollToFirstRow(page);
  await page.mouse.move(0, 0);
  await page.waitForTimeout(500); // until the tooltip of the row under the mouse is gone
  return [...labels].sort(([left], [right]) => left - right).map(([, label]) => label);
}

/**
 * In small steps: one turn of the wheel, however far, moves the list by a few rows only.
 * @param {Page} page
 */
async function scrollToFirstRow(page) {
  const first = page.locator(`${PROBLEM_ROWS}[data-index="0"]`);
  for (let turn = 0; turn < 100 && !(await first.isVisible()); turn += 1) {
    await page.mouse.wheel(0, -200);
    await page.waitForTimeout(30);
  }
  await page.mouse.wheel(0, -200); // it may be there, and still half hidden
}

const HEADING = /^(\d+) problems? in file (.+?)(?: of folder .*)?$/;
const ROW =
  /^(\w+): ([\s\S]*) at line (\d+) and character (\d+)\.?(?: This problem has references to \d+ locations?\.)? generated by (.+)$/;

/**
 * The rows that name a file also say how many problems follow; related places are rows, too.
 * @param {readonly string[]} labels
 */
function isComplete(labels) {
  const headings = labels.map((label) => HEADING.exec(label)).filter((found) => found !== null);
  const promised = headings.reduce((sum, [, count]) => sum + Number(count), 0);
  return promised > 0 && labels.filter((label) => ROW.test(label)).length >= promised;
}

/**
 * A row's label for screen readers is its best text.
 * @param {readonly string[]} labels
 */
function readRows(labels) {
  /** @type {Problem[]} */
  const problems = [];
  let file = '';
  for (const label of labels) {
    const heading = HEADING.exec(label);
    const row = ROW.exec(label);
    if (heading?.[2]) file = heading[2];
    if (!row) continue;
    const [, severity = '', message = '', line, column, source = ''] = row;
    problems.push({
      file,
      severity: severity.toLowerCase(),
      message,
      line: Number(line),
      column: Number(column),
      source,
    });
  }
  return problems;
}

/**
 * The rows once they no longer change: the server answers file by file.
 * @param {Page} page
 */
export async function readSettledProblems(page) {
  let before = await readProblems(page);
  for (;;) {
    await page.waitForTimeout(700);
    const now = await readProblems(page);
    if (now.length === before.length) return now;
    before = now;
  }
}
