import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findDesktop } from '../../tools/desktop.mjs';
import { runNode } from '../../tools/setup.mjs';
import { grouped, type Documents, type Seen, type SeenByFile } from './seen';

/** Linux packages make the browser workbench (tools/vscode-host); elsewhere desktop VS Code speaks for the extension. */
export const hasBrowserWorkbench = process.platform === 'linux';

/** Opens the folder in a real VS Code and reads what it shows there; `expected` tells it what to wait for. */
export async function seenInEditor(
  kind: 'desktop' | 'web',
  folder: string,
  given: Documents,
  expected: SeenByFile,
): Promise<SeenByFile> {
  const answer = `seen-${kind}.json`;
  const documents: { [file: string]: { findings: number; fixes: number } } = {};
  for (const file of given.keys()) {
    const findings = expected.get(file) ?? [];
    documents[file] = { findings: findings.length, fixes: findings.flatMap(({ fixes }) => fixes).length };
  }
  writeFileSync(path.join(folder, 'documents.json'), JSON.stringify({ answer, documents }));
  const { usable, wrapper } = kind === 'desktop' ? await findDesktop() : { usable: false };
  assert.ok(usable || hasBrowserWorkbench, 'VS Code can be downloaded here');
  const args = [
    'tools/editor-tests.mjs',
    kind,
    'newest',
    `--collect=${folder}`,
    ...(usable ? ['--download'] : []),
  ];
  const { code, output, errors } = await (wrapper === undefined
    ? runNode(args)
    : runNode(['-a', process.execPath, ...args], { command: wrapper }));
  assert.equal(code, 0, output + errors);
  const seen = JSON.parse(readFileSync(path.join(folder, answer), 'utf8')) as {
    readonly [file: string]: readonly Seen[];
  };
  return grouped(
    Object.entries(seen).flatMap(([file, findings]) => findings.map((finding) => [file, finding])),
  );
}
