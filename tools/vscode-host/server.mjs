// Starts the installed host: the process that answers the browser and forks the extension host.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Explained } from '../setup.mjs';

/**
 * @typedef {object} Folders
 * @property {string} userData
 * @property {string} extensions
 */

/**
 * @param {import('./install.mjs').Host} host
 * @param {Folders} folders
 * @param {readonly string[]} more
 */
function serverArguments(host, folders, more) {
  // VS Code makes the second one late, and loads no extension where it looked for it too early.
  for (const folder of [folders.userData, folders.extensions]) fs.mkdirSync(folder, { recursive: true });
  return [
    path.join(host.root, 'out', 'server-main.js'),
    '--accept-server-license-terms',
    '--telemetry-level',
    'off',
    '--server-data-dir',
    path.join(folders.userData, 'server'),
    '--user-data-dir',
    folders.userData,
    '--extensions-dir',
    folders.extensions,
    ...more,
  ];
}

/**
 * What npm, mocha or an outer VS Code left behind must not reach the extension host.
 * @param {Record<string, string>} own
 */
function environment(own) {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|VSCODE_|ELECTRON_|MOCHA_|NODE_OPTIONS$|NODE_CHANNEL_FD$)/.test(name),
  );
  // No calls to a marketplace.
  return { ...Object.fromEntries(inherited), EXTENSIONS_GALLERY: '{}', ...own };
}

/**
 * @param {import('./install.mjs').Host} host
 * @param {Folders & { port?: number, env?: Record<string, string>, verbose?: boolean }} options
 */
export async function startServer(host, options) {
  const port = String(options.port ?? 0);
  const child = spawn(
    host.node,
    serverArguments(host, options, ['--host', '127.0.0.1', '--port', port, '--without-connection-token']),
    { env: environment(options.env ?? {}), stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  /** @type {number} */
  const listening = await new Promise((resolve, reject) => {
    /** @param {Buffer} data */
    const collect = (data) => {
      output = (output + data.toString()).slice(-100_000);
      if (options.verbose) process.stderr.write(data);
      const found = /Extension host agent listening on (\d+)/.exec(output);
      if (found) resolve(Number(found[1]));
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', reject);
    child.on('exit', (code) => {
      const taken = /EADDRINUSE/.test(output);
      reject(
        new Explained(taken ? `port ${port} is taken` : `VS Code's server ended with ${code}\n${output}`),
      );
    });
  });
  return {
    child,
    authority: `127.0.0.1:${listening}`,
    output: () => output,
    stop: () => stopChild(child),
  };
}

/** @typedef {Awaited<ReturnType<typeof startServer>>} Server */

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<void>}
 */
function stopChild(child) {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode) return resolve();
    const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

/**
 * Installs a packaged extension, as a user would.
 * @param {import('./install.mjs').Host} host
 * @param {Folders} folders
 * @param {string} vsix
 */
export function installExtension(host, folders, vsix) {
  const run = spawnSync(host.node, serverArguments(host, folders, ['--install-extension', vsix, '--force']), {
    env: environment({}),
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Explained(`VS Code did not install ${vsix}: ${run.stderr || run.stdout}`);
}

/**
 * Makes folders reachable below the server's own static path. A web extension host cannot start workers from
 * an extension at a vscode-remote: address, and the page allows no other http origin than its own.
 * @param {import('./install.mjs').Host} host
 * @param {Server} server
 * @param {readonly string[]} folders
 */
export async function serveStatic(host, server, folders) {
  const page = await (await fetch(`http://${server.authority}/?ew=true`)).text();
  const prefix = /((?:stable|oss|insider|dev)-[0-9a-f]{40})\/static/.exec(page)?.[1];
  if (!prefix) throw new Error('the page of VS Code does not name its static files');
  /** @param {number} index */
  const name = (index) => `dev-${process.pid}-${index}`;
  const links = folders.map((folder, index) => {
    const link = path.join(host.root, name(index));
    fs.rmSync(link, { force: true });
    fs.symlinkSync(path.resolve(folder), link, 'junction');
    return link;
  });
  return {
    /**
     * @param {number} index of the folder
     * @param {string} [relative] path below it
     */
    uri: (index, relative = '') => ({
      scheme: 'http',
      authority: server.authority,
      path: path.posix.join(`/${prefix}/static/${name(index)}`, relative),
    }),
    stop: () => links.forEach((link) => fs.rmSync(link, { force: true })),
  };
}
