import type { Range } from '../../text/range';
import { placeholderEnd } from './template';

/** Deeper nesting than this nobody writes; it keeps hostile text from exhausting the parser's stack. */
export const maxNesting = 200;

/** What a linear scan learns about a script before the parser runs. */
export interface Scan {
  /** From the `#` to the line's end. */
  readonly comments: readonly Range[];
  /** `<your-cluster>`. */
  readonly placeholders: readonly Range[];
  /** Openers of nesting beyond `maxNesting`, each with the rest of its line. */
  readonly tooDeep: readonly Range[];
  /** `\` with blanks behind it at a line's end: meant to continue the line. */
  readonly brokenContinuations: readonly Range[];
  /** Closing lines of heredocs that are indented, so that the shell would not see them. */
  readonly indentedEnds: readonly Range[];
  /** Heredocs without any closing line: the place of their operator. */
  readonly openHeredocs: readonly number[];
  /** Quotes and substitutions that the text's end leaves open, outermost first. */
  readonly unclosed: readonly Opener[];
  /** Quoted strings that span lines, in order of their ends. */
  readonly longQuotes: readonly Range[];
  /** Starts of lines outside of quotes, words and heredocs: where reading may start afresh. */
  readonly freshLines: readonly number[];
}

export interface Opener {
  readonly start: number;
  readonly what: 'single quote' | 'double quote' | 'backtick' | 'substitution' | 'expansion' | 'parenthesis';
}

type Kind = 'double' | 'backtick' | 'brace' | 'arithmetic' | 'paren' | 'group' | 'keyword' | 'case';

interface Frame {
  kind: Kind;
  readonly start: number;
  /** `$(`, `<(` and `name=(` leave the word that they stand in open; `(` alone is a subshell. */
  readonly inWord: boolean;
  /** A `${` inside double quotes: single quotes mean nothing there. */
  readonly inDouble: boolean;
  /** Parentheses open inside an arithmetic frame. */
  parens: number;
}

interface PendingHeredoc {
  readonly at: number;
  readonly delimiter: string;
  readonly stripsTabs: boolean;
}

/** Reserved words that open something, and what closes it (Bash manual 5.3, 3.2.5). */
const openers: { readonly [word: string]: Kind | undefined } = {
  if: 'keyword',
  while: 'keyword',
  until: 'keyword',
  for: 'keyword',
  select: 'keyword',
  case: 'case',
};
const commandFollows = new Set(['if', 'while', 'until', 'then', 'else', 'elif', 'do', 'time', 'coproc']);
const closers: { readonly [word: string]: Kind | undefined } = {
  fi: 'keyword',
  done: 'keyword',
  esac: 'case',
};

/**
 * Reads a script once, from left to right, far enough to know quotes, comments, heredocs and nesting.
 *
 * Takes any string. Offsets are those of the text. Cost: linear.
 */
export function scanShell(text: string): Scan {
  return new Scanner(text).run();
}

class Scanner {
  private readonly comments: Range[] = [];
  private readonly placeholders: Range[] = [];
  private readonly tooDeep: Range[] = [];
  private readonly brokenContinuations: Range[] = [];
  private readonly indentedEnds: Range[] = [];
  private readonly openHeredocs: number[] = [];
  private readonly longQuotes: Range[] = [];
  private readonly freshLines: number[] = [0];
  private readonly stack: Frame[] = [];
  private unclosedQuote: Opener | undefined;
  private pending: PendingHeredoc[] = [];
  private pos = 0;
  private isCommandStart = true;
  private isWordStart = true;
  /** Backtick frames on the stack: an unescaped backtick closes one, it never opens a second. */
  private backticks = 0;
  private openWords = 0;
  /** Characters read beyond closing lines that were only indented; bounded, or many heredocs cost a square. */
  private searched = 0;
  /** `f() g() h() …` and `coproc coproc …` nest without any bracket. */
  private chain = 0;

  constructor(private readonly text: string) {}

  run(): Scan {
    while (this.pos < this.text.length) {
      const frame = this.stack[this.stack.length - 1];
      if (frame?.kind === 'double') this.stepDouble();
      else if (frame?.kind === 'brace') this.stepBrace(frame);
      else if (frame?.kind === 'arithmetic') this.stepArithmetic(frame);
      else this.stepScript();
    }
    for (const heredoc of this.pending) this.openHeredocs.push(heredoc.at);
    const { comments, placeholders, tooDeep, brokenContinuations, indentedEnds } = this;
    const { openHeredocs, longQuotes, freshLines } = this;
    const found = { comments, placeholders, tooDeep, brokenContinuations, indentedEnds };
    return { ...found, openHeredocs, longQuotes, freshLines, unclosed: this.unclosed() };
  }

  private unclosed(): Opener[] {
    const out: Opener[] = [];
    for (const { kind, start, inWord } of this.stack) {
      if (kind === 'double') out.push({ start, what: 'double quote' });
      else if (kind === 'backtick') out.push({ start, what: 'backtick' });
      else if (kind === 'brace') out.push({ start, what: 'expansion' });
      else if (kind === 'arithmetic') out.push({ start, what: 'substitution' });
      else if (kind === 'paren' && inWord) {
        out.push({ start, what: this.text[start] === '(' ? 'parenthesis' : 'substitution' });
      }
    }
    if (this.unclosedQuote !== undefined) out.push(this.unclosedQuote);
    return out;
  }

  private stepScript(): void {
    const { text, pos } = this;
    const c = text[pos];
    switch (c) {
      case '\\': {
        this.backslash();
        return;
      }
      case '\n': {
        this.lineBreak();
        return;
      }
      case ' ':
      case '\t':
        this.pos++;
        this.isWordStart = true;
        return;
      case '#':
        if (this.isWordStart) {
          this.comment();
          return;
        }
        {
          this.wordCharacter(1);
          return;
        }
      case "'": {
        this.singleQuote(pos, 1);
        return;
      }
      case '"':
        this.push('double', pos, 1);
        return;
      case '`': {
        this.backtick();
        return;
      }
      case '$': {
        this.dollar(false);
        return;
      }
      case '<': {
        this.less();
        return;
      }
      case '>':
        if (text[pos + 1] === '(') {
          this.push('paren', pos, 2, true);
          return;
        }
        this.pos++;
        this.isWordStart = true;
        return;
      case '(': {
        this.openParen();
        return;
      }
      case ')': {
        this.closeParen();
        return;
      }
      case ';':
      case '&':
      case '|':
        this.pos++;
        this.chain = 0;
        this.isCommandStart = this.isWordStart = true;
        return;
      case '{':
        if ((this.isCommandStart || this.chain > 0) && this.isWordStart && this.endsWord(pos + 1)) {
          this.chain = 0;
          this.push('group', pos, 1);
          this.isCommandStart = true;
          return;
        }
        {
          this.wordCharacter(1);
          return;
        }
      case '}':
        if (this.isCommandStart && this.isWordStart) this.close('group');
        {
          this.wordCharacter(1);
          return;
        }
      case '!':
        if (this.isCommandStart && this.endsWord(pos + 1)) {
          this.pos++;
          return;
        }
        {
          this.wordCharacter(1);
          return;
        }
      default: {
        this.word();
        return;
      }
    }
  }

  private wordCharacter(length: number): void {
    this.pos += length;
    this.isWordStart = false;
    this.isCommandStart = false;
  }

  /** True where a blank, an operator or the text's end follows. */
  private endsWord(at: number): boolean {
    const c = this.text[at];
    return c === undefined || ' \t\n;&|()<>'.includes(c);
  }

  private word(): void {
    const { text, pos } = this;
    let end = pos + 1;
    while (end < text.length && isPlain(text.charCodeAt(end))) end++;
    // The longest reserved word has six letters.
    if (this.isCommandStart && this.isWordStart && end - pos <= 8 && this.endsWord(end)) {
      const word = text.slice(pos, end);
      const opened = Object.hasOwn(openers, word) ? openers[word] : undefined;
      const closed = Object.hasOwn(closers, word) ? closers[word] : undefined;
      if (word === 'coproc' || word === 'function') this.chain++;
      if (this.chain > maxNesting) {
        this.cut(pos);
        return;
      }
      if (opened !== undefined) {
        this.push(opened, pos, end - pos);
      } else {
        if (closed !== undefined) this.close(closed);
        this.wordCharacter(end - pos);
      }
      this.isCommandStart = commandFollows.has(word);
      this.isWordStart = false;
      return;
    }
    this.wordCharacter(end - pos);
  }

  private backslash(): void {
    const { text, pos } = this;
    if (text[pos + 1] === '\n') {
      this.pos += 2;
      return;
    }
    if (this.isWordStart && (text[pos + 1] === ' ' || text[pos + 1] === '\t')) {
      let end = pos + 1;
      while (text[end] === ' ' || text[end] === '\t') end++;
      if (text[end] === '\n') {
        this.brokenContinuations.push({ start: pos, end });
        this.pos = end + 1;
        return;
      }
    }
    this.wordCharacter(2);
  }

  private lineBreak(): void {
    this.pos++;
    this.isCommandStart = this.isWordStart = true;
    if (this.pending.length > 0) this.heredocBodies();
    if (this.openWords === 0) this.freshLines.push(this.pos);
  }

  private comment(): void {
    const { text, pos } = this;
    const lineEnd = text.indexOf('\n', pos);
    let end = lineEnd < 0 ? text.length : lineEnd;
    if (this.backticks > 0) {
      const close = text.slice(pos, end).indexOf('`');
      if (close >= 0) end = pos + close;
    }
    this.comments.push({ start: pos, end });
    this.pos = end;
  }

  private singleQuote(start: number, length: number): void {
    const { text } = this;
    const isAnsi = length === 2;
    let end = start + length;
    while (end < text.length && text[end] !== "'") {
      if (isAnsi && text[end] === '\\') end++;
      else if (text[end] === '<') this.placeholderInQuote(end);
      end++;
    }
    this.isCommandStart = this.isWordStart = false;
    if (end >= text.length) {
      this.unclosedQuote = { start, what: 'single quote' };
      this.pos = text.length;
      return;
    }
    this.noteLongQuote(start, end + 1);
    this.pos = end + 1;
  }

  private noteLongQuote(start: number, end: number): void {
    const lineEnd = this.text.indexOf('\n', start);
    if (lineEnd >= 0 && lineEnd < end) this.longQuotes.push({ start, end });
  }

  private placeholderInQuote(at: number): void {
    const end = placeholderEnd(this.text, at);
    if (end !== undefined) this.placeholders.push({ start: at, end });
  }

  private stepDouble(): void {
    const { text, pos } = this;
    switch (text[pos]) {
      case '\\':
        this.pos += 2;
        return;
      case '"': {
        const frame = this.top();
        this.truncate(this.stack.length - 1);
        this.pos++;
        if (frame !== undefined) this.noteLongQuote(frame.start, this.pos);
        return;
      }
      case '`': {
        this.backtick();
        return;
      }
      case '$': {
        this.dollar(true);
        return;
      }
      case '<':
        this.placeholderInQuote(pos);
        this.pos++;
        return;
      default:
        this.pos++;
    }
  }

  private stepBrace(frame: Frame): void {
    const { text, pos } = this;
    switch (text[pos]) {
      case '\\':
        this.pos += 2;
        return;
      case '}':
        this.truncate(this.stack.length - 1);
        this.pos++;
        return;
      case "'":
        if (frame.inDouble) this.pos++;
        else this.singleQuote(pos, 1);
        return;
      case '"': {
        this.push('double', pos, 1);
        return;
      }
      case '`': {
        this.backtick();
        return;
      }
      case '$': {
        this.dollar(frame.inDouble);
        return;
      }
      default:
        this.pos++;
    }
  }

  private stepArithmetic(frame: Frame): void {
    const { text, pos } = this;
    switch (text[pos]) {
      case '\\':
        this.pos += 2;
        return;
      case '(':
        frame.parens++;
        this.pos++;
        return;
      case ')':
        if (frame.parens > 0) {
          frame.parens--;
          this.pos++;
        } else if (text[pos + 1] === ')') {
          this.truncate(this.stack.length - 1);
          this.pos += 2;
        } else {
          // It was `$( (…) … )` after all: the inner parenthesis is closed, the outer one stays open.
          if (!frame.inWord) this.openWords--;
          frame.kind = 'paren';
          this.pos++;
        }
        return;
      case '"': {
        this.push('double', pos, 1);
        return;
      }
      case '`': {
        this.backtick();
        return;
      }
      case '$': {
        this.dollar(false);
        return;
      }
      default:
        this.pos++;
    }
  }

  private dollar(inDouble: boolean): void {
    const { text, pos } = this;
    const next = text[pos + 1];
    if (next === '(') {
      if (text[pos + 2] === '(') this.push('arithmetic', pos, 3, true);
      else this.push('paren', pos, 2, true);
    } else if (next === '{') {
      this.push('brace', pos, text[pos + 2] === '#' ? 3 : 2, true, inDouble);
    } else if (next === "'" && !inDouble && this.top()?.kind !== 'brace') {
      this.singleQuote(pos, 2);
    } else {
      // `$#` is a parameter, and no comment begins there; a quote behind `$` is read on its own.
      this.wordCharacter(next === '#' ? 2 : 1);
    }
  }

  private backtick(): void {
    if (this.backticks > 0) {
      let i = this.stack.length - 1;
      while (i > 0 && this.stack[i]?.kind !== 'backtick') i--;
      this.truncate(i);
      this.backticks--;
      this.wordCharacter(1);
      return;
    }
    const { pos } = this;
    this.push('backtick', pos, 1, true);
    if (this.top()?.start === pos) this.backticks++;
  }

  private less(): void {
    const { text, pos } = this;
    if (text.startsWith('<<<', pos)) {
      this.pos += 3;
    } else if (text[pos + 1] === '<') {
      this.heredocOperator();
      return;
    } else if (text[pos + 1] === '(') {
      this.push('paren', pos, 2, true);
      return;
    } else {
      const end = placeholderEnd(text, pos);
      if (end !== undefined) {
        this.placeholders.push({ start: pos, end });
        this.wordCharacter(end - pos);
        return;
      }
      this.pos++;
    }
    this.isWordStart = true;
  }

  private openParen(): void {
    const { text, pos } = this;
    let next = pos + 1;
    while (text[next] === ' ' || text[next] === '\t') next++;
    if (text[next] === ')' && !this.isCommandStart) {
      // `name()`: a function's body follows, or another `name()`.
      this.chain++;
      if (this.chain > maxNesting) {
        this.cut(pos);
        return;
      }
      this.pos = next + 1;
      this.isCommandStart = this.isWordStart = true;
    } else if (text[pos + 1] === '(' && this.isCommandStart) {
      this.push('arithmetic', pos, 2);
    } else {
      const isArray = text[pos - 1] === '=';
      this.push('paren', pos, 1, !this.isCommandStart);
      if (isArray) this.isCommandStart = false;
    }
  }

  private closeParen(): void {
    this.pos++;
    this.isWordStart = true;
    this.isCommandStart = false;
    for (let i = this.stack.length - 1; i >= 0; i--) {
      const frame = this.stack[i] as Frame;
      if (frame.kind === 'case') {
        // The end of a pattern: `a) …`.
        this.isCommandStart = true;
        return;
      }
      if (frame.kind === 'paren') {
        this.truncate(i);
        this.isWordStart = !frame.inWord;
        this.isCommandStart = this.top()?.kind === 'case' && !frame.inWord;
        return;
      }
      if (frame.kind !== 'keyword' && frame.kind !== 'group') return;
    }
  }

  /** Closes the innermost frame of this kind, and what was left open in it, unless a bracket is between. */
  private close(kind: Kind): void {
    for (let i = this.stack.length - 1; i >= 0; i--) {
      const frame = this.stack[i] as Frame;
      if (frame.kind === kind) {
        this.truncate(i);
        return;
      }
      if (frame.kind !== 'keyword' && frame.kind !== 'group' && frame.kind !== 'case') return;
    }
  }

  private push(kind: Kind, start: number, length: number, inWord = false, inDouble = false): void {
    if (this.stack.length >= maxNesting) {
      this.cut(start);
      return;
    }
    const frame: Frame = { kind, start, inWord, inDouble, parens: 0 };
    this.stack.push(frame);
    if (isPartOfWord(frame)) this.openWords++;
    this.pos = start + length;
    const isScript = kind === 'paren' || kind === 'backtick';
    this.isCommandStart = isScript;
    this.isWordStart = isScript || kind === 'group';
  }

  private cut(start: number): void {
    const lineEnd = this.text.indexOf('\n', start);
    const end = lineEnd < 0 ? this.text.length : lineEnd;
    this.tooDeep.push({ start, end });
    this.pos = end;
  }

  private truncate(length: number): void {
    for (let i = this.stack.length - 1; i >= length; i--) {
      if (isPartOfWord(this.stack[i] as Frame)) this.openWords--;
    }
    this.stack.length = Math.max(0, length);
  }

  private top(): Frame | undefined {
    return this.stack[this.stack.length - 1];
  }

  private heredocOperator(): void {
    const { text } = this;
    const at = this.pos;
    let i = at + 2;
    const stripsTabs = text[i] === '-';
    if (stripsTabs) i++;
    while (text[i] === ' ' || text[i] === '\t') i++;
    let delimiter = '';
    while (i < text.length && !' \t\n;&|()<>'.includes(text[i] as string)) {
      const c = text[i] as string;
      if (c === '\\') {
        delimiter += text[i + 1] ?? '';
        i += 2;
      } else if (c === '"' || c === "'") {
        const close = text.indexOf(c, i + 1);
        const lineEnd = text.indexOf('\n', i + 1);
        if (close < 0 || (lineEnd >= 0 && lineEnd < close)) break;
        delimiter += text.slice(i + 1, close);
        i = close + 1;
      } else {
        delimiter += c;
        i++;
      }
    }
    if (i > at + 2 && delimiter !== '') this.pending.push({ at, delimiter, stripsTabs });
    this.pos = Math.max(i, at + 2);
    this.isWordStart = false;
    this.isCommandStart = false;
  }

  private heredocBodies(): void {
    const { text } = this;
    for (const { at, delimiter, stripsTabs } of this.pending) {
      const end = this.closingLine(delimiter, stripsTabs);
      if (end === undefined) {
        this.openHeredocs.push(at);
        this.pos = text.length;
      } else {
        this.pos = Math.min(text.length, end + 1);
      }
    }
    this.pending = [];
  }

  /** The end of the line that closes the heredoc whose body begins here. Notes one that is only indented. */
  private closingLine(delimiter: string, stripsTabs: boolean): number | undefined {
    const { text } = this;
    let indented: Range | undefined;
    for (let start = this.pos; start <= text.length;) {
      const next = text.indexOf('\n', start);
      const end = next < 0 ? text.length : next;
      let first = start;
      while (stripsTabs && text[first] === '\t') first++;
      if (end - first === delimiter.length && text.startsWith(delimiter, first)) return end;
      let word = start;
      while (text[word] === ' ' || text[word] === '\t') word++;
      if (indented === undefined && word > start && text.startsWith(delimiter, word)) {
        if (text.slice(word, end).trimEnd() === delimiter) indented = { start, end };
      }
      if (indented !== undefined) {
        this.searched += end - start + 1;
        if (this.searched > 4 * text.length) break;
      }
      if (next < 0) break;
      start = next + 1;
    }
    if (indented === undefined) return undefined;
    this.indentedEnds.push(indented);
    return indented.end;
  }
}

/** A line inside such a frame is no place to start reading afresh. */
function isPartOfWord({ kind, inWord }: Frame): boolean {
  if (kind === 'paren') return inWord;
  return kind !== 'group' && kind !== 'keyword' && kind !== 'case';
}

function isPlain(code: number): boolean {
  // Letters, digits, and `% + , - . / : = ? @ [ ] ^ _ ~ *` and everything beyond ASCII.
  return (
    (code >= 97 && code <= 122) ||
    (code >= 64 && code <= 90) ||
    (code >= 42 && code <= 58) ||
    code === 95 ||
    code === 61 ||
    code === 63 ||
    code === 91 ||
    code === 93 ||
    code === 94 ||
    code === 126 ||
    code === 37 ||
    code > 127
  );
}
