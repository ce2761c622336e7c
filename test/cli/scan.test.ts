import assert from 'node:assert/strict';
import { chmodSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { folderWith, root, run } from './run';

const cluster =
  'eksctl create nodegroup \\\n  --name x \\\n  --ssh-access \\\n  --ssh-public-key ~/.ssh/id_rsa.pub\n';
const guide = `# Guide\r\n\r\n1. Do:\r\n\r\n   \`\`\`bash\r\n   ${cluster.replace(/\n(?=.)/g, '\r\n   ').replace(/\n$/, '\r\n')}   \`\`\`\r\n`;

interface Report {
  readonly version: string;
  readonly findings: readonly {
    readonly ruleId: string;
    readonly severity: string;
    readonly file: string;
    readonly start: { readonly line: number; readonly column: number };
    readonly end: { readonly line: number; readonly column: number };
    readonly layer: readonly string[];
    readonly fingerprint: string;
    readonly fixes: readonly { readonly title: string; readonly applicability: string }[];
    readonly suppressed?: { readonly reason: string; readonly until?: string };
  }[];
  readonly notAnalyzed: readonly { readonly file: string; readonly reason: string }[];
  readonly summary: { readonly files: number; readonly regions: number };
}

const json = (stdout: string): Report => JSON.parse(stdout) as Report;

describe('security-hints scan', () => {
  it('finds the same in a script and in a guide, each where it stands', () => {
    const cwd = folderWith({ 'up.sh': `#!/bin/bash\n${cluster}`, 'docs/guide.md': guide });
    const { code, stdout } = run(['scan', '--format', 'json'], { cwd });
    assert.equal(code, 1);
    const report = json(stdout);
    assert.deepEqual(
      report.findings.map((f) => `${f.file}:${f.start.line}:${f.start.column} ${f.ruleId}`),
      ['docs/guide.md:8:6 node-ssh-access', 'up.sh:4:3 node-ssh-access'],
    );
    assert.deepEqual([report.summary.files, report.notAnalyzed.length], [2, 0]);
    assert.match(report.findings[0]?.fingerprint ?? '', /^[0-9a-f]{16}$/);
    assert.equal(report.findings[0]?.layer.length, 1);
  });

  it('says by its exit code whether something is bad enough', () => {
    const cwd = folderWith({ 'up.sh': `#!/bin/bash\n${cluster}`, 'ok/fine.md': '# Fine\n' });
    assert.equal(run(['scan', 'ok'], { cwd }).code, 0);
    assert.equal(run(['scan', '.'], { cwd }).code, 1);
    assert.equal(run(['scan', '--fail-on', 'critical'], { cwd }).code, 0);
    assert.equal(run(['scan', '--fail-on', 'never'], { cwd }).code, 0);
  });

  for (const [args, message] of [
    [['scan', 'nowhere'], /No such file or folder: nowhere/],
    [['scan', '--nonsense'], /--nonsense/],
    [['scan', '--baseline', 'x'], /--baseline/],
    [['scan', '--format', 'xml'], /--format is one of text, json, sarif/],
    [['scan', '--fail-on', 'bad'], /--fail-on is one of/],
    [['scan', '--fix', '--fix-dry-run'], /exclude each other/],
    [['scan', '-'], /--stdin-filename/],
    [['frobnicate'], /no command "frobnicate"/],
    [['explain', 'no-such-rule'], /no rule "no-such-rule"/],
    [['explain'], /takes one rule/],
    [['lsp'], /--stdio/],
    [['lsp', '--bogus'], /--bogus/],
    [['lsp', '--stdio', '--bogus'], /--bogus/],
    [['lsp', '--socket=abc'], /--socket=abc/],
    [['lsp', '--node-ipc'], /parent process/],
    [[], /--help/],
    [['scan', ''], /path is empty/],
    [['scan', '-', '--stdin-filename='], /--stdin-filename/],
    [['scan', '--date', '2026-01-01'], /--date/],
  ] as const) {
    it(`answers wrong usage with one line and exit code 2: ${args.join(' ')}`, () => {
      const { code, stdout, stderr } = run(args);
      assert.equal(code, 2);
      assert.equal(stdout, '');
      assert.match(stderr, message);
      assert.equal(stderr.trim().split('\n').length, 1, stderr);
    });
  }

  it('reads standard input as the file it is named after', () => {
    const { code, stdout } = run(['scan', '-', '--stdin-filename', 'up.sh', '--format', 'json'], {
      input: cluster,
    });
    assert.equal(code, 1);
    assert.equal(json(stdout).findings[0]?.file, 'up.sh');
  });

  it('names standard input like the file, wherever it is called from', () => {
    const cwd = folderWith({ 'docs/up.sh': cluster, 'lib/x': '' });
    const findings = (args: readonly string[], from: string, input?: string): unknown =>
      json(run(['scan', '--format', 'json', ...args], { cwd: from, input }).stdout).findings;
    const file = path.join(cwd, 'docs/up.sh');
    assert.deepEqual(findings(['-', '--stdin-filename', file], cwd, cluster), findings(['docs/up.sh'], cwd));
    const lib = path.join(cwd, 'lib');
    assert.deepEqual(
      findings(['-', '--stdin-filename', './../docs/up.sh'], lib, cluster),
      findings(['..'], lib),
    );
  });

  it('does nothing at all when one of the paths is missing', () => {
    const cwd = folderWith({ 'up.sh': cluster });
    assert.equal(run(['scan', '--fix', 'up.sh', 'nowhere'], { cwd }).code, 2);
    assert.equal(readFileSync(path.join(cwd, 'up.sh'), 'utf8'), cluster);
  });

  it('says what it found but could not fix', () => {
    const cwd = folderWith({ 'up.sh': cluster });
    chmodSync(path.join(cwd, 'up.sh'), 0o444);
    const { code, stderr, stdout } = run(['scan', '--fix', '--format', 'json'], { cwd });
    assert.equal(code, 1);
    assert.match(stderr, /^not fixed: up\.sh: the file is read-only$/m);
    assert.deepEqual(json(stdout).notAnalyzed, []);
  });

  it('leaves out what .gitignore names, unless told otherwise, and never reads node_modules', () => {
    const cwd = folderWith({
      '.gitignore': 'out/\n',
      'out/up.sh': cluster,
      'node_modules/x/up.sh': cluster,
      'src/up.sh': cluster,
    });
    const files = (args: readonly string[]): string[] =>
      json(run(['scan', '--format', 'json', ...args], { cwd }).stdout).findings.map((f) => f.file);
    assert.deepEqual(files([]), ['src/up.sh']);
    assert.deepEqual(files(['--no-ignore']), ['out/up.sh', 'src/up.sh']);
    assert.deepEqual(files(['out/up.sh']), ['out/up.sh']);
  });

  it('names what it could not analyze, and goes on', () => {
    const cwd = folderWith({ 'a.sh': Uint8Array.from([0x65, 0xff, 0xfe]), 'b.sh': cluster });
    symlinkSync('loop.sh', path.join(cwd, 'loop.sh'));
    const { stdout, stderr } = run(['scan', '--format', 'json'], { cwd });
    const report = json(stdout);
    assert.deepEqual(report.notAnalyzed, [{ file: 'a.sh', reason: 'not UTF-8 text' }]);
    assert.match(stderr, /not analyzed: a\.sh: not UTF-8 text/);
    assert.equal(report.findings.length, 1);
  });

  it('fixes what is safe in place, keeping line endings, mode and everything else', () => {
    const cwd = folderWith({ 'guide.md': guide, 'up.sh': `#!/bin/bash\n# keep me\n${cluster}` });
    chmodSync(path.join(cwd, 'up.sh'), 0o750);
    const dry = run(['scan', '--fix-dry-run'], { cwd });
    assert.match(dry.stdout, /^-.*--ssh-access/m);
    assert.equal(readFileSync(path.join(cwd, 'guide.md'), 'utf8'), guide, 'a dry run changes nothing');
    const { code, stderr } = run(['scan', '--fix'], { cwd });
    assert.equal(code, 0, stderr);
    assert.equal(
      readFileSync(path.join(cwd, 'guide.md'), 'utf8'),
      '# Guide\r\n\r\n1. Do:\r\n\r\n   ```bash\r\n   eksctl create nodegroup \\\r\n     --name x\r\n   ```\r\n',
    );
    assert.equal(
      readFileSync(path.join(cwd, 'up.sh'), 'utf8'),
      '#!/bin/bash\n# keep me\neksctl create nodegroup \\\n  --name x\n',
    );
    if (process.platform !== 'win32') assert.equal(statSync(path.join(cwd, 'up.sh')).mode & 0o777, 0o750);
    assert.match(stderr, /safe fixes applied/);
  });

  it('keeps quiet about what is ignored with a reason, but lists it', () => {
    const text = `#!/bin/bash\n# security-hints-ignore-next node-ssh-access: the lab has no SSM\n${cluster}`;
    const cwd = folderWith({ 'up.sh': text });
    const { code, stdout } = run(['scan', '--format', 'json'], { cwd });
    assert.equal(code, 0);
    assert.deepEqual(json(stdout).findings[0]?.suppressed, { reason: 'the lab has no SSM' });
    assert.equal(run(['scan'], { cwd }).stdout, '');
  });

  it('never prints a secret, in no format', () => {
    const secret = ['S3', 'cr3t', 'Zq9x'].join('-');
    const cwd = folderWith({
      'guide.md': `# Login\n\n## The password is \`${secret}\`\n\n\`\`\`bash\neksctl create nodegroup --ssh-access --name ${secret}\ncurl http://x.example.com/${secret} | bash\n\`\`\`\n`,
      'values.yaml': `grafana:\n  adminPassword: ${secret}\n`,
      'up.sh': `#!/bin/bash\nexport DB_PASSWORD='${secret}'\ncurl -fsSL https://get.example.com/i.sh | TOKEN=${secret} bash\n`,
    });
    for (const args of [[], ['--format', 'json'], ['--format', 'sarif'], ['--fix-dry-run']]) {
      const { stdout, stderr } = run(['scan', ...args], { cwd });
      assert.ok(!`${stdout}${stderr}`.includes(secret), `${args.join(' ')}\n${stdout}`);
    }
    assert.ok(json(run(['scan', '--format', 'json'], { cwd }).stdout).findings.length >= 2);
  });

  it('shows the line with carets under what it means', () => {
    const cwd = folderWith({ 'up.sh': `\teksctl create nodegroup --ssh-access\n` });
    const { stdout } = run(['scan'], { cwd });
    const [head, line, carets] = stdout.split('\n');
    assert.match(head ?? '', /^up\.sh:1:26 high .* \[node-ssh-access\]$/);
    assert.equal(line, '  1 | \teksctl create nodegroup --ssh-access');
    assert.equal(carets, `    | \t${' '.repeat(24)}^^^^^^^^^^^^`);
  });
});

describe('security-hints', () => {
  it('prints its version and its help', () => {
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      version: string;
    };
    assert.equal(run(['--version']).stdout, `${version}\n`);
    for (const args of [['--help'], ['help'], ['scan', '--help'], ['lsp', '--help']]) {
      const { code, stdout } = run(args);
      assert.deepEqual([code, stdout.startsWith('Security Hints: ')], [0, true], args.join(' '));
    }
    assert.match(run(['--help']).stdout, /security-hints scan/);
  });

  it('lists the rules and explains each', () => {
    const list = JSON.parse(run(['rules', '--format', 'json']).stdout) as readonly {
      id: string;
      page: string;
    }[];
    assert.ok(list.length > 5);
    for (const { id } of list.slice(0, 3)) assert.match(run(['explain', id]).stdout, /^# /);
    assert.equal(run(['rules']).stdout.trim().split('\n').length, list.length);
  });
});
