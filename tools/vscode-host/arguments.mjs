// Reads the part of desktop VS Code's command line that @vscode/test-electron uses.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const text = /** @type {const} */ ({ type: 'string' });
const texts = /** @type {const} */ ({ type: 'string', multiple: true });
const flag = /** @type {const} */ ({ type: 'boolean' });

/** @param {string[]} argv */
export function readArguments(argv) {
  const { values, positionals } = parseArgs({
    args: argv,
    strict: false, // Chromium's and Electron's own switches are none of our business
    allowPositionals: true,
    options: {
      extensionDevelopmentPath: texts,
      extensionDevelopmentKind: texts,
      extensionTestsPath: text,
      'user-data-dir': text,
      'extensions-dir': text,
      'disable-extensions': flag,
      version: flag,
    },
  });
  const places = positionals.map(toPath);
  for (const place of places) {
    if (!fs.existsSync(place)) throw new Error(`no such folder or file: ${place}`);
  }
  return {
    version: values.version === true,
    development: strings(values.extensionDevelopmentPath).map(toPath),
    web: strings(values.extensionDevelopmentKind).includes('web'),
    tests: strings(values.extensionTestsPath).map(toPath)[0],
    userData: strings(values['user-data-dir'])[0],
    extensions: strings(values['extensions-dir'])[0],
    disableExtensions: values['disable-extensions'] === true,
    folder: places.find((place) => fs.statSync(place).isDirectory()),
    workspace: places.find(isWorkspace),
    openFile: places.find((place) => fs.statSync(place).isFile() && !isWorkspace(place)),
  };
}

/** @param {string} place */
function isWorkspace(place) {
  return place.endsWith('.code-workspace');
}

/**
 * @param {unknown} value
 * @returns {string[]}
 */
function strings(value) {
  return [value].flat().filter((entry) => typeof entry === 'string');
}

/** @param {string} place */
function toPath(place) {
  return path.resolve(place.startsWith('file:') ? fileURLToPath(place) : place);
}
