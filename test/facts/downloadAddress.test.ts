import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  isExampleHost,
  isLocalHost,
  isNumericHost,
  movingName,
  parseAddress,
} from '../../server/facts/address';

describe('address', () => {
  const cases: readonly (readonly [string, string | undefined, string | undefined, string])[] = [
    ['https://a.io/b?c#d', 'https', 'a.io', '/b'],
    ['HTTP://User:secret@A.IO:8080/b', 'http', 'a.io', '/b'],
    ['https://a.io', 'https', 'a.io', ''],
    ['https://a.io?b=/c', 'https', 'a.io', ''],
    ['a.io/b', '', 'a.io', '/b'],
    ['https://$HOST/b', 'https', undefined, '/b'],
    ['https://<node-ip>:<port>/b', 'https', undefined, '/b'],
    ['https://...', 'https', undefined, ''],
    ['$URL/b', undefined, undefined, '/b'],
    ['"', '', '"', ''],
    ['', undefined, undefined, ''],
  ];
  for (const [text, scheme, host, path] of cases) {
    it(JSON.stringify(text), () => assert.deepEqual(parseAddress(text), { scheme, host, path }));
  }

  it('takes any text', () =>
    fc.assert(
      fc.property(fc.string(), (text) => {
        parseAddress(text);
        const moving = movingName(text);
        if (moving !== undefined)
          assert.equal(text.slice(moving.at, moving.at + moving.name.length), moving.name);
      }),
    ));

  it('knows what stays here', () => {
    for (const host of [
      'localhost',
      '127.0.0.1',
      '10.1.2.3',
      '172.20.0.1',
      '192.168.1.1',
      '169.254.169.254',
    ]) {
      assert.ok(isLocalHost(host), host);
    }
    for (const host of ['grafana', 'a.b.svc', 'a.svc.cluster.local', 'mirror.internal'])
      assert.ok(isLocalHost(host), host);
    for (const host of ['a.io', '172.32.0.1', '8.8.8.8', 'local.io', '100.1.1.1'])
      assert.ok(!isLocalHost(host), host);
  });

  it('knows the names of documents', () => {
    for (const host of [
      'example.com',
      'www.example.org',
      'a.example',
      'a.test',
      '192.0.2.7',
      '203.0.113.9',
    ]) {
      assert.ok(isExampleHost(host), host);
    }
    for (const host of ['myexample.com', 'example.io', 'test.io']) assert.ok(!isExampleHost(host), host);
    assert.ok(isNumericHost('1.2.3.4') && !isNumericHost('1.2.3.4.io'));
  });
});

describe('address: what moves', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['https://raw.githubusercontent.com/o/r/main/x.yaml', 'main'],
    ['https://raw.githubusercontent.com/o/r/HEAD/x.yaml', 'HEAD'],
    ['https://raw.githubusercontent.com/o/r/refs/heads/master/x.yaml', 'refs/heads/master'],
    ['https://raw.githubusercontent.com/o/r/refs/tags/v1/x.yaml', undefined],
    ['https://raw.githubusercontent.com/o/r/v1.2/main/x.yaml', undefined],
    ['https://raw.githubusercontent.com/o/r/0123456789abcdef/master/x.yaml', undefined],
    ['https://raw.githubusercontent.com/o/r/$REF/main/x.yaml', undefined],
    ['https://github.com/o/r/raw/master/x.yaml', 'master'],
    ['https://github.com/o/r/archive/main.tar.gz', 'main'],
    ['https://github.com/o/r/releases/latest/download/x.yaml', 'latest'],
    ['https://github.com/o/r/releases/download/v1/latest/x.yaml', undefined],
    ['https://gitlab.com/o/r/-/raw/main/x.yaml', 'main'],
    ['https://gitlab.com/o/r/-/raw/v1/main/x.yaml', undefined],
    ['https://cdn.jsdelivr.net/gh/o/r@master/x.yaml', 'master'],
    ['github.com/o/r/x?ref=main', 'main'],
    ['github.com/o/main/x?ref=v1', undefined],
    ['https://a.io/latest/x.yaml', 'latest'],
    ['https://a.io/latest', 'latest'],
    ['https://a.io/main.css', undefined],
    ['https://pkgs.a.io/stable/x.tgz', undefined],
  ];
  for (const [text, name] of cases) it(text, () => assert.equal(movingName(text)?.name, name));
});
