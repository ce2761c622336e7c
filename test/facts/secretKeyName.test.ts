import assert from 'node:assert/strict';
import { secretNameOf, wordsOf, type SecretName } from '../../server/facts/secret/keyName';

const names: Readonly<Record<SecretName, readonly string[]>> = {
  password: [
    'password',
    'DB_PASSWORD',
    'dbPassword',
    'spring.datasource.password',
    '--docker-password',
    'PGPASSWORD',
    'MYSQL_PWD',
    'SSHPASS',
    'rootPasswd',
    'passphrase',
    'GF_SECURITY_ADMIN_PASSWORD',
    'DB_PASSWORD_PROD',
    'password2',
    'userpassword',
    'REDISCLI_AUTH',
    'PROXY_PASSWORD',
  ],
  token: ['token', 'GITHUB_TOKEN', 'accessToken', 'bearer-token', 'PRIVATE-TOKEN', 'identitytoken'],
  secret: ['SECRET_KEY_BASE', 'ACCESS_TOKEN_SECRET', 'clientSecret', 'JWT_SECRET', 'secret', 'erlangCookie'],
  key: [
    'apiKey',
    'API_KEY',
    'APIKey',
    'apikey',
    'secretKey',
    'privateKey',
    'aws_secret_access_key',
    'client-key-data',
    'X-Api-Key',
    'replicaSetKey',
  ],
  credentials: ['credentials', 'serviceCreds'],
};

/** The Must not flag list of credentials, and names that a search for the word would catch. */
const others = [
  'secretName',
  'passwordKey',
  'userPasswordKey',
  'adminPasswordKey',
  'existingSecret',
  'existingSecretPasswordKey',
  'existingSecretKey',
  'tokenTTL',
  'sessionTokenTTL',
  'automountServiceAccountToken',
  'tokenReviewer',
  'passwordFile',
  'GF_SECURITY_ADMIN_PASSWORD__FILE',
  'POSTGRES_PASSWORD_FILE',
  'passwordSecretRef',
  'secretKeyRef',
  'secretStoreRef',
  'imagePullSecrets',
  'imagePullSecret',
  'tokenAudience',
  'tokenExpirationSeconds',
  'passwordPolicy',
  'passwordLength',
  'publicKey',
  'nextToken',
  'passwordHash',
  'hashedPassword',
  'secretsManager',
  'bypass',
  'proxy_pass',
  'key',
  'partitionKey',
  'sortKey',
  'userKey',
  'envFromSecrets',
  'compass',
  'checksum/secret',
  'secretDigest',
  'TOKEN_SHA256',
  'tokenFingerprint',
  'ADMIN_PASSWORD_SECRET',
  'credentialsSecret',
  '--password-stdin',
  'x'.repeat(200) + 'password',
];

describe('secretNameOf', () => {
  for (const [kind, keys] of Object.entries(names)) {
    for (const key of keys) it(`${key} names a ${kind}`, () => assert.equal(secretNameOf(key), kind));
  }
  for (const key of others) {
    it(`${key.slice(0, 60)} names none`, () => assert.equal(secretNameOf(key), undefined));
  }
});

describe('wordsOf', () => {
  for (const [name, words] of [
    ['dbPasswordKey', ['db', 'password', 'key']],
    ['APIKey', ['api', 'key']],
    ['DB2_PASSWORD', ['db', '2', 'password']],
    ['', []],
  ] as const) {
    it(name, () => assert.deepEqual(wordsOf(name), words));
  }
});
