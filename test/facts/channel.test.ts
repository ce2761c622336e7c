import assert from 'node:assert/strict';
import { factsOf } from '../../server/facts/extract';
import { analyze } from '../rules/document';

const channelsOf = (file: string, text: string): readonly string[] =>
  factsOf(analyze(file, text).root).channel.map(({ what, name, value }) => `${what} ${name} ${value}`);

describe('channels', () => {
  it('are read once, from settings and words of commands', () => {
    assert.deepEqual(channelsOf('a.sh', 'psql "postgres://db/x?sslmode=disable" --set=sslmode=disable\n'), [
      'sslMode sslmode disable',
      'sslMode sslmode disable',
    ]);
    assert.deepEqual(
      channelsOf('.env', 'URL=sqlserver://db;encrypt=false\nSITE=https://a.example/?ssl=false\n'),
      ['ssl encrypt false'],
    );
  });

  it('are not those to the same machine', () => {
    for (const text of [
      'psql "host=localhost sslmode=disable"\n',
      'mysql -h 127.0.0.1 --ssl-mode=DISABLED\n',
      'export U=postgres://a@[::1]/x?sslmode=disable\n',
    ])
      assert.deepEqual(channelsOf('a.sh', text), [], text);
    assert.deepEqual(channelsOf('a.yaml', 'db:\n  host: localhost\n  sslmode: disable\n'), []);
  });

  it('are not those of a server that its own variable puts beside it', () => {
    const env = (host: string): string =>
      `spec:\n  containers:\n    - env:\n        - { name: PGHOST, value: ${host} }\n        - { name: PGSSLMODE, value: disable }\n`;
    assert.deepEqual(channelsOf('a.yaml', env('localhost')), []);
    assert.deepEqual(channelsOf('a.yaml', env('db')), ['sslMode PGSSLMODE disable']);
    assert.deepEqual(channelsOf('.env', 'DB_HOST=127.0.0.1\nDB_SSL_MODE=disable\n'), []);
  });

  it('are no sentences about them', () => {
    const text =
      'a: "sslmode=disable is forbidden"\nb: |\n  Do not use sslmode=disable.\n  url=jdbc:postgresql://db/x?sslmode=prefer\nc: user=a dbname=b c sslmode=allow\nd: sslmode=disable\nf: "`--ssl-mode=DISABLED`"\ne: x --producer-property security.protocol=PLAINTEXT\n';
    assert.deepEqual(channelsOf('a.yaml', text), [
      'sslMode sslmode prefer',
      'sslMode sslmode allow',
      'sslMode sslmode disable',
      'kafka security.protocol PLAINTEXT',
    ]);
  });

  it('are told apart from what is encrypted', () => {
    const text =
      'a:\n  sslmode: require\n  url: rediss://cache\n  protocol: SASL_SSL\n  tls: { enabled: true }\n';
    assert.deepEqual(channelsOf('values.yaml', text), []);
  });

  it('know a switch that needs a value to be off', () => {
    assert.deepEqual(channelsOf('a.sh', 'skopeo copy --src-tls-verify=false docker://a docker://b\n'), [
      'verification --src-tls-verify false',
    ]);
    assert.deepEqual(channelsOf('a.sh', 'skopeo copy --src-tls-verify docker://a docker://b\n'), []);
    assert.deepEqual(channelsOf('a.sh', 'argocd login a.example.org --insecure=false\n'), []);
  });
});

describe('settings of a mesh', () => {
  const meshOf = (text: string): readonly string[] =>
    factsOf(analyze('a.yaml', text).root).mesh.map(({ what, value, port, host }) =>
      [what, value, port, host].filter((part) => part !== undefined).join(' '),
    );

  it('are read from objects, fragments and items of a list', () => {
    const rule =
      'kind: List\napiVersion: v1\nitems:\n  - apiVersion: networking.istio.io/v1\n    kind: DestinationRule\n    spec:\n      host: a\n      trafficPolicy:\n        portLevelSettings:\n          - tls: { mode: DISABLE }\n';
    assert.deepEqual(meshOf(rule), ['clientTlsMode DISABLE a']);
    assert.deepEqual(meshOf('mtls: { mode: UNSET }\nportLevelMtls:\n  80: { mode: DISABLE }\n'), [
      'mtlsMode UNSET',
      'portMtlsMode DISABLE 80',
    ]);
  });

  it('are left open by a template', () => {
    assert.deepEqual(meshOf('mtls:\n  mode: {{ .Values.mode }}\n'), []);
  });
});
