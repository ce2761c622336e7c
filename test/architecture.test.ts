import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { builtinModules } from 'node:module';

const root = path.join(__dirname, '..');

/** Who may import whom: a folder may import itself and what stands to its left (ARCHITECTURE.md). */
const order = ['text', 'languages', 'regions', 'facts', 'rule', 'engine', 'output', 'lsp', 'entry'];

/** Packages, and the only folders that may import them. */
const doors: { readonly [name: string]: readonly string[] } = {
  remark: ['server/languages/markdown'],
  'remark-gfm': ['server/languages/markdown'],
  'remark-parse': ['server/languages/markdown'],
  'remark-frontmatter': ['server/languages/markdown'],
  unified: ['server/languages/markdown'],
  micromark: ['server/languages/markdown'],
  mdast: ['server/languages/markdown'],
  yaml: ['server/languages/yaml'],
  unbash: ['server/languages/shell', 'server/facts/shell'],
  'vscode-languageserver': ['server/lsp', 'server/entry'],
  'vscode-languageserver-protocol': ['server/lsp'],
  'vscode-languageserver-types': ['server/lsp'],
  'vscode-languageserver-textdocument': ['server/lsp'],
  vscode: ['client'],
  'vscode-languageclient': ['client'],
  diff: ['server/output'],
  ignore: ['server/engine', 'server/entry'],
  'fastest-levenshtein': ['server/engine'],
};

function sourcesIn(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
}

/** Import specifiers; a comment that looks like one would be caught too, which does no harm. */
function importsOf(file: string): string[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  return [
    ...text.matchAll(
      /(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/g,
    ),
  ].map((match) => (match[1] ?? match[2]) as string);
}

const folderOf = (file: string): string =>
  file.startsWith('server/') ? (file.split('/')[1] as string) : (file.split('/')[0] as string);
const resolved = (file: string, specifier: string): string =>
  path.posix.join(path.posix.dirname(file), specifier);

describe('architecture', () => {
  const server = sourcesIn('server');
  const rules = sourcesIn('rules');
  const client = sourcesIn('client');

  it('has no source outside the folders that ARCHITECTURE.md names', () => {
    for (const file of server) assert.ok(order.includes(folderOf(file)), file);
  });

  it('imports only leftwards in the server', () => {
    for (const file of server) {
      for (const specifier of importsOf(file)) {
        if (!specifier.startsWith('.')) continue;
        const target = resolved(file, specifier);
        if (target.startsWith('rules/') || target.endsWith('.json')) {
          assert.ok(target.endsWith('.json') || folderOf(file) === 'entry', `${file} imports ${specifier}`);
          continue;
        }
        assert.ok(
          order.indexOf(folderOf(target)) <= order.indexOf(folderOf(file)),
          `${file} imports ${specifier}: ${folderOf(target)} stands right of ${folderOf(file)}`,
        );
      }
    }
  });

  it('gives each rule one door', () => {
    for (const file of rules.filter((name) => name.endsWith('/rule.ts'))) {
      for (const specifier of importsOf(file)) {
        assert.ok(specifier === '#rule' || /^\.\/\w+$/.test(specifier), `${file} imports ${specifier}`);
      }
    }
  });

  it('gives each package one door, and Node to entry alone', () => {
    for (const file of [...server, ...rules, ...client]) {
      for (const specifier of importsOf(file)) {
        if (specifier.startsWith('.') || specifier === '#rule') continue;
        if (specifier.startsWith('node:') || builtinModules.includes(specifier)) {
          assert.ok(
            file.startsWith('server/entry/') || file === 'client/node.ts',
            `${file} imports ${specifier}`,
          );
          continue;
        }
        const parts = specifier.split('/');
        const name = specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] as string);
        const allowed = doors[name];
        assert.ok(allowed !== undefined, `${file} imports ${name}, which has no door here`);
        assert.ok(
          allowed.some((door) => file.startsWith(`${door}/`)),
          `${file} imports ${name}`,
        );
      }
    }
  });

  it('keeps the client free of the engine', () => {
    for (const file of client) {
      for (const specifier of importsOf(file)) {
        if (!specifier.startsWith('.')) continue;
        const target = resolved(file, specifier);
        const isShared = target === 'server/lsp/protocol' || target === 'server/languages/documents';
        assert.ok(target.startsWith('client/') || isShared, `${file} imports ${specifier}`);
      }
    }
  });
});
