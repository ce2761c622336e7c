import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPage, type PageFence } from './pages/page';

/**
 * The rewritten commands of the pages, run for real: what nobody verified must not be used, and the shell
 * that a snippet is pasted into must live on.
 *
 * `curl`, `wget`, `tar` and all that would change a machine are stubs first in PATH; `bash`, `grep`, `awk`
 * and `sha256sum` are real.
 */

const rulesFolder = join(__dirname, '..', 'rules');
const pages = ['pipe-to-shell', 'unverified-download', 'unverified-signing-key', 'broken-checksum-check'];
const asset = '#!/bin/sh\necho used script >> "$LOG"\n';
const sum = createHash('sha256').update(asset).digest('hex');
const fingerprint = 'A'.repeat(40);

/** Saves what an address would give, by the options of curl and wget that the pages use; keeps what it served. */
const fetchStub = `#!/bin/bash
file='' url=''
while [ $# -gt 0 ]; do
  case $1 in
    *://*) url=$1 ;;
    --) ;;
    --proto) shift ;;
    --*) ;;
    -*o | -q*O)
      if [[ $0 == */curl && $1 == *O ]]; then file=remote; else shift; file=$1; fi ;;
    -*O*) file=remote ;;
    -H | -d | -w) shift ;;
    -*) ;;
  esac
  shift
done
name=\${url##*/}
if [ "$file" = remote ] || { [ -z "$file" ] && [[ $0 == */wget ]]; }; then file=$name; fi
[ -n "$file" ] || { cat "$ASSET"; exit 0; }
case $name in
  *checksums* | CHECKSUM* | SHA*SUMS* | *.sig)
    { while read -r asset; do echo "0000  $asset.sbom"; echo "$SUM  $asset"; done < "$SERVED"; } > "$file" ;;
  *.sha256 | *.sha256sum) echo "$SUM  \${name%.sha256*}" > "$file" ;;
  *) cat "$ASSET" > "$file"; echo "$name" >> "$SERVED" ;;
esac
`;
const useStub = '#!/bin/sh\necho "used ${0##*/} $*" >> "$LOG"\n';
const sudoStub = `#!/bin/sh
while :; do case $1 in -*) shift ;; *) break ;; esac; done
exec "$@"
`;
const gpgStub = `#!/bin/sh
case $* in
  *--verify*) exit "$SIGNATURE" ;;
  *--show-keys*) printf 'pub:-\\nfpr:::::::::%s:\\nsub:-\\nfpr:::::::::%s:\\n' "$KEY" BBBB ;;
  *) echo "used gpg $*" >> "$LOG" ;;
esac
`;
const used = [
  ...['tar', 'unzip', 'gunzip', 'install', 'mv', 'chmod', 'dpkg', 'kubectl', 'make', 'apt-key', 'tee'],
  ...['python', 'python3', 'perl', 'node', 'ruby', 'rpm'],
];

interface Run {
  readonly log: string;
  readonly status: number | null;
  readonly output: string;
}

let bin = '';

before(() => {
  if (process.platform === 'win32') return;
  bin = mkdtempSync(join(tmpdir(), 'stubs-'));
  const stub = (name: string, text: string): void => {
    writeFileSync(join(bin, name), text);
    chmodSync(join(bin, name), 0o755);
  };
  for (const name of used) stub(name, useStub);
  for (const name of ['curl', 'wget']) stub(name, fetchStub);
  for (const name of ['gpg']) stub(name, gpgStub);
  stub('gh', '#!/bin/sh\nexit "$SIGNATURE"\n');
  stub('sudo', sudoStub);
});

after(() => {
  if (bin !== '') rmSync(bin, { recursive: true, force: true });
});

/** Runs a snippet as a person would paste it (`bash -i`), or a script by the shell of its first line. */
async function run(
  { fence, isScript }: Case,
  set: Readonly<Record<string, string>>,
  genuine: boolean,
): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'run-'));
  try {
    const log = join(folder, 'log');
    const work = join(folder, 'work');
    mkdirSync(work);
    writeFileSync(log, '');
    writeFileSync(join(folder, 'served'), '');
    writeFileSync(join(folder, 'asset'), asset);
    const env = {
      ...{ PATH: `${bin}:${process.env.PATH ?? ''}`, HOME: folder, LOG: log, TERM: 'dumb', LC_ALL: 'C' },
      ...{
        ASSET: join(folder, 'asset'),
        SERVED: join(folder, 'served'),
        SUM: genuine ? sum : '1'.repeat(64),
      },
      ...{ SIGNATURE: genuine ? '0' : '1', KEY: genuine ? fingerprint : 'C'.repeat(40) },
      ...set,
    };
    // A redirection into a folder of the system is no program that could be a stub.
    const programs = join(folder, 'programs');
    mkdirSync(programs);
    const text = fence.text.replaceAll('/usr/local/bin', programs);
    const script = join(folder, 'script');
    writeFileSync(script, `${text}\n`);
    const child = isScript
      ? spawn('/bin/sh', [script], { cwd: work, env })
      : spawn('bash', ['--norc', '--noprofile', '-i'], { cwd: work, env });
    let output = '';
    child.stdout.on('data', (data: Buffer) => (output += data.toString()));
    child.stderr.on('data', (data: Buffer) => (output += data.toString()));
    child.stdin.end(isScript ? '' : `${text}\necho "alive" >> "$LOG"\n`);
    const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
    return { log: readFileSync(log, 'utf8'), status, output };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Values for everything that the snippet wants to be told. */
function valuesFor(text: string, genuine: boolean): Record<string, string> {
  const values: Record<string, string> = {
    EKSCTL_VERSION: 'v1.2.3',
    VERSION: '1.2.3',
    FERRY_CHANNEL: 'stable',
  };
  for (const [, name = ''] of text.matchAll(/\$\{(\w+):\?/g)) {
    if (name.endsWith('_SHA256')) values[name] = genuine ? sum : '2'.repeat(64);
    else values[name] = name.endsWith('_FINGERPRINT') ? fingerprint : 'v1.2.3';
  }
  // The snippets' own variables for a published sum.
  for (const [, name = ''] of text.matchAll(/\$\{(\w+_(?:SHA256|CHECKSUM))\}/g)) {
    values[name] = genuine ? sum : '2'.repeat(64);
  }
  return values;
}

interface Case {
  readonly name: string;
  readonly fence: PageFence;
  readonly isScript: boolean;
}

const cases: readonly Case[] = pages.flatMap((id) =>
  readPage(readFileSync(join(rulesFolder, id, 'README.md'), 'utf8'))
    .fences.map((fence, index, all) => ({
      name: `${id}, line ${fence.line}`,
      fence,
      isScript: fileOf(all, index) !== undefined,
    }))
    .filter(({ fence }) => fence.role === 'fixed' && fence.language === 'bash'),
);

/** The file that a rewritten fence belongs to: the one of the bad fence before it. */
function fileOf(all: readonly PageFence[], index: number): string | undefined {
  for (let i = index; i >= 0; i--) if (all[i]?.role === 'bad') return all[i]?.attributes.get('file');
  return undefined;
}

/** Snippets that fetch a file and verify it; what only mends the spelling of a check stands for itself. */
const verifying = cases.filter(
  ({ fence: { text } }) =>
    /\b(curl|wget) -/.test(text) &&
    /:\?|"\$\(grep|"\$\(awk|\| sha256sum|gpg --verify|gh attestation/.test(text) &&
    !/md5sum|sha1sum/.test(text),
);

interface Outcome {
  readonly forged: Run;
  readonly unset: Run | undefined;
  readonly genuine: Run;
}

const isUsed = (log: string): boolean => /^used /m.test(log);

/** Windows promises no POSIX shell to run them in; the other systems of the matrix do. */
const suite = process.platform === 'win32' ? () => undefined : describe;

suite('rewritten commands', function () {
  const outcomes = new Map<Case, Outcome>();

  before(async function () {
    this.timeout(180_000);
    const rest = [...verifying];
    const work = async (): Promise<void> => {
      for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
        const { text } = next.fence;
        const [forged, unset, genuine] = await Promise.all([
          run(next, valuesFor(text, false), false),
          text.includes(':?') ? run(next, { VERSION: '1.2.3' }, true) : undefined,
          run(next, valuesFor(text, true), true),
        ]);
        outcomes.set(next, { forged, unset, genuine });
      }
    };
    await Promise.all([work(), work()]);
  });

  it('are found on the pages', () => {
    assert.ok(verifying.length > 30, `${verifying.length} snippets`);
  });

  for (const { name, fence } of cases) {
    it(`${name}: is read by bash and by dash`, () => {
      for (const shell of ['bash', '/bin/dash']) {
        if (shell.startsWith('/') && !existsSync(shell)) continue;
        execFileSync(shell, ['-n'], { input: fence.text, stdio: ['pipe', 'pipe', 'pipe'] });
      }
    });
  }

  for (const snippet of verifying) {
    const assertRefused = ({ log, status, output }: Run): void => {
      assert.ok(!isUsed(log), `${log}\n${output}`);
      if (snippet.isScript) assert.notEqual(status, 0, output);
      else assert.match(log, /alive\n$/, output);
    };

    it(`${snippet.name}: uses nothing that is not the published file, and leaves the shell alive`, () => {
      const { forged, unset } = outcomes.get(snippet)!;
      assertRefused(forged);
      if (unset !== undefined) assertRefused(unset);
    });

    it(`${snippet.name}: uses the published file`, () => {
      const { log, status, output } = outcomes.get(snippet)!.genuine;
      assert.ok(isUsed(log), `${log}\n${output}`);
      if (snippet.isScript) assert.equal(status, 0, output);
    });
  }
});
