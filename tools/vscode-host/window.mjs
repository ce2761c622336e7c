// A VS Code window on its own server, for who wants to look at it or to steer it.
import path from 'node:path';
import { findChromium } from './chromium.mjs';
import { installHost, OLDEST } from './install.mjs';
import { serveStatic, startServer } from './server.mjs';
import { openWorkbench } from './workbench.mjs';

/** Settings for windows that are looked at: nothing but the text moves or catches the eye. */
const CALM = {
  'breadcrumbs.enabled': false,
  'editor.hover.delay': 100,
  'editor.minimap.enabled': false,
  'editor.occurrencesHighlight': 'off',
  'editor.renderLineHighlight': 'none',
  '[markdown]': { 'editor.wordWrap': 'off' },
};

/**
 * @typedef {object} WindowOptions
 * @property {string} [version] of the package code-server
 * @property {string} dataFolder for the window's user data and extensions
 * @property {string} folder the workspace
 * @property {string} openFile
 * @property {readonly string[]} extensions under development
 * @property {'node' | 'web'} [extensionHost] where they run: in a process, or in a worker of the page
 * @property {Record<string, unknown>} [settings]
 * @property {{ width: number, height: number }} [viewport]
 */

/** @param {WindowOptions} options */
export async function openWindow({
  version = OLDEST.package,
  dataFolder,
  settings = {},
  extensions,
  extensionHost = 'node',
  ...options
}) {
  /** @param {string} message */
  const log = (message) => console.error(`[host] ${message}`);
  const host = await installHost(version, log);
  const browser = await findChromium(log);
  const server = await startServer(host, {
    userData: path.join(dataFolder, 'user'),
    extensions: path.join(dataFolder, 'extensions'),
  });
  const files = extensionHost === 'web' ? await serveStatic(host, server, extensions) : undefined;
  const stop = async () => {
    files?.stop();
    await server.stop();
  };
  try {
    const { page, close } = await openWorkbench({
      ...options,
      extensions: files ? extensions.map((_, index) => files.uri(index)) : extensions,
      ...(files ? { payloadOptions: true, payload: [['extensionDevelopmentKind', 'web']] } : {}),
      server,
      browser,
      settings: { ...CALM, ...settings },
    });
    return {
      page,
      close: async () => {
        await close();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @typedef {Awaited<ReturnType<typeof openWindow>>} Window */
