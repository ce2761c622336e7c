// What `npm start` and `npm test` need before they can do anything: packages and bundles. Only built-in
// modules are imported here, because on a fresh clone nothing else exists.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '..');
const MINIMUM = /** @type {const} */ ([20, 19]);

/** A failure that is explained in one sentence; its stack would tell nothing more. */
export class Explained extends Error {}

/**
 * Runs a script's main function; what fails is said in one line.
 * @param {() => Promise<void>} main
 */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    const known = error instanceof Explained;
    console.error(known ? error.message : error);
    process.exitCode = 1;
  }
}

/**
 * A new folder for one run. Its path is short, because VS Code keeps a socket below it whose path may have no
 * more than some hundred characters on macOS, and real, because VS Code compares paths as text.
 */
export function temporaryFolder() {
  const base = process.platform === 'win32' ? os.tmpdir() : '/tmp';
  return fs.mkdtempSync(path.join(fs.realpathSync.native(base), 'security-hints-'));
}

/** Installs the packages of package-lock.json where they are missing or others. */
export function ensureInstalled() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < MINIMUM[0] || (major === MINIMUM[0] && minor < MINIMUM[1])) {
    throw new Explained(`Node ${MINIMUM.join('.')} or newer is needed, this is ${process.versions.node}.`);
  }
  if (isInstalled()) return;
  console.log('Installing packages (npm ci; about a minute on a fresh machine) …');
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const run = npm
    ? spawnSync(process.execPath, [npm, ...args], { cwd: ROOT, stdio: 'inherit' })
    : spawnSync('npm', args, { cwd: ROOT, stdio: 'inherit', shell: process.platform === 'win32' });
  if (run.status !== 0) {
    throw new Explained(
      'The packages could not be installed; npm says why above. Is the registry reachable?',
    );
  }
}

/** Compares versions, not dates: a checkout touches files, and an install by hand counts as well. */
function isInstalled() {
  const wanted = readPackages(path.join(ROOT, 'package-lock.json'));
  const present = readPackages(path.join(ROOT, 'node_modules', '.package-lock.json'));
  return Object.entries(wanted).every(
    ([name, { version, optional }]) => name === '' || optional || present[name]?.version === version,
  );
}

/**
 * @param {string} file
 * @returns {Record<string, { version: string, optional?: boolean }>}
 */
function readPackages(file) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')).packages : {};
}

/**
 * Runs a Node program and returns its exit code and what it printed.
 * @param {readonly string[]} args
 * @param {object} [options]
 * @param {string} [options.cwd]
 * @param {NodeJS.ProcessEnv} [options.env] beside the usual environment
 * @param {string} [options.command] another program than Node
 * @param {(line: string) => void} [options.onLine]
 * @returns {Promise<{ code: number, output: string, errors: string }>}
 */
export function runNode(args, { cwd = ROOT, env = {}, command = process.execPath, onLine } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const texts = { output: '', errors: '' };
    for (const [name, stream] of /** @type {const} */ ([
      ['output', child.stdout],
      ['errors', child.stderr],
    ])) {
      let rest = '';
      stream.setEncoding('utf8').on('data', (text) => {
        texts[name] += text;
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) onLine?.(line);
      });
      stream.on('end', () => rest && onLine?.(rest));
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, ...texts }));
  });
}

/** The path of a program that a package brings, to be run by this Node: no shell, and the same on Windows. */
export const bin = {
  eslint: 'node_modules/eslint/bin/eslint.js',
  mocha: 'node_modules/mocha/bin/mocha.js',
  prettier: 'node_modules/prettier/bin/prettier.cjs',
  tsc: 'node_modules/typescript/bin/tsc',
  vsce: 'node_modules/@vscode/vsce/vsce',
};

/** @param {{ production?: boolean, extension?: boolean, out?: string }} [options] see build.mjs */
export async function buildProgram({ production = false, extension = false, out } = {}) {
  const { code, output, errors } = await runNode([
    'tools/build.mjs',
    ...(production ? ['--production'] : []),
    ...(extension ? ['--extension'] : []),
    ...(out === undefined ? [] : ['--out', out]),
  ]);
  if (code !== 0) throw new Explained(`The build failed:\n${output}${errors}`);
}
