import type { Range } from '../text/range';

/**
 * A template action: `{{ … }}` of Go templates (text/template, "Actions"), `${{ … }}` of GitHub Actions, or an
 * expansion of a shell.
 */
export interface TemplateAction {
  /** With the braces, and with the `$` of an Actions expression. */
  readonly range: Range;
  readonly kind: 'goTemplate' | 'actionsExpression' | 'expansion';
  /** The first word of a Go action (`if`, `toYaml`, `$x`, `.Values.a`), or `/*` for a comment. */
  readonly word: string;
}

/**
 * The template actions of a text, in order, without overlap.
 *
 * Strings and comments inside an action may hold braces. An action that is not closed, or that is
 * interrupted by another `{{`, is none. `dollar` says what `${{` is: an Actions expression, or a dollar
 * sign before a Go action. Cost: linear; no action is scanned twice but for one failed attempt.
 */
export function findTemplateActions(text: string, dollar: TemplateAction['kind']): TemplateAction[] {
  const actions: TemplateAction[] = [];
  const lastCommentEnd = text.lastIndexOf('*/');
  let from = text.indexOf('{{');
  while (from >= 0) {
    const isExpression = dollar === 'actionsExpression' && text[from - 1] === '$';
    const end = endOfAction(text, from + 2, isExpression, lastCommentEnd);
    if (end.isClosed) {
      actions.push({
        range: { start: isExpression ? from - 1 : from, end: end.at },
        kind: isExpression ? 'actionsExpression' : 'goTemplate',
        word: firstWord(text, from + 2, end.at),
      });
    }
    from = text.indexOf('{{', Math.max(end.at, from + 1));
  }
  return actions;
}

/** Where the action whose inside begins at `start` ends; for one that is not closed, where to look on. */
function endOfAction(
  text: string,
  start: number,
  isExpression: boolean,
  lastCommentEnd: number,
): { readonly at: number; readonly isClosed: boolean } {
  let i = start;
  while (text[i] === '-' || text[i] === ' ' || text[i] === '\t' || text[i] === '\n') i++;
  if (text.startsWith('/*', i) && lastCommentEnd >= i + 2) {
    const close = text.indexOf('*/', i + 2) + 2;
    let end = close;
    while (text[end] === ' ' || text[end] === '\t' || text[end] === '\n' || text[end] === '-') end++;
    return text.startsWith('}}', end) ? { at: end + 2, isClosed: true } : { at: close, isClosed: false };
  }
  for (; i < text.length; i++) {
    const c = text[i];
    if (c === '}' && text[i + 1] === '}') return { at: i + 2, isClosed: true };
    if (c === '{' && text[i + 1] === '{') return { at: i, isClosed: false };
    if (c === '"' || c === "'") i = endOfString(text, i, c, isExpression);
    else if (c === '`') {
      const close = text.indexOf('`', i + 1);
      // Without a partner it is a character like any other, and there is no later one to look for.
      if (close >= 0) i = close;
    }
  }
  return { at: text.length, isClosed: false };
}

/** Longer strings than this are read as plain characters, so that quotes without a partner stay cheap. */
const maxString = 1000;

/** The closing quote on the same line and inside the action, or the opening one where there is none. */
function endOfString(text: string, open: number, quote: string, isExpression: boolean): number {
  const limit = Math.min(text.length, open + maxString);
  for (let i = open + 1; i < limit && text[i] !== '\n'; i++) {
    if (text[i] === '\\' && quote === '"') i++;
    else if (text[i] === quote) return i;
    // An apostrophe in a plain word (`{{ don't }} it's`) must not reach over the action's end.
    else if (!isExpression && quote === "'" && text[i] === '}' && text[i + 1] === '}') return open;
  }
  return open;
}

function firstWord(text: string, start: number, end: number): string {
  let i = start;
  while (i < end && (text[i] === '-' || text[i] === ' ' || text[i] === '\t' || text[i] === '\n')) i++;
  if (text.startsWith('/*', i)) return '/*';
  let j = i;
  while (j < end && !' \t\n}()|"`='.includes(text[j] as string)) j++;
  return text.slice(i, j);
}

/** Same characters as breaks, the rest `filler`: offsets and lines stay as they are. */
function fill(text: string, filler: string): string {
  return text.replace(/[^\n]/g, filler);
}

/** A private-use character that the text does not hold: stands for what a template puts in. */
export function fillerFor(text: string): string {
  for (let code = 0xe100; code < 0xf8ff; code++) {
    const character = String.fromCharCode(code);
    if (!text.includes(character)) return character;
  }
  return '\uE100';
}

/** A text whose templates were replaced by filler of the same length. */
export interface MaskedText {
  readonly text: string;
  /** Actions that stand for a value or a part of one: filler characters. */
  readonly values: readonly TemplateAction[];
  /** Actions that stand for keys, items, whole blocks or nothing: blanks. */
  readonly blanks: readonly TemplateAction[];
  /** From an action that opens a branch or a loop to the end of the one that closes it. */
  readonly branches: readonly Range[];
  /** `else` branches, which the mask hides: both branches at once are not one document. */
  readonly hidden: readonly Range[];
}

const openers = new Set(['if', 'range', 'with', 'define', 'block']);
const controls = new Set([
  'if',
  'else',
  'end',
  'range',
  'with',
  'define',
  'block',
  'template',
  'break',
  'continue',
  '/*',
]);

/**
 * Masks Go templates so that a YAML parser sees the document that the first branches make.
 *
 * A line with nothing but actions becomes blank; so do control actions, assignments, actions of several
 * lines and those that insert a block (`toYaml`, `nindent`, …). Every other action becomes `filler`. Of
 * `if`/`else` the first branch is kept. Same length, same lines. Cost: linear.
 */
export function maskGoTemplates(text: string, filler: string): MaskedText {
  const actions = findTemplateActions(text, 'goTemplate');
  const { branches, hidden } = branchesOf(text, actions);
  const values: TemplateAction[] = [];
  const blanks: TemplateAction[] = [];
  for (let first = 0; first < actions.length;) {
    const line = lineGroup(text, actions, first);
    for (let i = first; i < line.next; i++) {
      const action = actions[i] as TemplateAction;
      (line.isAlone || isStructural(text, action) ? blanks : values).push(action);
    }
    first = line.next;
  }
  const pieces: { readonly range: Range; readonly filler: string }[] = [
    ...values.map(({ range }) => ({ range, filler })),
    ...blanks.map(({ range }) => ({ range, filler: ' ' })),
    ...hidden.map((range) => ({ range, filler: ' ' })),
  ];
  return { text: maskRanges(text, pieces), values, blanks, branches, hidden };
}

/** Masks `${{ … }}` (and any other `{{ … }}`) with `filler`, wherever it stands. */
export function maskExpressions(text: string, filler: string): MaskedText {
  const values = findTemplateActions(text, 'actionsExpression');
  const pieces = values.map(({ range }) => ({ range, filler }));
  return { text: maskRanges(text, pieces), values, blanks: [], branches: [], hidden: [] };
}

/** The text with each range replaced by its filler; where ranges overlap, the outer one wins. */
export function maskRanges(
  text: string,
  pieces: readonly { readonly range: Range; readonly filler: string }[],
): string {
  if (pieces.length === 0) return text;
  const sorted = [...pieces].sort((a, b) => a.range.start - b.range.start || b.range.end - a.range.end);
  const out: string[] = [];
  let done = 0;
  for (const { range, filler } of sorted) {
    if (range.start < done) {
      if (range.end <= done) continue;
      out.push(fill(text.slice(done, range.end), filler));
    } else out.push(text.slice(done, range.start), fill(text.slice(range.start, range.end), filler));
    done = range.end;
  }
  out.push(text.slice(done));
  return out.join('');
}

/** The actions from `first` on whose lines touch, and whether their lines hold nothing else. */
function lineGroup(
  text: string,
  actions: readonly TemplateAction[],
  first: number,
): { readonly next: number; readonly isAlone: boolean } {
  let next = first;
  let at = text.lastIndexOf('\n', (actions[first] as TemplateAction).range.start - 1) + 1;
  const line = { isAlone: true, isComment: false, isBegun: false };
  const look = (end: number): void => {
    for (; at < end; at++) {
      const c = text[at];
      if (c === ' ' || c === '\t') continue;
      if (c === '#' && !line.isBegun) line.isComment = true;
      line.isBegun = true;
      line.isAlone = false;
    }
  };
  for (;;) {
    const { range } = actions[next++] as TemplateAction;
    look(range.start);
    line.isBegun = true;
    at = range.end;
    const lineEnd = text.indexOf('\n', range.end);
    const end = lineEnd < 0 ? text.length : lineEnd;
    const following = actions[next];
    if (following === undefined || following.range.start >= end) {
      look(end);
      return { next, isAlone: line.isAlone || line.isComment };
    }
  }
}

const blockWord = /\b(?:nindent|indent|toYaml|toYamlPretty|fromYaml|toRawJson)\b/;

function isStructural(text: string, action: TemplateAction): boolean {
  if (controls.has(action.word)) return true;
  const inside = text.slice(action.range.start, action.range.end);
  if (inside.includes('\n') || blockWord.test(inside)) return true;
  return action.word.startsWith('$') && /^\{\{-?\s*\$\w*\s*:?=/.test(inside);
}

/** Pairs openers with their `end`; what is left open reaches to the text's end, a stray `end` is nothing. */
function branchesOf(
  text: string,
  actions: readonly TemplateAction[],
): { readonly branches: readonly Range[]; readonly hidden: readonly Range[] } {
  const open: { readonly start: number; elseAt: number; readonly isBranch: boolean }[] = [];
  const branches: Range[] = [];
  const hidden: Range[] = [];
  for (const { word, range } of actions) {
    if (openers.has(word)) {
      open.push({ start: range.start, elseAt: -1, isBranch: word !== 'define' && word !== 'block' });
    } else if (word === 'else') {
      const top = open[open.length - 1];
      if (top !== undefined && top.elseAt < 0) top.elseAt = range.end;
    } else if (word === 'end') {
      const top = open.pop();
      if (top === undefined) continue;
      if (top.isBranch) branches.push({ start: top.start, end: range.end });
      if (top.elseAt >= 0) hidden.push({ start: top.elseAt, end: range.start });
    }
  }
  for (const left of open) if (left.isBranch) branches.push({ start: left.start, end: text.length });
  return { branches, hidden };
}
