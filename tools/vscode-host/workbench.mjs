// Opens the workbench of a running host in a headless Chromium.
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

/** Settings that keep the window still: no welcome pages, no network, no questions. */
const QUIET = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off', // the browser's default would write what a test only tries
  'files.simpleDialog.enable': true,
  'git.openRepositoryInParentFolders': 'never',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.showReleaseNotes': false,
  'window.confirmBeforeClose': 'never',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
};

const CHROMIUM_ARGUMENTS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-dev-shm-usage',
  '--disable-extensions',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--no-default-browser-check',
  '--no-first-run',
  // Nothing but this machine is reachable.
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost',
];

/** @typedef {{ scheme: string, authority: string, path: string }} UriParts */

/**
 * @typedef {object} WorkbenchOptions
 * @property {import('./server.mjs').Server} server
 * @property {import('./chromium.mjs').Browser} browser
 * @property {string} [folder] the workspace
 * @property {string} [workspace] or its file, where it has several folders
 * @property {string} [openFile] a file to show
 * @property {readonly (string | UriParts)[]} [extensions] under development
 * @property {string | UriParts} [tests] the module whose `run` is called
 * @property {boolean} [payloadOptions] lets the page take extension options from the address
 * @property {readonly (readonly [string, string])[]} [payload]
 * @property {Record<string, unknown>} [settings]
 * @property {{ width: number, height: number }} [viewport]
 * @property {(type: string, args: readonly unknown[]) => void} [onLog]
 * @property {(code: number) => void} [onExit]
 */

/** @param {WorkbenchOptions} options */
export async function openWorkbench(options) {
  const { server } = options;
  const browser = await chromium.launch({
    executablePath: options.browser.executable,
    headless: true,
    chromiumSandbox: false, // root, and most containers, have no sandbox
    env: /** @type {Record<string, string>} */ ({ ...process.env, ...options.browser.env }),
    args: CHROMIUM_ARGUMENTS,
  });
  const context = await browser.newContext({
    viewport: options.viewport ?? { width: 1280, height: 800 },
    locale: 'en-US',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  await page.exposeFunction('codeAutomationLog', options.onLog ?? (() => {}));
  await page.exposeFunction('codeAutomationExit', options.onExit ?? (() => {}));

  // The page's configuration is changed on its way in, by a script and not by page.route(): a page answered
  // by the test driver counts as public, and Chromium then blocks its WebSocket to 127.0.0.1. Extensions go
  // in here, too, because newer versions ignore extensionDevelopmentPath in the address.
  /** @param {string | UriParts} place */
  const uri = (place) =>
    typeof place === 'string'
      ? {
          scheme: 'vscode-remote',
          authority: server.authority,
          path: decodeURI(pathToFileURL(place).pathname),
        }
      : place;
  await page.addInitScript(adjustConfiguration, {
    configurationDefaults: { ...QUIET, ...options.settings },
    developmentOptions: {
      ...(options.extensions?.length ? { extensions: options.extensions.map(uri) } : {}),
      ...(options.tests ? { extensionTestsPath: uri(options.tests) } : {}),
      ...(options.payloadOptions ? { enableSmokeTestDriver: true } : {}),
    },
  });

  const payload = [['skipWelcome', 'true'], ['skipReleaseNotes', 'true'], ...(options.payload ?? [])];
  if (options.openFile) payload.push(['openFile', `vscode-remote://${server.authority}${options.openFile}`]);
  const query = new URLSearchParams(placeOf(options));
  query.set('payload', JSON.stringify(payload));
  await page.goto(`http://${server.authority}/?${query}`);
  return { page, browser, close: () => browser.close() };
}

/**
 * What the workbench opens, as its address says it.
 * @param {{ folder?: string | undefined, workspace?: string | undefined }} options
 * @returns {Record<string, string>}
 */
function placeOf({ folder, workspace }) {
  if (workspace) return { workspace };
  return folder ? { folder } : { ew: 'true' };
}

/**
 * Runs in the page.
 * @param {{ configurationDefaults: object, developmentOptions: object }} more
 */
function adjustConfiguration(more) {
  const { prototype } = /** @type {any} */ (globalThis).Element;
  const get = prototype.getAttribute;
  /** @param {string} name */
  prototype.getAttribute = function (name) {
    const value = get.call(this, name);
    if (name !== 'data-settings' || this.id !== 'vscode-workbench-web-configuration' || !value) return value;
    const configuration = JSON.parse(value);
    for (const [key, added] of Object.entries(more)) configuration[key] = { ...configuration[key], ...added };
    return JSON.stringify(configuration);
  };
}
