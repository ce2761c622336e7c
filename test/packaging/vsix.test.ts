import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import manifest from '../../package.json';
import { rules } from '../../rules/index';
import { ROOT, temporaryFolder } from '../../tools/setup.mjs';
import { MAX_BYTES, packageExtension, shippedReadme } from '../../tools/vsix.mjs';
import { buildIfStale, builtServer } from '../protocol/transports';
import { namesInZip } from './zip';

/** Every relative path that the manifest names, at any depth. */
function pathsIn(value: unknown): string[] {
  if (typeof value === 'string')
    return /^\.?\/?[\w-]+(?:\/[\w.-]+)+$/.test(value) ? [value.replace(/^\.\//, '')] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(pathsIn) : [];
}

describe('the packaged extension', function () {
  this.timeout(300_000);
  const folder = temporaryFolder();
  let file: string;
  let names: string[];

  before(async () => {
    file = await packageExtension({ out: folder });
    names = namesInZip(readFileSync(file)).map((name) => name.replace(/^extension\//, ''));
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('has less than a megabyte', () => {
    assert.ok(statSync(file).size < MAX_BYTES);
  });

  it('has the programs of the extension, and the command line only in the npm package', () => {
    assert.deepEqual(
      names.filter((name) => name.startsWith('dist/') && !name.startsWith('dist/rules/')).sort(),
      [
        'dist/THIRD-PARTY-NOTICES.txt',
        'dist/browser/client.js',
        'dist/browser/server.js',
        'dist/client.js',
        'dist/server.js',
      ],
    );
  });

  it('has the page of every rule', () => {
    for (const { meta } of rules) assert.ok(names.includes(`dist/rules/${meta.id}.md`), meta.id);
  });

  it('has what the manifest names, and no other pictures', () => {
    const { main, browser, icon, contributes } = manifest;
    const named = pathsIn({ main, browser, icon, contributes });
    assert.ok(named.includes('media/icon.png'));
    for (const name of named) assert.ok(names.includes(name), name);
    const pictures = names.filter(
      (name) => name.startsWith('media/') && !name.startsWith('media/walkthrough/'),
    );
    assert.deepEqual(pictures, ['media/icon.png']);
  });

  it('has every translation', () => {
    const translations = readdirSync(ROOT).filter((name) => /^package\.nls.*\.json$/.test(name));
    assert.ok(translations.length > 1);
    for (const name of translations) assert.ok(names.includes(name), name);
    const bundles = readdirSync(path.join(ROOT, 'l10n'), { withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    assert.ok(bundles.length > 0);
    for (const { name } of bundles) assert.ok(names.includes(`l10n/${name}`), name);
  });
});

describe('the Node server', function () {
  this.timeout(60_000);

  it('loads no parser before it has answered: all of them are in the file that it requires', async () => {
    await buildIfStale();
    const bundled = [
      ...readFileSync(builtServer, 'utf8').matchAll(/^\/\/ node_modules\/((?:@[^/\n]+\/)?[^/\n]+)/gm),
    ];
    const packages = new Set(bundled.map(([, name]) => name));
    assert.ok(packages.has('vscode-languageserver'));
    for (const parser of ['yaml', 'unbash', 'remark-parse', 'micromark', 'unified'])
      assert.ok(!packages.has(parser), parser);
    assert.ok(readdirSync(path.dirname(builtServer)).includes('browser'));
  });
});

describe('the README in an editor', () => {
  it('has no pictures and links that lead nowhere', () => {
    const text =
      'A\n\n![Seen](media/seen.png)\n\n[B](rules/b/README.md), [C](https://example.com) and [D](#d)\n';
    assert.equal(shippedReadme(text), 'A\n\nB, [C](https://example.com) and [D](#d)\n');
    const real = shippedReadme(readFileSync(path.join(ROOT, 'README.md'), 'utf8'));
    assert.doesNotMatch(real, /\]\((?!https?:|#)/);
  });
});
