// `npm run bench`: measures the packaged extension, prints the table of figures and writes it to
// test/bench/RESULTS.md. A figure above its limit fails.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureInstalled, Explained, ROOT, runMain, temporaryFolder } from './setup.mjs';
import { MAX_BYTES, packageExtension } from './vsix.mjs';

const RUNS = 5;
const RUNBOOK = 'docs/staging-guide.md';
const RESULTS = path.join(ROOT, 'test', 'bench', 'RESULTS.md');

/** @typedef {{ figure: string, unit: string, values: readonly number[], limit?: number }} Row */

/** @returns {Promise<Row[]>} */
async function measure() {
  // Imported late: on a fresh clone the packages are missing until now.
  const { installHost, NEWEST, OLDEST } = await import('./vscode-host/install.mjs');
  const { installExtension } = await import('./vscode-host/server.mjs');
  const { activationTime } = await import('../test/bench/activation.mjs');
  const { serverStart } = await import('../test/bench/serverStart.mjs');
  const folder = temporaryFolder();
  try {
    const vsix = await packageExtension({ out: folder });
    const size = { figure: 'Size of the packaged extension', unit: 'kB', limit: MAX_BYTES / 1000 };
    /** @type {Row[]} */
    const rows = [{ ...size, values: [fs.statSync(vsix).size / 1000] }];
    const examples = path.join(ROOT, 'examples');
    let installed = '';
    for (const { vscode, package: version } of [OLDEST, NEWEST]) {
      const dataFolder = path.join(folder, vscode);
      const extensions = path.join(dataFolder, 'extensions');
      const host = await installHost(version, say);
      installExtension(host, { userData: path.join(dataFolder, 'user'), extensions }, vsix);
      installed = path.join(
        extensions,
        namesIn(extensions).find((name) => name.startsWith('security-hints')) ?? '',
      );
      const values = await times(() =>
        activationTime({ version, dataFolder, folder: examples, openFile: RUNBOOK }),
      );
      rows.push({ figure: `Activation in VS Code ${vscode}`, unit: 'ms', limit: 100, values });
    }
    const runbook = path.join(examples, RUNBOOK);
    const starts = await times(() => serverStart(path.join(installed, 'dist', 'server.js'), runbook));
    rows.push(
      {
        figure: 'Server answers `initialize`',
        unit: 'ms',
        values: starts.map(({ initialized }) => initialized),
      },
      {
        figure: 'Server has the findings of the runbook',
        unit: 'ms',
        values: starts.map(({ found }) => found),
      },
    );
    return rows;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} message */
const say = (message) => console.error(message);

/** @param {string} folder */
const namesIn = (folder) => fs.readdirSync(folder);

/**
 * One after the other.
 * @template T
 * @param {() => Promise<T>} run
 * @returns {Promise<T[]>}
 */
async function times(run) {
  const results = [];
  for (let i = 1; i <= RUNS; i += 1) {
    const result = await run();
    say(`Run ${i} of ${RUNS}: ${JSON.stringify(result)}`);
    results.push(result);
  }
  return results;
}

/** @param {readonly number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0);
}

/** @param {readonly Row[]} rows */
function tableOf(rows) {
  const lines = rows.map(({ figure, unit, values, limit }) => {
    const all = values.length > 1 ? values.map(Math.round).join(', ') : '';
    return `| ${figure} | ${median(values)} ${unit} | ${limit === undefined ? '' : `${limit} ${unit}`} | ${all} |`;
  });
  return ['| Figure | Median | Limit | Runs |', '| --- | --- | --- | --- |', ...lines].join('\n');
}

/**
 * @param {string} table
 * @param {number} load processes that wanted a processor before we started; figures of a busy machine say little
 */
function resultsOf(table, load) {
  const [cpu] = os.cpus();
  const machine = `${os.cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()} ${os.arch()}`;
  return `# Figures

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: ${machine}, Node ${process.versions.node}, load ${load.toFixed(1)}.

${table}

Activation is what the editor itself shows in "Developer: Show Running Extensions": loading the extension's code and
calling \`activate\`, in the extension host of a fresh window with the packaged extension installed. The server's times
count from the start of its process.
`;
}

await runMain(async () => {
  ensureInstalled();
  const [load = 0] = os.loadavg();
  if (load > os.cpus().length / 2)
    say(`The machine is busy (load ${load.toFixed(1)}): the figures will say little.`);
  const rows = await measure();
  const table = tableOf(rows);
  console.log(table);
  const { format, resolveConfig } = await import('prettier');
  const text = await format(resultsOf(table, load), {
    ...(await resolveConfig(RESULTS)),
    parser: 'markdown',
  });
  fs.writeFileSync(RESULTS, text);
  const slow = rows.filter(({ values, limit }) => limit !== undefined && median(values) > limit);
  if (slow.length > 0) throw new Explained(`Above the limit: ${slow.map(({ figure }) => figure).join(', ')}`);
});
