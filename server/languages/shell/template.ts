import type { Hole } from '../language';
import { findTemplateActions } from '../template';

/** A span of the text and what the parser sees in its place; both are equally long. */
export interface Mask {
  readonly start: number;
  readonly filler: string;
}

/** Letters keep a masked span one word, and no reserved word or number is made of them alone. */
export function letters(length: number): string {
  return 'X'.repeat(length);
}

/** The text with all masks laid over it. They do not overlap and come in the order of the text. */
export function applyMasks(text: string, masks: readonly Mask[]): string {
  if (masks.length === 0) return text;
  const out: string[] = [];
  let done = 0;
  for (const { start, filler } of masks) {
    out.push(text.slice(done, start), filler);
    done = start + filler.length;
  }
  out.push(text.slice(done));
  return out.join('');
}

/** Longer spans between `{{` and `}}` are no template that a person wrote into a command. */
const longestTemplate = 4000;

/**
 * Finds `${{ … }}` (GitHub Actions) and `{{ … }}` (Go templates, Jinja), and how to mask each.
 *
 * A template that has its lines for itself (`{{- if .Values.x }}`) decides whether others are there and is
 * no word of a command: it becomes blanks, and a continued command around it stays continued.
 */
export function findTemplates(text: string): {
  readonly holes: readonly Hole[];
  readonly masks: readonly Mask[];
} {
  const holes: Hole[] = [];
  const masks: Mask[] = [];
  for (const { range, kind } of findTemplateActions(text, 'actionsExpression')) {
    const { start, end } = range;
    if (end - start > longestTemplate || isBraceExpansion(text.slice(start, end))) continue;
    holes.push({ range, kind });
    const filler = kind === 'actionsExpression' ? letters(end - start) : fillerOf(text, start, end);
    masks.push({ start, filler });
  }
  return { holes, masks };
}

/** `{{a,b},{c,d}}`, which holds nothing but words, commas and braces. */
function isBraceExpansion(text: string): boolean {
  return text.includes(',') && !/[^\w,{}-]/.test(text);
}

function fillerOf(text: string, start: number, end: number): string {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', end);
  const lineEnd = next < 0 ? text.length : next;
  const isAlone = isBlank(text, lineStart, start) && isBlank(text, end, lineEnd);
  if (!isAlone) return letters(end - start);
  const isContinued = lineStart > 1 && text[lineStart - 2] === '\\';
  // `{{ include "x" . }}` alone on a line stands for whole lines; what they are, nobody knows.
  const blank = ' '.repeat(end - start - 1);
  return blank + (isContinued && end === lineEnd ? '\\' : ' ');
}

function isBlank(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (text[i] !== ' ' && text[i] !== '\t') return false;
  return true;
}

/** Longer spans between angle brackets are text, not a name to fill in. */
const longestPlaceholder = 80;

/**
 * The end of a `<placeholder>` that begins at `start`, or undefined where the `<` is a redirection.
 *
 * A placeholder is what documents write for a value of the reader's own: letters, digits, `-_.:/@` and
 * single blanks between two angle brackets, nothing but a word's end or punctuation behind it. `cmd <in
 * >out` has a blank before its `>`; `cmd <in>out` has a name behind it.
 */
export function placeholderEnd(text: string, start: number): number | undefined {
  const first = text.charCodeAt(start + 1);
  if (!isLetter(first) && !isDigit(first) && text[start + 1] !== '.' && text[start + 1] !== '_')
    return undefined;
  const limit = Math.min(text.length, start + longestPlaceholder);
  let hasLetter = false;
  for (let i = start + 1; i < limit; i++) {
    const c = text[i] as string;
    if (c === '>') {
      if (text[i - 1] === ' ' || (!hasLetter && text.slice(start + 1, i) !== '...')) return undefined;
      // ` 2>`: a descriptor and its redirection.
      if (text[i - 2] === ' ' && isDigit(text.charCodeAt(i - 1))) return undefined;
      return isRedirectTarget(text, i + 1) ? undefined : i + 1;
    }
    const code = text.charCodeAt(i);
    if (isLetter(code)) hasLetter = true;
    else if (c === ' ') {
      if (text[i - 1] === ' ') return undefined;
    } else if (!isDigit(code) && !"-_.:/@',".includes(c) && !isAlternative(text, i) && code < 128)
      return undefined;
  }
  return undefined;
}

/** `<one|other>`: a pipe has blanks around it in practice. */
function isAlternative(text: string, i: number): boolean {
  return text[i] === '|' && isLetter(text.charCodeAt(i - 1)) && isLetter(text.charCodeAt(i + 1));
}

function isRedirectTarget(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return isLetter(code) || isDigit(code) || '>&|('.includes(text[at] ?? ' ') || text.startsWith('/dev/', at);
}

function isLetter(code: number): boolean {
  const lower = code | 32;
  return lower >= 97 && lower <= 122;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
