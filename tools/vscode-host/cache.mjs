// What the host needs from outside: packages from the npm registry, unpacked once into a cache folder.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Explained } from '../setup.mjs';

export const WINDOWS = process.platform === 'win32';
export const CACHE = path.resolve(import.meta.dirname, '../../.vscode-test');

/** @typedef {(message: string) => void} Log */

/**
 * Runs npm and returns what it printed.
 * @param {readonly string[]} args
 * @param {string} cwd
 */
export function npm(args, cwd) {
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, npm_config_update_notifier: 'false' };
  for (const name of Object.keys(env)) {
    if (/^npm_config_(prefix|global|workspaces?|include_workspace_root)$/i.test(name)) delete env[name];
  }
  const cli = process.env.npm_execpath;
  const run =
    cli && /npm-cli\.c?js$/.test(cli)
      ? spawnSync(process.execPath, [cli, ...args], { cwd, env, encoding: 'utf8' })
      : spawnSync('npm', args, { cwd, env, encoding: 'utf8', shell: WINDOWS });
  if (run.status !== 0) {
    const reason = /npm error (?!A complete log)(.*)/.exec(run.stderr ?? '')?.[1] ?? run.error?.message;
    throw new Explained(`npm ${args[0]} ${args[1]} failed: ${reason ?? `exit code ${run.status}`}`);
  }
  return run.stdout.trim();
}

/**
 * Downloads a package and unpacks a part of it into `folder`; nothing of it is executed.
 * @param {string} spec name and version
 * @param {string} folder
 * @param {readonly string[]} tarArgs what to unpack
 */
export function unpack(spec, folder, tarArgs) {
  const output = npm(['pack', spec, '--json', '--ignore-scripts', '--prefer-offline'], folder);
  const parsed = JSON.parse(output.slice(output.search(/[[{]/)));
  const [first] = Array.isArray(parsed) ? parsed : parsed.filename ? [parsed] : Object.values(parsed);
  const archive = path.join(folder, first.filename.replace(/^@/, '').replace('/', '-'));
  untar(['-xzf', archive, '-C', folder, ...tarArgs]);
  fs.rmSync(archive);
}

/** @param {readonly string[]} args */
export function untar(args) {
  const run = spawnSync('tar', args, { encoding: 'utf8' });
  if (run.status !== 0) throw new Explained(`tar failed: ${run.error?.message ?? run.stderr.trim()}`);
}

/**
 * Makes a folder of the cache unless its stamp says that it is there. A killed or a parallel install never
 * leaves a half-made folder behind: the folder gets its name when it is complete.
 * @template {object} Info
 * @param {string} folder
 * @param {string} key what the stamp must say; changes with the version and the recipe
 * @param {(draft: string) => Promise<Info> | Info} make fills the draft and returns what to remember
 * @returns {Promise<Info>}
 */
export async function once(folder, key, make) {
  const present = readStamp(folder);
  if (present?.key === key) return present.info;
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  const draft = fs.mkdtempSync(`${folder}.tmp-`);
  try {
    const info = await make(draft);
    fs.writeFileSync(path.join(draft, 'stamp.json'), JSON.stringify({ key, info }));
    fs.rmSync(folder, { recursive: true, force: true });
    fs.renameSync(draft, folder);
    return info;
  } catch (error) {
    fs.rmSync(draft, { recursive: true, force: true });
    const other = readStamp(folder);
    if (other?.key === key) return other.info; // another process was faster
    throw error;
  }
}

/** @param {string} folder */
function readStamp(folder) {
  try {
    return JSON.parse(fs.readFileSync(path.join(folder, 'stamp.json'), 'utf8'));
  } catch {
    return undefined;
  }
}
