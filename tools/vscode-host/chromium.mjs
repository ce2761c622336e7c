// Finds a Chromium: $CHROMIUM_PATH, one on the PATH or in a usual place, else the headless one that the npm
// package @sparticuz/chromium ships (Linux x64; it brings its own libnss and fonts for bare machines).
import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import zlib from 'node:zlib';
import { Explained } from '../setup.mjs';
import { CACHE, once, unpack, untar, WINDOWS } from './cache.mjs';

const VERSION = '153.0.0';
const NAMES = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'msedge',
  'microsoft-edge',
];

/**
 * @typedef {object} Browser
 * @property {string} executable
 * @property {Record<string, string>} env what it needs beside the usual environment
 */

/**
 * @param {import('./cache.mjs').Log} log
 * @returns {Promise<Browser>}
 */
export async function findChromium(log) {
  const onPath = (process.env.PATH ?? '')
    .split(path.delimiter)
    .flatMap((folder) => NAMES.map((name) => path.join(folder, WINDOWS ? `${name}.exe` : name)));
  const own = process.env.CODE_HOST_BROWSER === 'npm';
  const present = own ? [] : [process.env.CHROMIUM_PATH, ...onPath, ...usualPlaces()];
  const executable = present.find((file) => file && fs.existsSync(file));
  return executable ? { executable, env: {} } : installChromium(log);
}

function usualPlaces() {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  if (!WINDOWS) return [];
  const bases = [process.env.ProgramFiles, process.env['ProgramFiles(x86)'], process.env.LocalAppData];
  return bases
    .filter((base) => base !== undefined)
    .flatMap((base) => [
      path.join(base, 'Google/Chrome/Application/chrome.exe'),
      path.join(base, 'Microsoft/Edge/Application/msedge.exe'),
    ]);
}

/** @param {import('./cache.mjs').Log} log */
async function installChromium(log) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Explained('no Chromium found: install Chrome or Chromium, or set CHROMIUM_PATH to one');
  }
  const folder = path.join(CACHE, `chromium-${VERSION}`);
  await once(folder, VERSION, async (draft) => {
    log(`installing a headless Chromium (@sparticuz/chromium@${VERSION} from npm, about 70 MB)`);
    unpack(`@sparticuz/chromium@${VERSION}`, draft, ['package/bin']);
    const bin = path.join(draft, 'package', 'bin');
    await pipeline(
      fs.createReadStream(path.join(bin, 'chromium.br')),
      zlib.createBrotliDecompress(),
      fs.createWriteStream(path.join(draft, 'chromium'), { mode: 0o755 }),
    );
    for (const name of ['al2023', 'fonts', 'swiftshader']) {
      const archive = path.join(draft, `${name}.tar`);
      fs.writeFileSync(archive, zlib.brotliDecompressSync(fs.readFileSync(path.join(bin, `${name}.tar.br`))));
      untar(['-xf', archive, '-C', draft]);
      fs.rmSync(archive);
    }
    fs.rmSync(path.join(draft, 'package'), { recursive: true });
    return {};
  });
  return { executable: path.join(folder, 'chromium'), env: bundledLibraries(folder) };
}

/**
 * The libraries and the font of the package, where the machine has none. CODE_HOST_BARE=1 takes them always,
 * to try what a bare machine would do.
 * @param {string} folder
 */
function bundledLibraries(folder) {
  const bare = Boolean(process.env.CODE_HOST_BARE);
  /** @type {Record<string, string>} */
  const env = {};
  const libraries = ['/usr/lib/x86_64-linux-gnu', '/usr/lib64', '/lib64', '/usr/lib'];
  /** @param {string} name */
  const has = (name) => libraries.some((place) => fs.existsSync(path.join(place, name)));
  if (bare || !has('libnss3.so') || !has('libnspr4.so')) {
    const inherited = process.env.LD_LIBRARY_PATH;
    env.LD_LIBRARY_PATH = path.join(folder, 'lib') + (inherited ? `:${inherited}` : '');
  }
  if (bare || !fs.existsSync('/etc/fonts/fonts.conf')) {
    const config = path.join(folder, 'own-fonts.conf');
    fs.writeFileSync(
      config,
      '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">' +
        `<fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>`,
    );
    env.FONTCONFIG_FILE = config;
  }
  return env;
}
