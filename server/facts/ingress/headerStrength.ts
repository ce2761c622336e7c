/** The seconds of `max-age` in a Strict-Transport-Security header (RFC 6797 §6.1.1); undefined where there are none. */
export function maxAgeOf(
  value: string,
): { readonly seconds: number; readonly start: number; readonly end: number } | undefined {
  const match = /\bmax-age\s*=\s*"?(\d+)/i.exec(value);
  if (match === null) return undefined;
  const end = match.index + match[0].length;
  return { seconds: Number(match[1]), start: end - (match[1] ?? '').length, end };
}

/** Half a year: what auditors and browsers' preload lists of old asked for at least. */
export const shortestMaxAge = 15768000;

/** A source of a policy that lets scripts of others run, and where it stands in the value. */
export interface UnsafeSource {
  readonly source: string;
  readonly directive: string;
  readonly start: number;
  readonly end: number;
  /** The sources of the directive, this one included. */
  readonly count: number;
}

/**
 * Sources in `default-src` and `script-src` of a Content-Security-Policy that defeat it (CSP Level 3 §6.7):
 * `'unsafe-inline'`, `'unsafe-eval'`, `*`. Beside a nonce, a hash or `'strict-dynamic'`, browsers ignore
 * `'unsafe-inline'`. `default-src` does not count for scripts where `script-src` stands too.
 */
export function unsafeSources(policy: string): readonly UnsafeSource[] {
  const found: UnsafeSource[] = [];
  const directives: {
    readonly name: string;
    readonly words: readonly { readonly text: string; readonly at: number }[];
  }[] = [];
  let at = 0;
  for (const part of policy.split(';')) {
    const words = [...part.matchAll(/\S+/g)].map((match) => ({ text: match[0], at: at + match.index }));
    const [first, ...sources] = words;
    if (first !== undefined) directives.push({ name: first.text.toLowerCase(), words: sources });
    at += part.length + 1;
  }
  const hasScripts = directives.some(({ name }) => name === 'script-src');
  for (const { name, words } of directives) {
    if (!/^(?:script-src(?:-elem)?|default-src)$/.test(name) || (name === 'default-src' && hasScripts))
      continue;
    const isNonced = words.some(({ text }) => /^'(?:nonce-|sha(?:256|384|512)-|strict-dynamic')/i.test(text));
    for (const { text, at: start } of words) {
      const isUnsafe = /^'unsafe-eval'$/i.test(text) || (!isNonced && /^(?:'unsafe-inline'|\*)$/i.test(text));
      if (isUnsafe) {
        found.push({ source: text, directive: name, start, end: start + text.length, count: words.length });
      }
    }
  }
  return found;
}
