/** A private key in PEM armor. */
export interface FoundKey {
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

/** A key's armor holds at most this much; an RSA key of 16384 bits has 12.5 kB. */
const longestKey = 20_000;
/** Base64 characters that the shortest key has (Ed25519 in PKCS #8), as gitleaks counts them. */
const fewestCharacters = 64;

/**
 * Every private key of the text, from its BEGIN to its END line (or to the end of its last line of
 * base64, where END is cut off). A header without a key behind it, or with `...` for one, is none.
 *
 * Linear: each header looks at no more than its own key.
 */
export function privateKeysIn(text: string): readonly FoundKey[] {
  const found: FoundKey[] = [];
  let end = 0;
  for (const match of text.matchAll(/-----BEGIN ([A-Z0-9 ]{0,40})PRIVATE KEY(?: BLOCK)?-----/g)) {
    const start = match.index;
    if (start < end) continue;
    const bodyAt = start + match[0].length;
    const rest = text.slice(bodyAt, bodyAt + longestKey);
    const endAt = rest.indexOf('-----');
    const body =
      endAt < 0 ? (/^(?:[A-Za-z0-9+/=\s]|\\[nr])*/.exec(rest)?.[0] ?? '').trimEnd() : rest.slice(0, endAt);
    if (!isKeyBody(body)) continue;
    const footer = endAt < 0 ? undefined : /^-----END [A-Z0-9 ]{0,60}-----/.exec(rest.slice(endAt));
    end = bodyAt + (endAt < 0 ? body.length : endAt + (footer?.[0].length ?? 0));
    const type = (match[1] ?? '').trim();
    found.push({ start, end, label: type === '' ? 'private key' : `${type} private key` });
  }
  return found;
}

function isKeyBody(body: string): boolean {
  if (/\.\.\.|…|[<>{}*]|EXAMPLE|REDACTED|snip/i.test(body)) return false;
  const characters = body.replace(/\\[nr]|[^A-Za-z0-9+/]/g, '');
  return characters.length >= fewestCharacters && new Set(characters).size >= 16;
}
