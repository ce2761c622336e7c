import { wordsOf } from './keyName';

/** Shannon entropy of the text in bits per character; 0 for ''. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let entropy = 0;
  for (const count of counts.values()) {
    const share = count / text.length;
    entropy -= share * Math.log2(share);
  }
  return entropy;
}

/** Longest text that is judged; more is a file, not a word. */
const longest = 512;

/**
 * True when the text reads like a name or words of a language: `my-secret`, `kube-system/default`,
 * `dev1SecretName`, `v1.2`. Random letters do not, whatever their case.
 */
export function looksLikeName(text: string): boolean {
  if (text.length > longest) return false;
  const words = text.split(/[^A-Za-z0-9]+/).filter((piece) => piece !== '');
  return words.length > 0 && words.every(isNamePiece);
}

function isNamePiece(piece: string): boolean {
  if (/^\d{1,4}$/.test(piece)) return true;
  if (/^(?:[a-z]\d{1,3}[a-z]?|[A-Z]\d{1,3})$/.test(piece)) return true;
  const words = wordsOf(piece);
  const letters = words.map((word) => word.replace(/\d{1,2}$/, ''));
  if (letters.some((word) => !/^[a-z]*$/.test(word))) return false;
  const total = letters.reduce((sum, word) => sum + word.length, 0);
  if (words.length > 1 && total / words.length < 3) return false;
  return letters.every((word) => !/[bcdfghjklmnpqrstvwxz]{6}/.test(word));
}

/**
 * True when the text looks made by a generator: letters and digits mixed within its pieces, or letters
 * without sense, eight or more of them.
 */
export function looksGenerated(text: string): boolean {
  if (text.length < 8 || text.length > longest || /\s/.test(text)) return false;
  return !looksLikeName(text) && /[A-Za-z]/.test(text) && entropyOf(text) >= 2.5;
}

/**
 * True when a made-up filler takes most of the text: one character over and over, a counted or
 * alphabetical run, a short piece repeated.
 */
export function looksFilled(text: string): boolean {
  if (text.length < 8) return false;
  let runs = 0;
  for (let i = 1; i < text.length; i++) {
    const step = text.charCodeAt(i) - text.charCodeAt(i - 1);
    // 9 to 0 continues a count, F to 0 a hexadecimal one.
    const wraps = /^(?:90|[fF]0|[zZ][aA0]|9[aA])$/.test(text.slice(i - 1, i + 1));
    if (step === 0 || step === 1 || step === -1 || wraps) runs++;
  }
  if (runs >= text.length * 0.6) return true;
  for (let period = 2; period <= 8 && period * 3 <= text.length; period++) {
    if (text.slice(period) === text.slice(0, text.length - period)) return true;
  }
  return false;
}
