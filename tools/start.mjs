// `npm start`: shows the product at work. Installs and builds what is missing, opens a real VS Code with the
// extension on examples/, and prints the findings that the editor shows.
//
//   npm start                            until Ctrl+C
//   npm start -- --once                  ends after printing
//   npm start -- --screenshot FILE.png   keeps a picture of the window, too
//
// The editor is desktop VS Code where `code` is found, otherwise the workbench in the browser.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findOnPath } from './desktop.mjs';
import { buildProgram, ensureInstalled, Explained, ROOT, runMain, runNode } from './setup.mjs';
import { packageExtension } from './vsix.mjs';

const EXAMPLES = path.join(ROOT, 'examples');
const RUNBOOK = path.join(EXAMPLES, 'docs', 'staging-guide.md');
const PORT = 8765;

/** The same for every browser that opens the address, which is why it is not part of the page. */
const SETTINGS = {
  'chat.disableAIFeatures': true,
  'editor.minimap.enabled': false,
  'extensions.autoCheckUpdates': false,
  'files.autoSave': 'off', // the browser's default would write into examples/ what somebody only tries
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
};

/** @param {string} message */
const say = (message) => console.log(message);

function readFlags() {
  try {
    return parseArgs({
      options: { once: { type: 'boolean', default: false }, screenshot: { type: 'string' } },
    }).values;
  } catch (error) {
    throw new Explained(/** @type {Error} */ (error).message);
  }
}

async function main() {
  const flags = readFlags();
  ensureInstalled();
  const code = findOnPath('code');
  const display = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (code && display && !flags.once && !flags.screenshot) await showOnDesktop(code);
  else await showInBrowser(flags);
}

/** @param {string} code */
async function showOnDesktop(code) {
  say('Building dist/ …');
  await buildProgram();
  say(`Opening VS Code (${code}) on examples/ …`);
  const args = [`--extensionDevelopmentPath=${ROOT}`, '--new-window', EXAMPLES, '--goto', RUNBOOK];
  const windows = process.platform === 'win32';
  const quoted = windows ? args.map((arg) => `"${arg}"`) : args;
  spawn(windows ? `"${code}"` : code, quoted, { stdio: 'ignore', detached: true, shell: windows }).unref();
  say('It shows these findings, here as the command line prints them:');
  const { output } = await runNode(['dist/cli.js', 'scan', '--fail-on', 'never', RUNBOOK]);
  say(output.trim());
}

/** @param {{ once: boolean, screenshot?: string | undefined }} flags */
async function showInBrowser({ once, screenshot }) {
  // Imported late: on a fresh clone the packages are missing until now.
  const { CACHE } = await import('./vscode-host/cache.mjs');
  const { installHost, NEWEST, OLDEST } = await import('./vscode-host/install.mjs');
  const { installExtension, startServer } = await import('./vscode-host/server.mjs');

  say('Building and packaging the extension …');
  const vsix = await packageExtension();
  const major = Number(process.versions.node.split('.')[0]);
  const version = major === OLDEST.nodeMajor ? OLDEST : NEWEST; // spares a download of another Node
  say(`Opening VS Code ${version.vscode} in the browser …`);
  const host = await installHost(version.package, say);
  const folders = {
    userData: path.join(CACHE, 'start', 'user'),
    extensions: path.join(CACHE, 'start', 'extensions'),
  };
  const settings = path.join(folders.userData, 'User', 'settings.json');
  fs.mkdirSync(path.dirname(settings), { recursive: true });
  if (!fs.existsSync(settings)) fs.writeFileSync(settings, JSON.stringify(SETTINGS, null, 2));
  installExtension(host, folders, vsix);

  const server = await startServer(host, { ...folders, port: (await isFree(PORT)) ? PORT : 0 });
  const interrupted = new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, resolve);
  });
  try {
    say(`Open ${addressOf(server.authority)}`);
    await printFindings(server, screenshot);
    if (once) return;
    say('VS Code keeps running at that address; Ctrl+C ends it.');
    await interrupted;
  } finally {
    await server.stop();
  }
}

/** @param {string} authority */
function addressOf(authority) {
  const query = new URLSearchParams({
    folder: EXAMPLES,
    payload: JSON.stringify([['openFile', `vscode-remote://${authority}${RUNBOOK}`]]),
  });
  return `http://${authority}/?${query}`;
}

/**
 * Opens the same address in a browser without a screen, and reads what its Problems panel lists.
 * @param {import('./vscode-host/server.mjs').Server} server
 * @param {string | undefined} screenshot
 */
async function printFindings(server, screenshot) {
  const { findChromium } = await import('./vscode-host/chromium.mjs');
  const { openWorkbench } = await import('./vscode-host/workbench.mjs');
  const { readSettledProblems, squiggles, waitForText } = await import('./vscode-host/driver.mjs');
  const browser = await findChromium(say);
  const workbench = await openWorkbench({ server, browser, folder: EXAMPLES, openFile: RUNBOOK });
  try {
    await waitForText(workbench.page);
    await squiggles(workbench.page);
    const problems = await readSettledProblems(workbench.page);
    say(`The editor shows ${problems.length} findings:`);
    for (const { file, line, column, severity, message } of problems) {
      say(`${file}:${line}:${column} ${severity} ${message}`);
    }
    if (screenshot) {
      await workbench.page.screenshot({ path: screenshot });
      say(`Picture: ${screenshot}`);
    }
  } finally {
    await workbench.close();
  }
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function isFree(port) {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

await runMain(main);
