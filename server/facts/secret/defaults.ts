import data from '../../data/defaultPasswords.json';

const known: ReadonlySet<string> = new Set(data.lists.flatMap((list) => list.values));
const knownKeys: ReadonlySet<string> = new Set(
  data.lists.flatMap((list) => ('keys' in list && list.keys !== undefined ? list.keys : [])),
);

const lookalikes: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '0': 'o',
  '1': 'l',
  '3': 'e',
  $: 's',
  '5': 's',
  '!': 'i',
};

/**
 * True for a password that a product ships with, or that everybody tries first: as listed in
 * data/defaultPasswords.json, also with capitals, digits in place of letters, a tail of digits and signs
 * (`Passw0rd!`, `admin123`), or put together from such words (`test-password`).
 */
export function isDefaultPassword(value: string): boolean {
  if (value.length > 40 || isVariableName(value)) return false;
  const lower = value.toLowerCase();
  const bare = lower.replace(/[^a-z]+$/, '');
  for (const text of [lower, bare, plain(lower), plain(bare)]) {
    if (known.has(text) || (known.has(joined(text)) && !wordings.has(joined(text)))) return true;
  }
  const words = bare.split(/[-_ ]+/);
  return words.length > 1 && words.every((word) => known.has(word));
}

/** `ADMIN_PASSWORD`, `PASSWORD`: the variable that the password is in, or what manuals write where one goes. */
function isVariableName(value: string): boolean {
  return /^(?:[A-Z]+_)*(?:PASS|PASSWD|PASSWORD|PWD|SECRET|TOKEN)$/.test(value);
}

/** Deployed as one word; in two words, `CHANGE_THIS`, it tells the reader to put something there. */
const wordings: ReadonlySet<string> = new Set(['changethis']);

const joined = (text: string): string => text.replace(/[-_ ]/g, '');

/** True for a key or secret (not a password) that a product ships with. */
export function isDefaultKey(value: string): boolean {
  return knownKeys.has(value.toLowerCase());
}

function plain(text: string): string {
  return text.replace(/[@401$35!]/g, (sign) => lookalikes[sign] ?? sign);
}
