import { isDefaultKey, isDefaultPassword } from './defaults';
import type { SecretName } from './keyName';
import { placeholderOf } from './placeholder';
import { looksFilled, looksGenerated, looksLikeName } from './randomness';

/** Values over this length are files; what is secret in them has a shape of its own. */
const longestValue = 4096;

/**
 * What a value is that stands under a secret's name.
 *
 * `literal`: it could be deployed, and is written out. `default`: so are thousands of others. `hash`: a
 * password hash, which can be attacked offline. Undefined: nothing that stands for itself.
 */
export type SecretValue = 'literal' | 'default' | 'hash';

/**
 * Judges `value`, decoded and without quotes, as the value of a name of kind `name`.
 *
 * `isCertain` says that the place takes nothing but a secret (an environment variable called
 * `API_TOKEN`, a flag `--token`), where a password-like word is enough; elsewhere the value of a token,
 * secret or key must look generated, because such keys also hold names of Secrets.
 */
export function secretValueOf(value: string, name: SecretName, isCertain: boolean): SecretValue | undefined {
  const text =
    name === 'token' ? value.trim().replace(/^(?:Bearer|Basic|Token|ApiKey) +/i, '') : value.trim();
  if (text.length > longestValue || /[\n\r]/.test(text)) return undefined;
  // Before the placeholders: `my-secret-pw` is written like one and runs on many a machine.
  if (name === 'password' && isDefaultPassword(text)) return 'default';
  if (isDefaultKey(text)) return 'default';
  if (placeholderOf(text) !== undefined) return undefined;
  if (isPasswordHash(text)) return 'hash';
  if (looksFilled(text)) return undefined;
  if (name === 'password') return isProse(text, isCertain) ? undefined : 'literal';
  if (isDefaultPassword(text))
    return isCertain && (name === 'secret' || name === 'key') ? 'default' : undefined;
  if (name === 'credentials') return looksGenerated(text) ? 'literal' : undefined;
  if (isCertain) return text.length >= 6 && !looksLikeName(text) && !/\s/.test(text) ? 'literal' : undefined;
  return looksGenerated(text) ? 'literal' : undefined;
}

/** crypt(3) of any kind, bcrypt, argon2, PBKDF2 and SCRAM as their tools print them. */
export function isPasswordHash(text: string): boolean {
  return /^(?:\$(?:1|2[abxy]?|5|6|7|y|apr1|argon2(?:id|i|d)|pbkdf2[\w-]*|scrypt)\$|\{(?:SSHA|SHA|CRYPT|PBKDF2)[\w-]*\}|SCRAM-SHA-|pbkdf2:|scrypt:)/.test(
    text,
  );
}

/** Words that sentences are made of, and passphrases hardly ever. */
const sentenceWords =
  /(?:^|\s)(?:a|an|and|are|as|at|be|by|can|do|does|enter|for|from|in|if|is|it|must|no|not|of|on|or|please|should|the|this|to|use|when|will|with|you|your)(?=\s|$)/i;

/**
 * True for words with spaces between them that describe a password. A passphrase is none of a language's
 * sentences; where a description may stand as well, it must be four words in a row, or one of its words no
 * word of a language.
 */
function isProse(text: string, isCertain: boolean): boolean {
  if (!/\s/.test(text)) return false;
  if (sentenceWords.test(text)) return true;
  const words = text.split(/\s+/);
  const isPassphrase = words.length >= 4 && words.every((word) => /^[a-z]{4,}$/.test(word));
  return !isCertain && !isPassphrase && words.every((word) => looksLikeName(word));
}
