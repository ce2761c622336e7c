/** What a fence's info string says. */
export interface FenceInfo {
  /** The language's word in lower case, without braces and dots; '' when there is none. */
  readonly language: string;
  /** From `title=`, `file=`, `filename=`, `name=`, or a word that is a path; '' when there is none. */
  readonly fileName: string;
  /** All words behind the language, in lower case. */
  readonly words: readonly string[];
}

const fileKeys = new Set(['title', 'file', 'filename', 'name', 'path']);

/**
 * Reads an info string as people write it: `yaml`, `yaml title="values.yaml"`, `{.bash .numberLines}`,
 * `yaml{1,3}`, `bash,ignore`, `yaml:values.yaml`.
 *
 * CommonMark 0.31.2 §4.5 leaves all but the first word open.
 */
export function readFenceInfo(info: string): FenceInfo {
  const tokens = splitInfo(info);
  let language = '';
  let fileName = '';
  const words: string[] = [];
  tokens.forEach(({ key, value }, index) => {
    if (value !== undefined) {
      if (fileKeys.has(key.toLowerCase())) fileName = value;
      return;
    }
    const word = key.replace(/^\./, '');
    if (index === 0 || (language === '' && key.startsWith('.'))) {
      const colon = word.indexOf(':');
      language = (colon < 0 ? word : word.slice(0, colon)).toLowerCase();
      if (colon >= 0) fileName = word.slice(colon + 1);
    } else words.push(word.toLowerCase());
  });
  return { language, fileName, words };
}

interface InfoToken {
  readonly key: string;
  readonly value: string | undefined;
}

/** Words and `key=value` pairs, separated by blanks, commas and braces; quotes keep a value together. */
function splitInfo(info: string): readonly InfoToken[] {
  const tokens: InfoToken[] = [];
  let i = 0;
  const isBreak = (c: string): boolean => c === ' ' || c === '\t' || c === ',' || c === '{' || c === '}';
  while (i < info.length) {
    if (isBreak(info[i] as string)) {
      i++;
      continue;
    }
    const start = i;
    while (i < info.length && info[i] !== '=' && !isBreak(info[i] as string)) i++;
    const key = info.slice(start, i);
    if (info[i] !== '=') {
      tokens.push({ key, value: undefined });
      continue;
    }
    i++;
    const quote = info[i] === '"' || info[i] === "'" ? (info[i] as string) : '';
    const from = quote === '' ? i : i + 1;
    i = from;
    while (i < info.length && (quote === '' ? !isBreak(info[i] as string) : info[i] !== quote)) i++;
    tokens.push({ key, value: info.slice(from, i) });
    if (quote !== '') i++;
  }
  return tokens;
}
