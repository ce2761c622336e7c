import assert from 'node:assert/strict';
import { folderWith, run } from './run';

const manifest = 'image: registry.example.com/shop/web:latest\n';

/** `file rule severity` of each finding. */
function findingsIn(cwd: string, ...args: string[]): string[] {
  const { stdout } = run(['scan', '--format', 'json', ...args], { cwd });
  const { findings } = JSON.parse(stdout) as {
    findings: { file: string; ruleId: string; severity: string }[];
  };
  return findings.map(({ file, ruleId, severity }) => `${file} ${ruleId} ${severity}`);
}

describe('security-hints scan with a configuration file', () => {
  it('takes the nearest one above each file, alone', () => {
    const cwd = folderWith({
      '.security-hints.yaml': 'rules:\n  image-latest-tag: off\n',
      'a.yaml': manifest,
      'deep/.security-hints.yaml': 'rules:\n  image-latest-tag: critical\n',
      'deep/er/b.yaml': manifest,
    });
    assert.deepEqual(findingsIn(cwd), ['deep/er/b.yaml image-latest-tag critical']);
    assert.deepEqual(findingsIn(cwd, 'a.yaml'), []);
  });

  it('reads no file that it excludes', () => {
    const cwd = folderWith({
      '.security-hints.yaml': 'exclude:\n  - archive/\n',
      'archive/a.yaml': manifest,
      'b.yaml': manifest,
    });
    assert.deepEqual(findingsIn(cwd), ['b.yaml image-latest-tag medium']);
  });

  it('takes the one that is named instead', () => {
    const cwd = folderWith({
      '.security-hints.yaml': 'rules:\n  image-latest-tag: off\n',
      'ci/strict.yaml': 'rules:\n  image-latest-tag: high\n',
      'a.yaml': manifest,
    });
    assert.deepEqual(findingsIn(cwd, '--config', 'ci/strict.yaml', 'a.yaml'), [
      'a.yaml image-latest-tag high',
    ]);
  });

  it('lets --profile win over the file', () => {
    const cwd = folderWith({
      '.security-hints.yaml': 'profile: strict\n',
      'a.yaml': 'image: example.com/shop:1.2.3\n',
    });
    assert.notDeepEqual(findingsIn(cwd), []);
    assert.deepEqual(findingsIn(cwd, '--profile', 'recommended'), []);
  });

  for (const [content, expected] of [
    ['rules:\n  no-such: off\n', /\.security-hints\.yaml:2:3: No rule is called no-such$/m],
    [
      'profile: lax\nfoo: 1\n',
      /\.security-hints\.yaml:1:10: A profile is one of recommended, strict \(and 1 more\)$/m,
    ],
  ] as const) {
    it(`ends with one line when the file is wrong: ${JSON.stringify(content)}`, () => {
      const { code, stderr, stdout } = run(['scan'], {
        cwd: folderWith({ '.security-hints.yaml': content, 'a.yaml': manifest }),
      });
      assert.equal(code, 2);
      assert.equal(stdout, '');
      assert.match(stderr, expected);
      assert.equal(stderr.trim().split('\n').length, 1);
    });
  }

  it('says when the named file is not there', () => {
    const { code, stderr } = run(['scan', '--config', 'nowhere.yaml'], {
      cwd: folderWith({ 'a.yaml': manifest }),
    });
    assert.equal(code, 2);
    assert.match(stderr, /No such file: .*nowhere\.yaml/);
  });
});
