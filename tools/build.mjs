// Bundles the five programs into dist/. Everything they import is inside the bundles, so that neither the
// npm package nor the extension has a single run-time dependency.
//
//   node tools/build.mjs [--production] [--extension] [--out FOLDER] [--watch]
//
// --extension leaves out the command line, which is the npm package's. --out names another folder than dist/.
import fs from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { context, build } from 'esbuild';
import { thirdPartyNotices } from './notices.mjs';
import { shippedPage } from './pages.mjs';

const root = path.resolve(import.meta.dirname, '..');

/** @type {import('esbuild').BuildOptions} */
const node = { platform: 'node', format: 'cjs', target: 'node20' };
/** @type {import('esbuild').BuildOptions} */
const browser = { platform: 'browser', target: 'es2022' };

/**
 * What both hosts need is in the browser's file, which the Node program requires: the engine, and the client.
 * @param {RegExp} filter of the import
 * @param {string} file that stands for it
 * @returns {import('esbuild').BuildOptions}
 */
function taking(filter, file) {
  return {
    plugins: [
      {
        name: 'shared',
        setup: ({ onResolve }) => {
          onResolve({ filter }, () => ({ path: file, external: true }));
        },
      },
    ],
    // `import()` would not see what the file exports; `require` does.
    supported: { 'dynamic-import': false },
  };
}

/** @type {Record<string, import('esbuild').BuildOptions & { entry: string }>} */
const programs = {
  'client.js': { entry: 'client/node.ts', ...node, ...taking(/^\.\/browser$/, './browser/client.js') },
  'server.js': {
    entry: 'server/entry/node.ts',
    ...node,
    ...taking(/^\.\/loadEngine$/, './browser/server.js'),
  },
  'cli.js': { entry: 'server/entry/cli.ts', ...node, banner: { js: '#!/usr/bin/env node' } },
  // VS Code's web extension host loads CommonJS only.
  'browser/client.js': {
    entry: 'client/browser.ts',
    ...browser,
    format: 'cjs',
    // For the half that is never run there.
    conditions: ['node'],
    external: ['vscode', ...builtinModules],
  },
  // Without the condition `worker`, remark's entity decoder reaches for `document`, which a worker lacks.
  'browser/server.js': {
    entry: 'server/entry/browser.ts',
    ...browser,
    format: 'iife',
    globalName: 'securityHints',
    footer: { js: "if (typeof module === 'object') module.exports = securityHints;" },
    conditions: ['worker'],
  },
};

const { values: flags } = parseArgs({
  options: {
    production: { type: 'boolean', default: false },
    extension: { type: 'boolean', default: false },
    out: { type: 'string', default: path.join(root, 'dist') },
    watch: { type: 'boolean', default: false },
  },
});
const dist = path.resolve(flags.out);
if (flags.extension) delete programs['cli.js'];

/** @param {string} name @param {import('esbuild').BuildOptions & { entry: string }} program */
function optionsOf(name, { entry, ...options }) {
  return {
    ...options,
    entryPoints: [path.join(root, entry)],
    outfile: path.join(dist, name),
    absWorkingDir: root,
    bundle: true,
    minify: flags.production,
    sourcemap: !flags.production,
    metafile: /** @type {const} */ (true),
    legalComments: /** @type {const} */ ('none'),
    logLevel: /** @type {const} */ ('warning'),
  };
}

/** The pages of the rules, so that the editor and the command line can open them without a network. */
function copyPages() {
  const from = path.join(root, 'rules');
  const to = path.join(dist, 'rules');
  fs.rmSync(to, { recursive: true, force: true });
  fs.mkdirSync(to, { recursive: true });
  for (const id of fs.readdirSync(from)) {
    const page = path.join(from, id, 'README.md');
    if (!fs.existsSync(page)) continue;
    fs.writeFileSync(path.join(to, `${id}.md`), shippedPage(fs.readFileSync(page, 'utf8')));
  }
}

async function watch() {
  for (const [name, program] of Object.entries(programs)) {
    const running = await context({ ...optionsOf(name, program), logLevel: 'info' });
    await running.watch();
  }
  copyPages();
}

async function buildAll() {
  fs.mkdirSync(dist, { recursive: true });
  /** @type {string[]} */
  const inputs = [];
  for (const [name, program] of Object.entries(programs)) {
    const result = await build(optionsOf(name, program));
    inputs.push(...Object.keys(result.metafile.inputs));
    const file = path.join(dist, name);
    if (program.banner) fs.chmodSync(file, 0o755);
    if (flags.production) fs.rmSync(`${file}.map`, { force: true });
    console.log(`built dist/${name} (${Math.round(fs.statSync(file).size / 1024)} kB)`);
  }
  copyPages();
  fs.writeFileSync(path.join(dist, 'THIRD-PARTY-NOTICES.txt'), thirdPartyNotices(root, inputs));
}

await (flags.watch ? watch() : buildAll()).catch((error) => {
  // esbuild has already printed the place and the reason of each error.
  if (!error.errors) console.error(error.message);
  process.exitCode = 1;
});
