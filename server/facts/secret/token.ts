import data from '../../data/tokens.json';
import type { SecretKind } from '../fact';
import { wordsOf } from './keyName';
import { entropyOf, looksFilled } from './randomness';

/** A credential whose shape its provider made recognizable. */
export interface FoundToken {
  readonly start: number;
  readonly end: number;
  /** "GitHub token" */
  readonly label: string;
  /** A key of a test environment that can do no harm. */
  readonly isHarmless: boolean;
  readonly isPrivateKey: boolean;
  /** Any issuer's: what it opens, and until when, does not show. */
  readonly isGeneric: boolean;
}

/** What a token is to the rules; one of any issuer is a literal like others. */
export function kindOfToken({ isPrivateKey, isGeneric }: FoundToken): SecretKind {
  return isPrivateKey ? 'privateKey' : isGeneric ? 'literal' : 'providerToken';
}

interface Part {
  readonly of: string;
  readonly min: number;
  readonly max: number;
}

interface Shape {
  readonly label: string;
  readonly prefixes: readonly string[];
  readonly parts: readonly (string | Part)[];
  readonly entropy: number;
  readonly isHarmless?: boolean;
  readonly isPrivateKey?: boolean;
  readonly isGeneric?: boolean;
}

const shapes = data.shapes as readonly Shape[];

const classes: Readonly<Record<string, RegExp>> = {
  alnum: /[A-Za-z0-9]/,
  base32: /[A-Z2-7]/,
  base64: /[A-Za-z0-9+/]/,
  base64path: /[A-Za-z0-9+/]/,
  base64url: /[A-Za-z0-9_-]/,
  digit: /[0-9]/,
  hex: /[0-9a-fA-F]/,
  hexdash: /[0-9a-fA-F-]/,
  letter: /[A-Za-z]/,
  upper: /[A-Z0-9]/,
  word: /\w/,
};

const byPrefix = new Map(shapes.flatMap((shape) => shape.prefixes.map((prefix) => [prefix, shape] as const)));
const anyPrefix = new RegExp(
  [...byPrefix.keys()]
    .sort((a, b) => b.length - a.length)
    .map((prefix) => prefix.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join('|'),
  'g',
);

/**
 * Every token in the text that has a provider's shape and looks real, in order, without overlap.
 *
 * Not among them: values that end in EXAMPLE, fillers (`xxxx…`, `1234567890…`), bodies that say what they
 * are (`YourTokenGoesHere`), tokens that their makers print in manuals. One pass; a candidate that fails
 * is passed over by its prefix alone, and each shape bounds how far it reads.
 */
export function tokensIn(text: string): readonly FoundToken[] {
  const found: FoundToken[] = [];
  let end = 0;
  for (const match of text.matchAll(anyPrefix)) {
    const start = match.index;
    const shape = byPrefix.get(match[0]);
    if (shape === undefined || start < end || !isFree(text, start, match[0])) continue;
    const last = readParts(text, start + match[0].length, shape.parts);
    if (last === undefined) continue;
    const padded = last + (/^={0,2}/.exec(text.slice(last, last + 2))?.[0].length ?? 0);
    const token = text.slice(start, last);
    if (!isReal(token, token.slice(match[0].length), shape)) continue;
    end = padded;
    const { label, isHarmless = false, isPrivateKey = false, isGeneric = false } = shape;
    found.push({ start, end, label, isHarmless, isPrivateKey, isGeneric });
  }
  return found;
}

/**
 * Nothing in front that a token could go on from, unless the prefix itself is no word. This also keeps
 * `eyJ-eyJ-…` linear: what a failed candidate has read is no candidate again.
 */
function isFree(text: string, start: number, prefix: string): boolean {
  return !/^\w/.test(prefix) || start === 0 || !/[\w+-]/.test(text.charAt(start - 1));
}

/** Offset behind all parts, each read as far as it goes; undefined when one is too short or too long. */
function readParts(text: string, from: number, parts: readonly (string | Part)[]): number | undefined {
  let i = from;
  for (const [index, part] of parts.entries()) {
    if (typeof part === 'string') {
      if (!text.startsWith(part, i)) return undefined;
      i += part.length;
      continue;
    }
    const pattern = classes[part.of] as RegExp;
    const start = i;
    while (i < text.length && i - start <= part.max && pattern.test(text.charAt(i))) i++;
    if (i - start < part.min || i - start > part.max) return undefined;
    // A token ends where its characters end; a longer word is something else.
    if (index === parts.length - 1 && /\w/.test(text.charAt(i))) return undefined;
  }
  return i;
}

const fillerWords = new Set([
  'changeme',
  'dummy',
  'example',
  'fake',
  'goes',
  'here',
  'insert',
  'placeholder',
  'redacted',
  'replace',
  'sample',
  'your',
]);

function isReal(token: string, body: string, shape: Shape): boolean {
  if (/EXAMPLE(?:KEY)?$/i.test(token)) return false;
  if (data.documented.starts.some((start) => token.startsWith(start))) return false;
  if (entropyOf(body) < shape.entropy || looksFilled(body)) return false;
  return !wordsOf(body).some((word) => fillerWords.has(word)) && !/(?:x{6}|X{6}|0{8})/.test(body);
}
