import type { Range } from '../../text/range';
import { FrameStack, maxNesting, type Frame, type FrameKind } from './frames';
import { ClosingLines, readHeredocOperator, type PendingHeredoc } from './heredocLines';
import type { Opener, Scan } from './scan';
import { placeholderEnd } from './template';

/** Reserved words that open something, and what closes it (Bash manual 5.3, 3.2.5). */
const openers: { readonly [word: string]: FrameKind | undefined } = {
  if: 'keyword',
  while: 'keyword',
  until: 'keyword',
  for: 'keyword',
  select: 'keyword',
  case: 'case',
};
const commandFollows = new Set(['if', 'while', 'until', 'then', 'else', 'elif', 'do', 'time', 'coproc']);
const closers: { readonly [word: string]: FrameKind | undefined } = {
  fi: 'keyword',
  done: 'keyword',
  esac: 'case',
};

/** One reading of a script from left to right; see `scanShell`. */
export class Scanner {
  private readonly comments: Range[] = [];
  private readonly placeholders: Range[] = [];
  private readonly tooDeep: Range[] = [];
  private readonly brokenContinuations: Range[] = [];
  private readonly indentedEnds: Range[] = [];
  private readonly openHeredocs: number[] = [];
  private readonly longQuotes: Range[] = [];
  private readonly freshLines: number[] = [0];
  private readonly stack = new FrameStack();
  private readonly closingLines: ClosingLines;
  private unclosedQuote: Opener | undefined;
  private pending: PendingHeredoc[] = [];
  private pos = 0;
  private isCommandStart = true;
  private isWordStart = true;
  /** `f() g() h() …` and `coproc coproc …` nest without any bracket. */
  private chain = 0;

  constructor(private readonly text: string) {
    this.closingLines = new ClosingLines(text);
  }

  run(): Scan {
    while (this.pos < this.text.length) {
      const frame = this.stack.top;
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
        if (this.isCommandStart && this.isWordStart) this.stack.closeWord('group');
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
        if (closed !== undefined) this.stack.closeWord(closed);
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
    if (this.stack.isBetweenWords) this.freshLines.push(this.pos);
  }

  private comment(): void {
    const { text, pos } = this;
    const lineEnd = text.indexOf('\n', pos);
    let end = lineEnd < 0 ? text.length : lineEnd;
    if (this.stack.hasBackticks) {
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
        const frame = this.stack.pop();
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
        this.stack.pop();
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
          this.stack.pop();
          this.pos += 2;
        } else {
          // It was `$( (…) … )` after all: the inner parenthesis is closed, the outer one stays open.
          this.stack.becomeParen(frame);
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
    } else if (next === "'" && !inDouble && this.stack.top?.kind !== 'brace') {
      this.singleQuote(pos, 2);
    } else {
      // `$#` is a parameter, and no comment begins there; a quote behind `$` is read on its own.
      this.wordCharacter(next === '#' ? 2 : 1);
    }
  }

  private backtick(): void {
    if (this.stack.hasBackticks) {
      this.stack.closeBacktick();
      this.wordCharacter(1);
      return;
    }
    this.push('backtick', this.pos, 1, true);
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
    const { closed, isPattern } = this.stack.closeParen();
    this.pos++;
    // `$(x)#y` is one word; a subshell ends one.
    this.isWordStart = closed?.inWord !== true;
    this.isCommandStart = isPattern || (closed?.inWord === false && this.stack.top?.kind === 'case');
  }

  private push(kind: FrameKind, start: number, length: number, inWord = false, inDouble = false): void {
    if (this.stack.isFull) {
      this.cut(start);
      return;
    }
    this.stack.push({ kind, start, inWord, inDouble, parens: 0 });
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

  private heredocOperator(): void {
    const { heredoc, end } = readHeredocOperator(this.text, this.pos);
    if (heredoc !== undefined) this.pending.push(heredoc);
    this.wordCharacter(end - this.pos);
  }

  private heredocBodies(): void {
    const { text } = this;
    for (const heredoc of this.pending) {
      const found = this.closingLines.find(this.pos, heredoc);
      if (found === undefined) this.openHeredocs.push(heredoc.at);
      else if (found.isIndented) this.indentedEnds.push(found.line);
      this.pos = found === undefined ? text.length : Math.min(text.length, found.line.end + 1);
    }
    this.pending = [];
  }
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
