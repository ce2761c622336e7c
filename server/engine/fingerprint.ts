import { concealRanges, type Secrets } from './conceal';
import { lineEndAt, lineStartAt } from '../text/lines';
import type { Range } from '../text/range';

/**
 * Identity of a finding that survives moved lines: rule, file, layer and the text of its line without
 * blanks and secrets. Equal ones are told apart by `count`, the number of equals before it.
 */
export function fingerprintOf(parts: {
  readonly ruleId: string;
  readonly fileName: string;
  readonly language: string;
  readonly text: string;
  readonly range: Range;
  readonly secrets: Secrets;
  /** Replaces what repeats a secret. */
  readonly conceal: (text: string) => string;
}): string {
  const { text, range } = parts;
  const line = { start: lineStartAt(text, range.start), end: lineEndAt(text, range.start) };
  const words = parts
    .conceal(concealRanges(text, line, parts.secrets))
    .split(/\s+/)
    .join(' ')
    .trim();
  return hash([parts.ruleId, parts.fileName, parts.language, words].join('\0'));
}

/**
 * 64 bits of two FNV-1a hashes over UTF-16 units (draft-eastlake-fnv, 32 bit parameters, two offset
 * bases). Not a cryptographic hash: nothing secret goes in.
 */
function hash(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x050c5d1f;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    a = Math.imul(a ^ c, 0x01000193);
    b = Math.imul(b ^ (c + 0x9e37), 0x01000193);
  }
  const hex = (n: number): string => (n >>> 0).toString(16).padStart(8, '0');
  return hex(a) + hex(b);
}
