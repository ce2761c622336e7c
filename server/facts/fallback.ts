/** The literal of a parameter expansion: `${X:-literal}` or `${X:=literal}` (POSIX.1-2024, XCU 2.6.2). */
export interface Fallback {
  readonly value: string;
  /** Offset of the literal's first character in the text. */
  readonly start: number;
}

/**
 * The first literal that a text falls back to, where one is written out. A default that is an expansion
 * itself is none. Cost: linear.
 */
export function fallbackIn(text: string): Fallback | undefined {
  for (let open = text.indexOf('${'); open >= 0; open = text.indexOf('${', open + 2)) {
    let at = open + 2;
    while (at < text.length && /\w/.test(text[at] as string)) at++;
    if (at === open + 2) continue;
    if (text[at] === ':') at++;
    if (text[at] !== '-' && text[at] !== '=') continue;
    const start = at + 1;
    const end = text.indexOf('}', start);
    if (end < 0) return undefined;
    const value = text.slice(start, end);
    if (value !== '' && !value.includes('$') && !value.includes('`')) return { value, start };
  }
  return undefined;
}
