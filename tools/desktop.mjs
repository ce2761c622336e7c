// Can desktop VS Code be downloaded and shown here? Decided within seconds: a machine that reaches only the
// npm registry must not wait for a download that never comes.
import { existsSync } from 'node:fs';
import path from 'node:path';

const DOWNLOADS = 'https://update.code.visualstudio.com/api/releases/stable';
const PATIENCE_MS = 4000;

/**
 * @typedef {object} Desktop
 * @property {boolean} usable
 * @property {string} [reason] why not
 * @property {string} [wrapper] the program that lends a display
 */

/** @returns {Promise<Desktop>} */
export async function findDesktop() {
  const { platform, env } = process;
  const needsDisplay = platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY;
  const wrapper = needsDisplay ? findOnPath('xvfb-run') : undefined;
  if (needsDisplay && !wrapper) return { usable: false, reason: 'there is no display and no xvfb-run' };
  try {
    const answer = await fetch(DOWNLOADS, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.ok) return wrapper ? { usable: true, wrapper } : { usable: true };
    return { usable: false, reason: `update.code.visualstudio.com answers ${answer.status}` };
  } catch {
    return { usable: false, reason: 'update.code.visualstudio.com cannot be reached' };
  }
}

/**
 * @param {string} name
 * @returns {string | undefined}
 */
export function findOnPath(name) {
  const endings = process.platform === 'win32' ? ['.cmd', '.exe'] : [''];
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders
    .flatMap((folder) => endings.map((ending) => path.join(folder, name + ending)))
    .find((file) => existsSync(file));
}
