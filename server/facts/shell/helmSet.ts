import type { Word } from '../command';
import { partOfWord } from '../../languages/shell/words';

/** One `key=value` of a `--set`, its parts as words with their places. */
export interface SetEntry {
  /** The key taken apart at its dots; a list's index as `[0]`. */
  readonly path: readonly string[];
  readonly key: Word;
  readonly value: Word;
  /** The value as Helm takes it, its escaped commas and dots unescaped. */
  readonly text: string;
}

/**
 * Takes `a.b=1,c\.d[0]=x` apart as Helm does (helm.sh/docs/intro/using_helm, "The Format and Limitations of
 * --set"; pkg/strvals): commas separate unless escaped or inside `{…}`, dots separate keys unless escaped.
 *
 * `single`: the flag takes one entry, and commas are part of its value (`--set-json`, `--from-literal`). Parts
 * without `=` are left out. Cost: linear.
 */
export function readSetEntries(word: Word, regionText: string, single: boolean): readonly SetEntry[] {
  const { value } = word;
  const entries: SetEntry[] = [];
  for (let start = 0; start < value.length;) {
    const equals = keyEnd(value, start);
    if (value[equals] !== '=') {
      if (single || equals >= value.length) break;
      start = equals + 1;
      continue;
    }
    const end = single ? value.length : valueEnd(value, equals + 1);
    entries.push({
      path: splitKey(value.slice(start, equals)),
      key: partOfWord(word, start, equals, regionText),
      value: partOfWord(word, equals + 1, end, regionText),
      text: single ? value.slice(equals + 1) : unescape(value.slice(equals + 1, end)),
    });
    start = end + 1;
  }
  return entries;
}

/** The `=` behind the key, or the comma or end before one comes. */
function keyEnd(value: string, start: number): number {
  let i = start;
  for (; i < value.length && value[i] !== '=' && value[i] !== ','; i++) if (value[i] === '\\') i++;
  return Math.min(i, value.length);
}

function valueEnd(value: string, start: number): number {
  let depth = 0;
  let i = start;
  for (; i < value.length; i++) {
    const c = value[i];
    if (c === '\\') i++;
    else if (c === '{') depth++;
    else if (c === '}') depth--;
    else if (c === ',' && depth <= 0) return i;
  }
  return value.length;
}

function splitKey(key: string): readonly string[] {
  const path: string[] = [];
  let part = '';
  const flush = (): void => {
    if (part !== '') path.push(part);
    part = '';
  };
  for (let i = 0; i < key.length; i++) {
    const c = key[i] as string;
    if (c === '\\') part += key[++i] ?? '';
    else if (c === '.') flush();
    else if (c === '[') {
      flush();
      part = c;
    } else part += c;
  }
  flush();
  return path;
}

function unescape(text: string): string {
  return text.replace(/\\(.)/gs, '$1');
}
