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

const longestAction = 500;

/**
 * The literal that an action of a chart's template falls back to: `x` of `{{ .Values.a | default "x" }}` and of
 * `{{ default "x" .Values.a }}` (Helm, "Template Functions and Pipelines": default). An empty one is none, and so
 * is a default that another function makes. Cost: linear.
 */
export function templateDefaultIn(text: string): Fallback | undefined {
  if (!text.includes('{{')) return undefined;
  for (const match of text.matchAll(/\bdefault[ \t]+(?:"([^"\\\n{}]*)"|`([^`\n{}]*)`)/g)) {
    const value = match[1] ?? match[2] ?? '';
    // The action must be open where the word stands; none is longer than this.
    const before = text.slice(Math.max(0, match.index - longestAction), match.index);
    if (value === '' || before.lastIndexOf('{{') <= before.lastIndexOf('}}')) continue;
    return { value, start: match.index + match[0].length - value.length - 1 };
  }
  return undefined;
}
