// `npm test`: installs and builds what is missing, then runs every test, those in a real VS Code included.
//
//   npm test                  everything
//   npm test -- unit cli      these parts only; `npm test -- list` names them
//
// What cannot run here is printed as skipped, with the reason; under CI=1 a skip fails. The last line is
// `N passed, N failed`, followed by `, N skipped` where there is something to say.
import { findDesktop } from './desktop.mjs';
import { bin, buildProgram, ensureInstalled, Explained, runMain, runNode } from './setup.mjs';
import { packageExtension } from './vsix.mjs';

const CI = ['1', 'true'].includes(process.env.CI ?? '');
// The workbench in the browser (tools/vscode-host) is made of Linux packages. Its suites are the same product
// in another host; on macOS and Windows desktop VS Code speaks for it.
const HAS_BROWSER_WORKBENCH = process.platform === 'linux';
const MOCHA_FOLDERS = ['property', 'laws', 'protocol', 'cli', 'packaging', 'agreement'];

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */
/** @typedef {{ name: string, part: string, run: () => Promise<Counts | { reason: string }> }} Suite */

/** @type {Promise<string> | undefined} */
let packaged;

/** @returns {Suite[]} */
function allSuites() {
  return [
    check('format', 'checks', [bin.prettier, '--check', '.', '--log-level', 'warn']),
    check('generated', 'checks', ['tools/generate.mjs', '--check']),
    check('lint', 'checks', [
      bin.eslint,
      '.',
      '--max-warnings',
      '0',
      '--cache',
      '--cache-location',
      'node_modules/.cache/eslint/',
    ]),
    check('types', 'checks', [bin.tsc, '--noEmit']),
    mocha(
      'unit',
      ['test/**/*.test.ts'],
      MOCHA_FOLDERS.flatMap((folder) => ['--ignore', `test/${folder}/**`]),
    ),
    ...MOCHA_FOLDERS.map((folder) => mocha(folder, [`test/${folder}/**/*.test.ts`], [])),
    editor('vscode desktop oldest', ['vsix', 'oldest']),
    editor('vscode desktop newest', ['vsix', 'newest']),
    ...(HAS_BROWSER_WORKBENCH ? browserSuites() : []),
  ];
}

function browserSuites() {
  return [
    editor('vscode web oldest', ['web', 'oldest']),
    editor('vscode web newest', ['web', 'newest']),
    editor('vscode ui oldest', ['ui', 'oldest']),
    editor('vscode ui newest', ['ui', 'newest']),
    editor('vscode ui-web oldest', ['ui-web', 'oldest']),
    editor('vscode ui-web newest', ['ui-web', 'newest']),
    start(),
  ];
}

/**
 * A check that has nothing to count: it passes or it fails.
 * @param {string} name
 * @param {string} part
 * @param {readonly string[]} args
 * @returns {Suite}
 */
function check(name, part, args) {
  return {
    name,
    part,
    run: async () => {
      const { code, output, errors } = await runNode(args);
      if (code !== 0) console.log((output + errors).trim());
      return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
    },
  };
}

/**
 * @param {string} name
 * @param {readonly string[]} specs
 * @param {readonly string[]} more
 * @returns {Suite}
 */
function mocha(name, specs, more) {
  return {
    name,
    part: name,
    run: async () => {
      const { code, output, errors } = await runNode([bin.mocha, '--no-color', ...more, ...specs]);
      if (/No test files found/.test(errors)) return { passed: 0, failed: 0, skipped: 0 };
      if (code !== 0) console.log((output + errors).trim());
      /** @param {string} word */
      const count = (word) => Number(new RegExp(`^ *(\\d+) ${word}\\b`, 'm').exec(output)?.[1] ?? 0);
      // A file that does not load ends mocha before it counts anything.
      const failed = count('failing') || (code === 0 ? 0 : 1);
      return { passed: count('passing'), failed, skipped: count('pending') };
    },
  };
}

/**
 * @param {string} name
 * @param {readonly string[]} args of editor-tests.mjs
 * @returns {Suite}
 */
function editor(name, args) {
  const [kind] = args;
  return {
    name,
    part: 'vscode',
    run: async () => {
      const desktop = kind === 'vsix' ? await desktopOnce() : undefined;
      if (desktop && !desktop.usable) {
        if (!HAS_BROWSER_WORKBENCH) return { reason: desktop.reason ?? 'no VS Code' };
        console.log(`  in the browser workbench, because ${desktop.reason}`);
      }
      const vsix = kind === 'vsix' ? [await (packaged ??= packageExtension())] : [];
      const command = [
        'tools/editor-tests.mjs',
        ...args,
        ...vsix,
        ...(desktop?.usable ? ['--download'] : []),
      ];
      const { code, output, errors } = await (desktop?.wrapper
        ? runNode(['-a', process.execPath, ...command], { command: desktop.wrapper, onLine: showProgress })
        : runNode(command, { onLine: showProgress }));
      const counts = /^\[tests\] (\d+) passed, (\d+) failed, (\d+) skipped$/m
        .exec(output)
        ?.slice(1)
        .map(Number);
      const [passed = 0, failed = 0, skipped = 0] = counts ?? [];
      if (code !== 0 && !failed) console.log((output + errors).trim());
      return { passed, failed: failed || (code === 0 && counts ? 0 : 1), skipped };
    },
  };
}

/**
 * `npm start` as on a fresh machine: it must end with an editor that shows findings.
 * @returns {Suite}
 */
function start() {
  return {
    name: 'start',
    part: 'vscode',
    run: async () => {
      const { code, output, errors } = await runNode(['tools/start.mjs', '--once']);
      const shown = Number(/^The editor shows (\d+) findings:$/m.exec(output)?.[1] ?? 0);
      const passed = code === 0 && shown > 0;
      if (!passed) console.log((output + errors).trim());
      return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
    },
  };
}

/** @type {ReturnType<typeof findDesktop> | undefined} */
let desktopAnswer;
const desktopOnce = () => (desktopAnswer ??= findDesktop());

/** @param {string} line */
function showProgress(line) {
  const told = /^\[(?:tests|host)\] (.*)$/.exec(line)?.[1];
  if (told && !/^\d+ passed, /.test(told)) console.log(`  ${told}`);
}

/** @param {readonly string[]} wanted */
function selectSuites(wanted) {
  const suites = allSuites();
  if (wanted.length === 0) return suites;
  for (const word of wanted) {
    if (!suites.some((suite) => matches(suite, word))) {
      throw new Explained(`There is no part "${word}". The parts: ${partNames(suites)}`);
    }
  }
  return suites.filter((suite) => wanted.some((word) => matches(suite, word)));
}

/**
 * @param {Suite} suite
 * @param {string} word
 */
function matches(suite, word) {
  return [suite.part, suite.name, ...suite.name.split(' ')].includes(word);
}

/** @param {readonly Suite[]} suites */
function partNames(suites) {
  const names = suites.flatMap(({ part, name }) => [part, name.includes(' ') ? `"${name}"` : name]);
  return [...new Set(names)].join(', ');
}

async function main() {
  const wanted = process.argv.slice(2);
  const suites = selectSuites(wanted.filter((word) => word !== 'list'));
  if (wanted.includes('list')) {
    console.log(`The parts: ${partNames(suites)}`);
    return;
  }
  ensureInstalled();
  console.log('Building dist/ …');
  await buildProgram();

  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const suite of suites) {
    console.log(`${suite.name} …`);
    const started = Date.now();
    const result = await suite.run();
    if ('reason' in result) {
      console.log(`${suite.name}: skipped: ${result.reason}`);
      total.skipped += 1;
      continue;
    }
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    console.log(`${suite.name}: ${sentence(result)} (${seconds} s)`);
    total.passed += result.passed;
    total.failed += result.failed;
    total.skipped += result.skipped;
  }
  if (CI && total.skipped > 0) {
    console.log('CI: what is skipped counts as failed.');
    total.failed += total.skipped;
    total.skipped = 0;
  }
  console.log(sentence(total));
  if (total.failed > 0) process.exitCode = 1;
}

/** @param {Counts} counts */
function sentence({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
}

await runMain(main);
