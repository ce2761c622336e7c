/**
 * What kind of secret a name announces, read from the structure of the name.
 *
 * `password`: any literal counts. The others also name things that are no secrets (the name of a Secret,
 * a page token), so their values must look like one.
 */
export type SecretName = 'password' | 'token' | 'secret' | 'key' | 'credentials';

/** Longer names are generated, and nobody reads them. */
const longestName = 120;

/**
 * The words of a name in lower case: camelCase, snake_case, kebab-case, dots and acronyms
 * (`dbPassword`, `DB_PASSWORD`, `spring.datasource.password`, `APIKey`).
 */
export function wordsOf(name: string): readonly string[] {
  return (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|[0-9]+/g) ?? []).map((word) => word.toLowerCase());
}

const passwordWords = new Set([
  'password',
  'passwords',
  'passwd',
  'pwd',
  'passphrase',
  'passcode',
  'pass',
  'pw',
  'sshpass',
  'rootpw',
  'bindpw',
  'adminpw',
  'userpass',
]);
const tokenWords = new Set([
  'token',
  'tokens',
  'accesstoken',
  'apitoken',
  'authtoken',
  'bearertoken',
  'identitytoken',
  'refreshtoken',
  'registrytoken',
  'pat',
]);
const secretWords = new Set(['secret', 'clientsecret', 'appsecret', 'secretid']);
const credentialWords = new Set(['credential', 'credentials', 'creds']);
const keyWords = new Set([
  'apikey',
  'secretkey',
  'accesskey',
  'privatekey',
  'authkey',
  'signingkey',
  'encryptionkey',
  'accountkey',
  'sshkey',
]);

/** What a `key` must be the key of; `passwordKey`, `userKey`, `partitionKey`, `sortKey` name no secret. */
const keyKinds = new Set([
  'api',
  'access',
  'account',
  'app',
  'application',
  'auth',
  'client',
  'encryption',
  'hmac',
  'jwt',
  'license',
  'master',
  'private',
  'replica',
  'secret',
  'service',
  'session',
  'set',
  'shared',
  'signing',
  'ssh',
  'storage',
]);

/** Behind these the name speaks of something else: `existingSecretPasswordKey`, `publicKey`, `nextToken`. */
const otherSubjects = new Set([
  'existing',
  'public',
  'pub',
  'pull',
  'hash',
  'hashed',
  'checksum',
  'digest',
  'fingerprint',
  'sha',
  'sha1',
  'sha256',
  'sha512',
  'md5',
  'encrypted',
  'sealed',
  'automount',
  'next',
  'page',
  'pagination',
  'continue',
  'continuation',
  'cursor',
  'idempotency',
  'resume',
  'starting',
  'sync',
  'max',
  'min',
  'num',
]);

/** Names that begin so are about what is done with a secret: `update_password: on_create`, `askPassword`. */
const doings = new Set([
  'allow',
  'ask',
  'change',
  'check',
  'disable',
  'enable',
  'forgot',
  'generate',
  'has',
  'hide',
  'is',
  'prompt',
  'require',
  'reset',
  'rotate',
  'show',
  'skip',
  'update',
  'use',
  'validate',
  'verify',
]);

/** May stand behind the deciding word without changing what it is: `DB_PASSWORD_PROD`, `password2`. */
const suffixes = new Set([
  'b64',
  'base64',
  'current',
  'dev',
  'new',
  'old',
  'plain',
  'plaintext',
  'prod',
  'production',
  'stage',
  'staging',
  'test',
  'value',
]);

/** Names whose words alone do not tell. */
const wholeNames = new Map<string, SecretName>([
  ['rediscliauth', 'password'],
  // Redis' own options.
  ['requirepass', 'password'],
  ['masterauth', 'password'],
  ['erlangcookie', 'secret'],
  ['rabbitmqerlangcookie', 'secret'],
  ['clientkeydata', 'key'],
  ['internaltoken', 'token'],
  // PagerDuty's, in the configuration of Alertmanager; a broker's routing key does not look generated.
  ['routingkey', 'key'],
  ['xsrfkey', 'key'],
  // Rails'.
  ['secretkeybase', 'secret'],
  // Grafana's data sources, secureJsonData.
  ['httpheadervalue1', 'token'],
]);

/**
 * The kind of secret that `name` announces, or undefined.
 *
 * The last word decides (behind a suffix such as `_PROD` or `2`), so `secretName`, `passwordKey`,
 * `tokenTTL`, `passwordFile`, `passwordSecretRef` and `automountServiceAccountToken` are none.
 */
export function secretNameOf(name: string): SecretName | undefined {
  if (name.length > longestName) return undefined;
  const words = wordsOf(name);
  const whole = wholeNames.get(words.join(''));
  if (whole !== undefined) return whole;
  // nginx's `proxy_pass` hands on, it lets nobody in.
  if (words.some((word) => otherSubjects.has(word)) || /proxypass$/.test(words.join(''))) return undefined;
  if (words.length > 1 && doings.has(words[0] ?? '')) return undefined;
  let last = words.length - 1;
  while (last > 0 && (suffixes.has(words[last] ?? '') || /^\d+$/.test(words[last] ?? ''))) last--;
  const word = (words[last] ?? '').replace(/\d+$/, '');
  if (passwordWords.has(word) || /(?:password|passwd|passphrase)$/.test(word)) return 'password';
  if (tokenWords.has(word)) return 'token';
  // `ADMIN_PASSWORD_SECRET` names a Secret; `ACCESS_TOKEN_SECRET` is one (OAuth 1).
  if (word === 'secret' && /^(?:password|credentials)$/.test(words[last - 1] ?? '')) return undefined;
  if (secretWords.has(word)) return 'secret';
  if (credentialWords.has(word)) return 'credentials';
  if (keyWords.has(word)) return 'key';
  if (word === 'key' && keyKinds.has(words[last - 1] ?? '')) return 'key';
  return undefined;
}

/** Maps whose entries say where a secret is kept, not what it is. */
const referenceMaps = new Set([
  'annotations',
  // Renovate's.
  'encrypted',
  'existingsecret',
  'keymapping',
  'keys',
  'labels',
  'matchlabels',
  'nodeselector',
  'permissions',
  'remoteref',
  'secretkeyref',
  'secretkeys',
  'secretref',
  'secretsmapping',
  'secretstoreref',
  'valuefrom',
]);

/** True when the entry stands in a map that refers to secrets: `secretKeys.adminPasswordKey`, `permissions.id-token`. */
export function isReferenceMap(key: string): boolean {
  return referenceMaps.has(wordsOf(key).join(''));
}
