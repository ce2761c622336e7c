import type { Range } from '../../text/range';
import { FrameStack, type Frame, type FrameKind } from './frames';
import type { Opener } from './scan';
import { placeholderEnd } from './template';

/**
 * The part of the scan that reads inside words: quotes, expansions, substitutions, arithmetic.
 *
 * Holds the place in the text and what is open there; scanner.ts adds commands, comments and heredocs.
 */
export abstract class WordScanner {
  protected readonly placeholders: Range[] = [];
  protected readonly tooDeep: Range[] = [];
  protected readonly longQuotes: Range[] = [];
  protected readonly stack = new FrameStack();
  protected unclosedQuote: Opener | undefined;
  protected pos = 0;
  protected isCommandStart = true;
  protected isWordStart = true;

  constructor(protected readonly text: string) {}

  /** Reads on by one token inside the frame, where it is one of a word's; false where a command is to be read. */
  protected stepInWord(): boolean {
    const frame = this.stack.top;
    if (frame?.kind === 'double') this.stepDouble();
    else if (frame?.kind === 'brace') this.stepBrace(frame);
    else if (frame?.kind === 'arithmetic') this.stepArithmetic(frame);
    else return false;
    return true;
  }

  protected singleQuote(start: number, length: number): void {
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

  protected placeholderInQuote(at: number): void {
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

  protected dollar(inDouble: boolean): void {
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

  protected backtick(): void {
    if (this.stack.hasBackticks) {
      this.stack.closeBacktick();
      this.wordCharacter(1);
      return;
    }
    this.push('backtick', this.pos, 1, true);
  }

  protected wordCharacter(length: number): void {
    this.pos += length;
    this.isWordStart = false;
    this.isCommandStart = false;
  }

  protected push(kind: FrameKind, start: number, length: number, inWord = false, inDouble = false): void {
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

  protected cut(start: number): void {
    const lineEnd = this.text.indexOf('\n', start);
    const end = lineEnd < 0 ? this.text.length : lineEnd;
    this.tooDeep.push({ start, end });
    this.pos = end;
  }
}
