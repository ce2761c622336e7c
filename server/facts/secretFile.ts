import type { CommandFact } from './command';
import { secretNameOf, wordsOf } from './secret/keyName';

function baseOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase();
}

/** True for a file that holds no secret in plain by its name: encrypted, or an example to be filled in. */
export function isHarmlessFile(path: string): boolean {
  const words = wordsOf(baseOf(path));
  return words.some((word) =>
    /^(?:enc|encrypted|sops|sealed|age|gpg|asc|example|examples|sample|template|tpl|tmpl|dist|schema)$/.test(
      word,
    ),
  );
}

/** True for an environment file: `.env`, `.env.production`, `secrets.env`; not for one that is harmless. */
export function isPlainEnvFile(path: string): boolean {
  const base = baseOf(path);
  return (
    /^[\w-]*(?:\.[\w-]+)*$/.test(base) && base.split('.').slice(1).includes('env') && !isHarmlessFile(path)
  );
}

/** True where the name itself says that there are secrets in the file: `secrets.env`, `db-credentials.yaml`. */
export function isNamedSecret(path: string): boolean {
  const words = wordsOf(baseOf(path));
  return (
    !isHarmlessFile(path) &&
    words.some((word) => /^(?:secrets?|credentials?|creds|passwords?|passwd|tokens?)$/.test(word))
  );
}

/** True for a file that a private key is kept in by custom: `id_rsa`, `tls.key`, `client.p12`. */
export function isPrivateKeyFile(path: string): boolean {
  const base = baseOf(path);
  if (isHarmlessFile(path) || base.endsWith('.pub')) return false;
  return /^id_(?:rsa|dsa|ecdsa|ed25519)$|\.(?:key|p12|pfx|jks|keystore|ppk)$|(?:^|[-_.])(?:private|privkey|key)\.pem$/.test(
    base,
  );
}

/** The name of the encrypted file beside a plain one: `secrets.enc.env`, `.enc.env`, `id_rsa.enc`. */
export function encryptedName(path: string): string {
  const from = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1;
  const base = path.slice(from);
  const env = base.indexOf('.env');
  if (env >= 0) return `${path.slice(0, from)}${base.slice(0, env)}.enc${base.slice(env)}`;
  const dot = base.lastIndexOf('.');
  return dot <= 0 ? `${path}.enc` : `${path.slice(0, from + dot)}.enc${base.slice(dot)}`;
}

/** True when the two paths may be the same file: names are compared, because a script changes folders. */
export function isSameFile(a: string, b: string): boolean {
  return baseOf(a) === baseOf(b);
}

/** The files that a command writes by a redirect or an option, as far as they are written out. */
export function filesWrittenBy(command: CommandFact): readonly string[] {
  const redirected = command.redirects.flatMap(({ operator, target }) =>
    operator.startsWith('>') && target?.isStatic === true ? [target.value] : [],
  );
  const option = command.flags.find(({ name }) => name === '--output')?.value;
  return option?.isStatic === true ? [...redirected, option.value] : redirected;
}

/** The files that `sops` decrypts into: the plain text is made for the moment, from a file that is encrypted. */
export function filesDecryptedBy(command: CommandFact): readonly string[] {
  if (command.program !== 'sops') return [];
  const words = command.args.map(({ value }) => value);
  const isDecrypting = words.some((word) => /^(?:-d|--decrypt|decrypt)$/.test(word));
  if (!isDecrypting) return [];
  const inPlace = words.some((word) => /^(?:-i|--in-place)$/.test(word));
  return inPlace ? command.operands.map(({ value }) => value) : filesWrittenBy(command);
}

/** The names of secrets that `echo "DB_PASSWORD=…" >> .env` and its like put into the files they write. */
export function secretNamesIn(command: CommandFact): readonly string[] {
  if (!/^(?:echo|printf)$/.test(command.program)) return [];
  return command.args.flatMap(({ value }) => {
    const name = /^(?:export )?([A-Za-z_]\w*)=/.exec(value)?.[1];
    return name !== undefined && secretNameOf(name) !== undefined ? [name] : [];
  });
}
