import type { Range } from '../../text/range';
import { maxNesting, type FrameKind } from './frames';
import { ClosingLines, readHeredocOperator, type PendingHeredoc } from './heredocLines';
import type { Opener, Scan } from './scan';
import { placeholderEnd } from './template';
import { WordScanner } from './wordScanner';

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
export class Scanner extends WordScanner {
  private readonly comments: Range[] = [];
  private readonly brokenContinuations: Range[] = [];
  private readonly indentedEnds: Range[] = [];
  private readonly openHeredocs: number[] = [];
  private readonly freshLines: number[] = [0];
  private readonly closingLines: ClosingLines;
  private pending: PendingHeredoc[] = [];
  /** `f() g() h() …` and `coproc coproc …` nest without any bracket. */
  private chain = 0;

  constructor(text: string) {
    super(text);
    this.closingLines = new ClosingLines(text);
  }

  run(): Scan {
    while (this.pos < this.text.length) {
      if (!this.stepInWord()) this.stepScript();
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
