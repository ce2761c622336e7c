import assert from 'node:assert/strict';
import { placeholderOf, type Placeholder } from '../../server/facts/secret/placeholder';

/** Values that stand for another value, by the family that tells. */
const families: Readonly<Record<Placeholder, readonly string[]>> = {
  empty: ['', '  ', '~'],
  angle: [
    '<password>',
    '<YOUR_TOKEN>',
    '<account-id>',
    'Bearer <token>',
    '‹secret name›',
    'ghp_<your token>',
  ],
  expansion: [
    '$PW',
    '${PW}',
    '${PW:?set me}',
    '$(pass show x)',
    '`cmd`',
    '%PW%',
    '$(VAR)',
    '$env:PW',
    'prefix-${PW}',
  ],
  template: [
    '${{ secrets.X }}',
    '{{ .Values.x }}',
    '{{PW}}',
    '{% raw %}',
    '[[ .X ]]',
    '@PW@',
    '__PW__',
    '#{PW}#',
    '{pw}',
    '[password]',
    '$__file{/etc/secrets/x}',
    '$__env{X}',
    '$__vault{x}',
  ],
  mask: [
    '***',
    '****',
    '•••',
    'xxx',
    'XXXX',
    '........',
    'aaaa',
    'xxxx-xxxx',
    'abc...',
    'abc…',
    'x',
    '000000-0000',
  ],
  wording: [
    'your-password-here',
    'YOUR_API_KEY',
    'my-secret-value',
    'REPLACE_ME',
    'REPLACE-WITH-SOMETHING',
    'CHANGE_THIS',
    'TODO',
    'FIXME',
    'INSERT_TOKEN',
    'ENTER_PASSWORD',
    'dummy',
    'placeholder',
    'not-a-real-password',
    'fake-token',
    'example-token',
    'TBD',
    'REDACTED',
    'NOT_USED',
    'myServicePrincipalPassword',
    'ADMIN_PASSWORD',
    'db-password',
  ],
  reference: [
    '/run/secrets/x',
    './secrets/db.txt',
    '~/.ssh/id_rsa',
    'file:///etc/x',
    'arn:aws:secretsmanager:eu-west-1:111122223333:secret:x',
    'vault:secret/data/x#key',
    'ref+awsssm://x/y',
    'op://vault/item/field',
    'ENC[AES256_GCM,data:abc,type:str]',
    'tls.key',
    'https://vault.ferry.example/v1',
    'sha256:9f86d081884c7d659a2feaa0c55ad015',
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ ferry',
    '-----BEGIN CERTIFICATE-----',
  ],
  typed: ['true', 'False', '3600', '30m', 'required', 'string', '^[a-z]+$', 'none', 'write'],
  vendorExample: [
    'AKIAIOSFODNN7EXAMPLE',
    'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    // The older pair's; in one piece, scanners of packages take it for a real one.
    ['je7MtGbClwBF', '2Zp9Utk', 'h3yCo8nvbEXAMPLEKEY'].join('/'),
  ],
};

describe('placeholderOf', () => {
  for (const [family, values] of Object.entries(families)) {
    for (const value of values) {
      it(`${family}: ${value}`, () => assert.equal(placeholderOf(value), family));
    }
  }

  for (const value of [
    'changeme',
    'changeit',
    'change-me',
    'password',
    'Passw0rd!',
    'admin',
    'secret',
    'test123',
    '123456',
    'prom-operator',
    'Harbor12345',
    'minioadmin',
    'sunnyferry',
    'Gr4fana!Ferry',
    'pa$$word',
  ]) {
    it(`none: ${value}`, () => assert.equal(placeholderOf(value), undefined));
  }
});
