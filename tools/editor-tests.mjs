// Runs one suite of test/vscode in one VS Code:
//
//   node tools/editor-tests.mjs KIND VERSION [FILE.vsix] [--download] [--collect=FOLDER] [--grep=TEXT]
//
// KIND is `desktop` (extension host in Node), `web` (extension host and server in web workers), `vsix` (as
// desktop, with the packaged extension installed as a user would), `ui` (mouse and keys) or `ui-web` (mouse and keys,
// the extension in web workers). VERSION is `oldest` or `newest`. With --download the suite runs in desktop VS Code, which is downloaded; otherwise in
// the workbench that tools/vscode-host makes of npm packages. With --collect the editor opens FOLDER and writes
// down what it shows there (test/vscode/collect). With --grep only tests with TEXT in their names run.
import fs from 'node:fs';
import path from 'node:path';
import { runTests, runVSCodeCommand } from '@vscode/test-electron';
import { build } from 'esbuild';
import { bin, Explained, ROOT, runMain, runNode, temporaryFolder } from './setup.mjs';
import { makeWorkspaceFile } from './editor-workspace.mjs';
import { installHost, NEWEST, OLDEST } from './vscode-host/install.mjs';
import { installExtension } from './vscode-host/server.mjs';

const CODE_HOST = path.join(import.meta.dirname, 'vscode-host', 'code-host.mjs');
const STUB_LANGUAGES = path.join(ROOT, 'test', 'vscode', 'stub-languages');
// Below the extension's folder, because a web extension host loads its tests from there.
const BUNDLES = path.join(ROOT, '.vscode-test', 'tests');

/**
 * @param {'node' | 'web'} kind
 * @param {boolean} isCollecting
 * @param {string} grep
 */
async function bundleTests(kind, isCollecting, grep) {
  /** @type {import('esbuild').BuildOptions} */
  const common = {
    bundle: true,
    format: 'cjs',
    logLevel: 'warning',
    absWorkingDir: ROOT,
    sourcemap: 'inline',
    // An extension host in a browser has no environment that could say it.
    define: {
      'process.env.TESTS_GREP': JSON.stringify(grep),
      ...(kind === 'web' ? { global: 'globalThis' } : {}),
    },
  };
  if (kind === 'node') {
    await build({
      ...common,
      entryPoints: {
        'run-node': 'test/vscode/run/node.ts',
        suite: isCollecting ? 'test/vscode/collect/index.ts' : 'test/vscode/suite/index.ts',
      },
      outdir: BUNDLES,
      platform: 'node',
      target: 'node20',
      external: ['vscode', 'mocha'],
    });
    return path.join(BUNDLES, 'run-node.js');
  }
  await build({
    ...common,
    entryPoints: { 'run-web': isCollecting ? 'test/vscode/run/webCollect.ts' : 'test/vscode/run/web.ts' },
    outdir: BUNDLES,
    platform: 'browser',
    target: 'es2022',
    external: ['vscode'],
  });
  return path.join(BUNDLES, 'run-web.js');
}

/**
 * @param {string} kind
 * @param {{ vscode: string, package: string }} version
 * @param {{ vsix?: string | undefined, download: boolean, folder: string, collect?: string | undefined, grep: string }} options
 */
async function runSuite(kind, version, { vsix, download, folder, collect, grep }) {
  const workspace = collect ?? (await makeWorkspaceFile(folder));
  const userData = path.join(folder, 'user');
  const extensions = path.join(folder, 'extensions');
  if (kind === 'vsix') {
    if (!vsix) throw new Explained('The suite "vsix" needs the packaged extension.');
    await install(vsix, version, { userData, extensions }, download);
  }
  const launchArgs = [workspace, `--user-data-dir=${userData}`, `--extensions-dir=${extensions}`];
  // With --disable-extensions VS Code would not load the installed one either.
  if (kind !== 'vsix') launchArgs.push('--disable-extensions');
  if (kind === 'web') launchArgs.push('--extensionDevelopmentKind=web');
  await runTests({
    ...(download ? { version: version.vscode } : { vscodeExecutablePath: CODE_HOST }),
    extensionDevelopmentPath: kind === 'vsix' ? STUB_LANGUAGES : [ROOT, STUB_LANGUAGES],
    extensionTestsPath: await bundleTests(kind === 'web' ? 'web' : 'node', collect !== undefined, grep),
    launchArgs,
    extensionTestsEnv: { CODE_HOST_VERSION: version.package },
  });
}

/**
 * Installs the packaged extension as a user would.
 * @param {string} vsix
 * @param {{ vscode: string, package: string }} version
 * @param {import('./vscode-host/server.mjs').Folders} folders
 * @param {boolean} download
 */
async function install(vsix, version, folders, download) {
  if (download) {
    const { userData, extensions } = folders;
    const args = [`--user-data-dir=${userData}`, `--extensions-dir=${extensions}`];
    await runVSCodeCommand(['--install-extension', vsix, ...args], { version: version.vscode });
    return;
  }
  const host = await installHost(version.package, (message) => console.error(`[host] ${message}`));
  installExtension(host, folders, vsix);
}

async function main() {
  const flags = process.argv.slice(2);
  const [kind = '', versionName = '', vsix] = flags.filter((word) => !word.startsWith('--'));
  const collect = flags.find((word) => word.startsWith('--collect='))?.slice('--collect='.length);
  const grep = flags.find((word) => word.startsWith('--grep='))?.slice('--grep='.length) ?? '';
  const version = { oldest: OLDEST, newest: NEWEST }[versionName];
  if (!version || !['desktop', 'web', 'vsix', 'ui', 'ui-web'].includes(kind)) {
    throw new Explained(
      'Usage: node tools/editor-tests.mjs desktop|web|vsix|ui|ui-web oldest|newest [FILE.vsix] [--download] [--collect=FOLDER] [--grep=TEXT]',
    );
  }
  if (kind === 'ui' || kind === 'ui-web') {
    const specs = [
      bin.mocha,
      '--reporter',
      'test/vscode/run/report.ts',
      '--timeout',
      '120000',
      '--no-config',
      ...(grep === '' ? [] : ['--grep', grep]),
    ];
    const { code } = await runNode([...specs, '--node-option=import=tsx', 'test/vscode/ui/*.ui.ts'], {
      env: {
        CODE_HOST_VERSION: version.package,
        UI_EXTENSION_HOST: kind === 'ui-web' ? 'web' : 'node',
      },
      onLine: console.log,
    });
    process.exitCode = code;
    return;
  }
  const folder = temporaryFolder();
  try {
    await runSuite(kind, version, { vsix, download: flags.includes('--download'), folder, collect, grep });
  } catch (error) {
    // The failing tests are printed above; an exit code other than 0 has nothing to add.
    if (error instanceof Error && error.constructor.name === 'TestRunFailedError') process.exitCode = 1;
    else throw error;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

await runMain(main);
