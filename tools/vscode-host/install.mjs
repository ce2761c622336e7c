// Installs a VS Code workbench with its extension host from the npm registry alone: no download of VS Code,
// no compiler, no root. The package code-server holds VS Code's own server and web workbench in lib/vscode,
// which starts by itself; its outer part is not needed.
import fs from 'node:fs';
import path from 'node:path';
import { CACHE, npm, once, unpack, WINDOWS } from './cache.mjs';

/** The oldest VS Code that the extension supports, and the newest one it is tested on. */
export const OLDEST = { vscode: '1.100.3', package: '4.100.3', nodeMajor: 20 };
export const NEWEST = { vscode: '1.139.1', package: '4.139.1', nodeMajor: 24 };

const RECIPE = 1; // raise when the steps below change: it is part of the stamp
const RIPGREP = '1.18.0'; // the first series whose platform packages bring the binary

// What the server, the extension host and the page really load. The rest of lib/vscode/package.json is
// native (kerberos, node-pty, sqlite3) or hundreds of megabytes (copilot).
const KEPT_DEPENDENCIES = [
  '@microsoft/1ds-core-js',
  '@microsoft/1ds-post-js',
  '@parcel/watcher',
  '@vscode/deviceid',
  '@vscode/iconv-lite-umd',
  '@vscode/proxy-agent',
  '@vscode/vscode-languagedetection',
  'cookie',
  'http-proxy-agent',
  'https-proxy-agent',
  'jschardet',
  'katex',
  'minimist',
  'tas-client',
  'tas-client-umd',
  'vscode-oniguruma',
  'vscode-regexpp',
  'vscode-textmate',
  'ws',
  'yauzl',
  'yazl',
];

// Big built-in extensions that no test needs. The small ones stay: the page would look for the web build of
// a missing one, and show a notification about it.
const DROPPED_EXTENSIONS = [
  'copilot',
  'mermaid-markdown-features',
  'ms-vscode.*',
  'microsoft-authentication',
];

/**
 * @typedef {object} Host
 * @property {string} version of the package
 * @property {string} root the folder lib/vscode
 * @property {string} node the Node that this version needs
 */

/**
 * @param {string} version of the package code-server
 * @param {import('./cache.mjs').Log} log
 * @returns {Promise<Host>}
 */
export async function installHost(version, log) {
  const folder = path.join(CACHE, `web-host-${version}`);
  await once(folder, `${version}/${RECIPE}`, (draft) => {
    log(`installing the VS Code workbench (code-server@${version} from npm, about 45 MB)`);
    const excluded = ['*.map', ...DROPPED_EXTENSIONS.map((name) => `package/lib/vscode/extensions/${name}`)];
    unpack(`code-server@${version}`, draft, [
      ...excluded.map((pattern) => `--exclude=${pattern}`),
      'package/package.json',
      'package/lib/vscode',
    ]);
    const outer = path.join(draft, 'package');
    const vscode = path.join(draft, 'vscode');
    fs.renameSync(path.join(outer, 'lib', 'vscode'), vscode);
    fs.rmSync(outer, { recursive: true });
    installDependencies(vscode, draft);
    // VS Code and its extensions look for wasm files and ripgrep below node_modules.asar, too.
    const modules = WINDOWS ? path.join(folder, 'vscode', 'node_modules') : 'node_modules';
    fs.symlinkSync(modules, path.join(vscode, 'node_modules.asar'), 'junction');
    return {};
  });
  const { nodeMajor } = version === OLDEST.package ? OLDEST : NEWEST;
  return { version, root: path.join(folder, 'vscode'), node: await installNode(nodeMajor, log) };
}

/**
 * @param {string} vscode the unpacked lib/vscode
 * @param {string} draft
 */
function installDependencies(vscode, draft) {
  /** @type {Record<string, string>} */
  const original = readJson(path.join(vscode, 'package.json')).dependencies;
  const dependencies = Object.fromEntries(
    KEPT_DEPENDENCIES.filter((name) => name in original).map((name) => [name, original[name]]),
  );
  // Newer versions ask for ripgrep of every platform, which is 56 MB; the package of one platform exports
  // the same.
  const universal = '@vscode/ripgrep-universal';
  if (universal in original) dependencies[universal] = `npm:@vscode/ripgrep@${RIPGREP}`;
  else dependencies['@vscode/ripgrep'] = RIPGREP;

  const scratch = path.join(draft, 'dependencies');
  fs.mkdirSync(scratch);
  fs.writeFileSync(
    path.join(scratch, 'package.json'),
    JSON.stringify({ name: 'web-host-dependencies', private: true, dependencies }),
  );
  npm(
    [
      'install',
      '--omit=dev',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--no-package-lock',
      '--prefer-offline',
      '--loglevel=error',
      '--engine-strict=false',
    ],
    scratch,
  );
  const modules = path.join(vscode, 'node_modules');
  fs.renameSync(path.join(scratch, 'node_modules'), modules);
  fs.rmSync(scratch, { recursive: true });

  replacePackage(modules, '@vscode/spdlog', 'spdlog.cjs');
  replacePackage(modules, 'native-watchdog', 'watchdog.cjs');
  replacePackage(modules, '@vscode/native-watchdog', 'watchdog.cjs');
  if ('@vscode/fs-copyfile' in original) replacePackage(modules, '@vscode/fs-copyfile', 'fs-copyfile.cjs');
}

/**
 * @param {string} modules
 * @param {string} name
 * @param {string} shim
 */
function replacePackage(modules, name, shim) {
  const folder = path.join(modules, name);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ name, version: '0.0.0', main: 'index.cjs' }),
  );
  fs.copyFileSync(path.join(import.meta.dirname, 'shims', shim), path.join(folder, 'index.cjs'));
}

/**
 * This Node where its major version fits, otherwise one from npm. `npm install node` would not do: that
 * package downloads its binary in a script.
 * @param {number} major
 * @param {import('./cache.mjs').Log} log
 */
async function installNode(major, log) {
  if (Number(process.versions.node.split('.')[0]) === major) return process.execPath;
  const platform = WINDOWS ? 'win' : process.platform;
  const prefix = process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
  const name = `${prefix}-${platform}-${process.arch}`;
  const folder = path.join(CACHE, `node-${major}`);
  const executable = WINDOWS ? 'bin/node.exe' : 'bin/node';
  await once(folder, `${name}@${major}`, (draft) => {
    log(`installing Node ${major} for it (${name} from npm, about 45 MB)`);
    unpack(`${name}@${major}`, draft, ['--strip-components=1', `package/${executable}`]);
    return {};
  });
  return path.join(folder, executable);
}

/** @param {string} file */
function readJson(file) {
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}
