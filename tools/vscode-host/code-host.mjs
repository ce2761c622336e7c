#!/usr/bin/env node
// Takes the command line of desktop VS Code, as @vscode/test-electron passes it, and runs it in the web
// workbench: server, extension host and headless Chromium.
//
// Environment: CODE_HOST_VERSION (of the package code-server), CODE_HOST_TIMEOUT (seconds),
// CODE_HOST_VERBOSE=1 (everything that is logged), CODE_HOST_SCREENSHOT=file.png (the last picture),
// CODE_HOST_BROWSER=npm and CODE_HOST_BARE=1 (see chromium.mjs).
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { readArguments } from './arguments.mjs';
import { findChromium } from './chromium.mjs';
import { installHost, OLDEST } from './install.mjs';
import { serveStatic, startServer } from './server.mjs';
import { openWorkbench } from './workbench.mjs';

const VERSION = process.env.CODE_HOST_VERSION ?? OLDEST.package;
const TIMEOUT_SECONDS = Number(process.env.CODE_HOST_TIMEOUT ?? 600);
const VERBOSE = Boolean(process.env.CODE_HOST_VERBOSE);
const GRACE_MS = 10_000;

/** @type {(() => unknown)[]} what to undo, last first */
const cleanups = [];
let finishing = false;

/** @param {number} code */
async function finish(code) {
  if (finishing) return;
  finishing = true;
  setTimeout(() => process.exit(code), GRACE_MS);
  for (const cleanup of cleanups.reverse()) await Promise.resolve(cleanup()).catch(() => {});
  process.exit(code);
}

/** @param {string} reason */
function fail(reason) {
  if (!finishing) console.error(`[host] ${reason}`);
  void finish(1);
}

/**
 * @param {string | undefined} given
 * @param {string} name
 */
function folderFor(given, name) {
  if (given) {
    fs.mkdirSync(given, { recursive: true });
    return path.resolve(given);
  }
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `code-host-${name}-`));
  cleanups.push(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Receives what the tests print (tests-shim.cjs). */
async function listenForOutput() {
  /** @type {() => void} */
  let closed = () => {};
  const done = new Promise((resolve) => {
    closed = () => resolve(undefined);
  });
  const listener = net.createServer((socket) => {
    let buffer = '';
    socket.setEncoding('utf8');
    socket.on('error', () => {});
    socket.on('close', closed);
    socket.on('data', (data) => {
      const lines = (buffer + data).split('\n');
      buffer = lines.pop() ?? '';
      for (const line of lines) {
        const [stream, text] = JSON.parse(line);
        (stream === 'stdout' ? process.stdout : process.stderr).write(text);
      }
    });
  });
  await new Promise((resolve) => {
    listener.listen(0, '127.0.0.1', () => resolve(undefined));
  });
  listener.unref();
  return { port: /** @type {net.AddressInfo} */ (listener.address()).port, done };
}

async function main() {
  const options = readArguments(process.argv.slice(2));
  if (options.version) {
    console.log(VERSION);
    return finish(0);
  }
  /** @param {string} message */
  const log = (message) => console.error(`[host] ${message}`);
  const host = await installHost(VERSION, log);
  const browser = await findChromium(log);
  setTimeout(() => fail(`not done after ${TIMEOUT_SECONDS} s`), TIMEOUT_SECONDS * 1000);

  // A web extension host has no sockets: there, the tests print through the workbench's log.
  const output = options.tests && !options.web ? await listenForOutput() : undefined;
  const server = await startServer(host, {
    userData: folderFor(options.userData, 'user'),
    extensions: folderFor(options.extensions, 'extensions'),
    verbose: VERBOSE,
    env:
      output && options.tests
        ? { CODE_HOST_LOG_PORT: String(output.port), CODE_HOST_TESTS: options.tests }
        : {},
  });
  cleanups.push(() => server.stop());
  server.child.on('exit', () => fail(`VS Code's server ended early\n${server.output().slice(-4000)}`));

  const files = options.web ? await serveStatic(host, server, options.development) : undefined;
  if (files) cleanups.push(() => files.stop());
  const workbench = await openWorkbench({
    server,
    browser,
    folder: options.folder,
    workspace: options.workspace,
    openFile: options.openFile,
    extensions: files ? options.development.map((_, index) => files.uri(index)) : options.development,
    tests: testsModule(options, files),
    payloadOptions: options.web,
    payload: [
      ...(options.web ? [/** @type {const} */ (['extensionDevelopmentKind', 'web'])] : []),
      ...(options.disableExtensions ? [/** @type {const} */ (['disableExtensions', 'true'])] : []),
    ],
    onLog: (type, args) => {
      if (output && !VERBOSE) return;
      const text = format(args);
      if (VERBOSE || isFromTests(text)) (type === 'error' ? console.error : console.log)(text);
    },
    onExit: async (code) => {
      // The last lines may still be on their way.
      await Promise.race([output?.done, new Promise((resolve) => setTimeout(resolve, 2000))]);
      await finish(code);
    },
  });
  cleanups.push(() => Promise.race([workbench.close(), new Promise((resolve) => setTimeout(resolve, 3000))]));
  const picture = process.env.CODE_HOST_SCREENSHOT;
  if (picture) cleanups.push(() => workbench.page.screenshot({ path: picture }));
  workbench.page.on('crash', () => fail('the page crashed'));
  workbench.browser.on('disconnected', () => fail('the browser ended early'));
}

/**
 * @param {ReturnType<typeof readArguments>} options
 * @param {Awaited<ReturnType<typeof serveStatic>> | undefined} files
 */
function testsModule({ tests, development }, files) {
  if (!tests) return undefined;
  if (!files) return path.join(import.meta.dirname, 'tests-shim.cjs');
  for (const [index, folder] of development.entries()) {
    const relative = path.relative(folder, tests).split(path.sep).join('/');
    if (!relative.startsWith('..')) return files.uri(index, relative);
  }
  throw new Error('tests of a web extension must lie below its folder');
}

/**
 * Everything that the page logs arrives through one function; lines of the tests' own runner carry a mark.
 * @param {string} text
 */
function isFromTests(text) {
  return text.startsWith('[tests] ');
}

/**
 * `console.log('%s', x)` arrives with its arguments unformatted.
 * @param {readonly unknown[]} args
 */
function format(args) {
  const texts = args.map((arg) => (typeof arg === 'string' ? arg : JSON.stringify(arg)));
  const rest = texts.slice(1);
  const first = (texts[0] ?? '').replace(/%[sdifjoOc%]/g, (directive) => {
    if (directive === '%%') return '%';
    if (directive === '%c') return rest.shift() === undefined ? directive : '';
    return rest.shift() ?? directive;
  });
  return [first, ...rest].join(' ');
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => (finishing ? process.exit(130) : void finish(130)));
}
// A closed pipe must not loop.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => void finish(1));
process.on('uncaughtException', (error) => fail(error.stack ?? error.message));
process.on('unhandledRejection', (error) => fail(error instanceof Error ? error.message : String(error)));

await main();
