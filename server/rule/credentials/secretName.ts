import type { SecretFact } from '../../facts/fact';
import { message, type Message } from '../finding';

/** Names that are ours and no key of the document's. */
const ownNames: readonly Message[] = [
  message('admin password'),
  message('secret key'),
  message('vault token'),
  message('connection string'),
  message('private key'),
];

/**
 * What a message calls a secret. A key, a variable or an option is called as the document writes it; what is described
 * by words of ours, such as `password of alice` or a kind of token, is a message, so that it is translated.
 */
export function secretName({ label, what }: SecretFact): Message | string {
  const own = ownNames.find(({ template }) => template === label);
  if (own !== undefined) return own;
  const user = /^password of (.+)$/s.exec(label)?.[1];
  if (user !== undefined) return message('password of {user}', { user });
  if (what === 'connectionString') {
    const scheme = /^(\S+) address$/.exec(label)?.[1];
    if (scheme !== undefined) return message('{scheme} address', { scheme });
  }
  if (what === 'privateKey') {
    const type = /^(.+) private key$/s.exec(label)?.[1];
    if (type !== undefined) return message('{type} private key', { type });
  }
  return what === 'providerToken' || what === 'privateKey' ? message(label) : label;
}
