import assert from 'node:assert/strict';
import {
  encryptedName,
  isNamedSecret,
  isPlainEnvFile,
  isPrivateKeyFile,
  isSameFile,
} from '../../server/facts/secretFile';

describe('files of secrets, by their names', () => {
  for (const name of ['.env', './.env', '.env.production', 'secrets.env', 'config/prod.env']) {
    it(`${name} is a plain environment file`, () => {
      assert.equal(isPlainEnvFile(name), true);
    });
  }

  for (const name of [
    '.env.example',
    '.env.sample',
    'secrets.enc.env',
    'db.sops.env',
    'env',
    'environment.ts',
    'env.sh',
  ]) {
    it(`${name} is none`, () => {
      assert.equal(isPlainEnvFile(name), false);
    });
  }

  it('say that secrets are in them, unless they are encrypted or examples', () => {
    assert.equal(isNamedSecret('config/db-credentials.yaml'), true);
    assert.equal(isNamedSecret('secrets.enc.yaml'), false);
    assert.equal(isNamedSecret('secretary.txt'), false);
  });

  it('are those that private keys are kept in by custom', () => {
    assert.deepEqual(
      ['id_rsa', 'id_ed25519.pub', 'tls.key', 'tls.crt', 'privkey.pem', 'chain.pem', 'client.p12'].map(
        isPrivateKeyFile,
      ),
      [true, false, true, false, true, false, true],
    );
  });

  for (const [plain, encrypted] of [
    ['.env', '.enc.env'],
    ['./prod.env', './prod.enc.env'],
    ['.env.production', '.enc.env.production'],
    ['config/secrets.yaml', 'config/secrets.enc.yaml'],
    ['id_rsa', 'id_rsa.enc'],
  ] as const) {
    it(`${plain} is called ${encrypted} once it is encrypted, which is harmless`, () => {
      assert.equal(encryptedName(plain), encrypted);
      assert.equal(
        isPlainEnvFile(encrypted) || isNamedSecret(encrypted) || isPrivateKeyFile(encrypted),
        false,
      );
    });
  }

  it('are the same in another folder', () => {
    assert.equal(isSameFile('.env', './app/.env'), true);
    assert.equal(isSameFile('.env', 'prod.env'), false);
  });
});
