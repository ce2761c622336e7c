import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findShellCheck } from '../../tools/shellcheck.mjs';
import { offeredFixes, type OfferedFix } from './pageFixes';

/**
 * Valid shell: what a fix writes passes `bash -n`, passes `dash -n` where the original did, and brings no
 * warning of ShellCheck that was not there before, placeholders included.
 */
describe('every fix of every page leaves valid shell', function () {
  this.timeout(300_000);
  let folder = '';
  let pairs: readonly Pair[] = [];

  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'security-hints-shell-'));
    pairs = shellPairs();
    pairs.forEach(({ before, after }, index) => {
      writeFileSync(path.join(folder, `${index}-before.sh`), before);
      writeFileSync(path.join(folder, `${index}-after.sh`), after);
    });
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('for bash, and for a plain sh that could read it', function () {
    if (process.platform !== 'linux') this.skip();
    assert.ok(pairs.length > 200, `${pairs.length} rewritten snippets`);
    const breaches = ['bash', 'dash'].flatMap((shell) => {
      const readable = readableTo(shell, folder);
      // Snippets with placeholders in angles are no shell to begin with.
      return pairs.flatMap(({ name, after }, index) =>
        readable.has(`${index}-before.sh`) && !readable.has(`${index}-after.sh`)
          ? [`${shell} -n: ${name}\n${after}`]
          : [],
      );
    });
    assert.deepEqual(breaches, []);
  });

  it('without a new warning of ShellCheck', function () {
    if (process.platform !== 'linux') this.skip();
    const found = findShellCheck();
    if ('reason' in found) {
      assert.ok(!['1', 'true'].includes(process.env.CI ?? ''), found.reason);
      this.skip();
    }
    const warnings = shellCheck(found.program, folder, pairs.length);
    const breaches = pairs.flatMap(({ name, after }, index) => {
      const known = [...(warnings.get(`${index}-before.sh`) ?? [])];
      const added = (warnings.get(`${index}-after.sh`) ?? []).filter((warning) => {
        const at = known.indexOf(warning);
        if (at >= 0) known.splice(at, 1);
        return at < 0;
      });
      return added.length === 0 ? [] : [`${added.join(', ')}: ${name}\n${after}`];
    });
    assert.deepEqual(breaches, []);
  });
});

interface Pair {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** The shell snippets of the pages, before and after each fix, in a file of their own. */
function shellPairs(): readonly Pair[] {
  const seen = new Set<string>();
  return offeredFixes()
    .filter(({ snippet, hosted }) => /^(?:bash|sh|shell)$/.test(snippet.fence.language) && isOwn(hosted.host))
    .flatMap((offered): readonly Pair[] => {
      const before = textOf(offered, offered.hosted.input.text);
      const after = textOf(offered, offered.text);
      if (before === undefined || after === undefined || seen.has(`${before}\0${after}`)) return [];
      seen.add(`${before}\0${after}`);
      return [{ name: offered.name, before, after }];
    });
}

const isOwn = (host: string): boolean => host === 'file' || host === 'fence';

/** The snippet out of its document: the whole file, or the last fence of the guide. */
function textOf({ hosted }: OfferedFix, text: string): string | undefined {
  if (hosted.host === 'file') return text;
  const fences = [...text.matchAll(/^```\w*.*\n([^]*?)^```$/gm)];
  return fences[fences.length - 1]?.[1];
}

/** The scripts of a folder that a shell can parse. */
function readableTo(shell: string, folder: string): ReadonlySet<string> {
  const loop = `for file in *.sh; do ${shell} -n "$file" 2>/dev/null && echo "$file"; done`;
  const { stdout } = spawnSync('sh', ['-c', loop], { cwd: folder, encoding: 'utf8', maxBuffer: 64_000_000 });
  return new Set(stdout.split('\n'));
}

/** ShellCheck's warnings by file, as `SC2086 warning`. Style and information are for people, not for fixes. */
function shellCheck(program: string, folder: string, count: number): ReadonlyMap<string, readonly string[]> {
  const names = Array.from({ length: count }, (_, index) => [
    `${index}-before.sh`,
    `${index}-after.sh`,
  ]).flat();
  const { stdout } = spawnSync(
    program,
    ['--format=json', '--severity=warning', '--shell=bash', '--exclude=SC2148', ...names],
    { cwd: folder, encoding: 'utf8', maxBuffer: 64_000_000 },
  );
  const found = JSON.parse(stdout) as readonly {
    readonly file: string;
    readonly code: number;
    readonly level: string;
  }[];
  const warnings = new Map<string, string[]>();
  for (const { file, code, level } of found) {
    warnings.set(file, [...(warnings.get(file) ?? []), `SC${code} ${level}`]);
  }
  return warnings;
}
