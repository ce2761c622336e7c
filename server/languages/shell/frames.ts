/** Deeper nesting than this nobody writes; it keeps hostile text from exhausting the parser's stack. */
export const maxNesting = 200;

export type FrameKind =
  'double' | 'backtick' | 'brace' | 'arithmetic' | 'paren' | 'group' | 'keyword' | 'case';

export interface Frame {
  kind: FrameKind;
  readonly start: number;
  /** `$(`, `<(` and `name=(` leave the word that they stand in open; `(` alone is a subshell. */
  readonly inWord: boolean;
  /** A `${` inside double quotes: single quotes mean nothing there. */
  readonly inDouble: boolean;
  /** Parentheses open inside an arithmetic frame. */
  parens: number;
}

/** What is open at a place of a script, outermost first. */
export class FrameStack {
  private readonly frames: Frame[] = [];
  private openWords = 0;
  /** Backtick frames: an unescaped backtick closes one, it never opens a second. */
  private backticks = 0;

  get top(): Frame | undefined {
    return this.frames[this.frames.length - 1];
  }

  get isFull(): boolean {
    return this.frames.length >= maxNesting;
  }

  /** True outside of quotes, words and substitutions: a line may begin afresh here. */
  get isBetweenWords(): boolean {
    return this.openWords === 0;
  }

  get hasBackticks(): boolean {
    return this.backticks > 0;
  }

  [Symbol.iterator](): IterableIterator<Frame> {
    return this.frames.values();
  }

  push(frame: Frame): void {
    this.frames.push(frame);
    this.count(frame, 1);
  }

  pop(): Frame | undefined {
    const { top } = this;
    this.truncate(this.frames.length - 1);
    return top;
  }

  /** An arithmetic frame that turned out to be a parenthesis in a parenthesis. */
  becomeParen(frame: Frame): void {
    this.count(frame, -1);
    frame.kind = 'paren';
    this.count(frame, 1);
  }

  /** Closes the innermost backtick, and what was left open in it. */
  closeBacktick(): void {
    let i = this.frames.length - 1;
    while (i > 0 && this.frames[i]?.kind !== 'backtick') i--;
    this.truncate(i);
  }

  /** Closes the innermost frame of this kind, and what was left open in it, unless a bracket is between. */
  closeWord(kind: FrameKind): void {
    for (let i = this.frames.length - 1; i >= 0; i--) {
      const frame = this.frames[i] as Frame;
      if (frame.kind === kind) {
        this.truncate(i);
        return;
      }
      if (!isReserved(frame)) return;
    }
  }

  /** Closes the innermost parenthesis; the end of a `case` pattern closes nothing. */
  closeParen(): { readonly closed: Frame | undefined; readonly isPattern: boolean } {
    for (let i = this.frames.length - 1; i >= 0; i--) {
      const frame = this.frames[i] as Frame;
      if (frame.kind === 'case') return { closed: undefined, isPattern: true };
      if (frame.kind === 'paren') {
        this.truncate(i);
        return { closed: frame, isPattern: false };
      }
      if (!isReserved(frame)) break;
    }
    return { closed: undefined, isPattern: false };
  }

  private truncate(length: number): void {
    for (let i = this.frames.length - 1; i >= Math.max(0, length); i--)
      this.count(this.frames[i] as Frame, -1);
    this.frames.length = Math.max(0, length);
  }

  private count(frame: Frame, by: number): void {
    if (isPartOfWord(frame)) this.openWords += by;
    if (frame.kind === 'backtick') this.backticks += by;
  }
}

function isReserved({ kind }: Frame): boolean {
  return kind === 'keyword' || kind === 'group' || kind === 'case';
}

/** A line inside such a frame is no place to start reading afresh. */
function isPartOfWord({ kind, inWord }: Frame): boolean {
  return kind === 'paren' ? inWord : kind !== 'group' && kind !== 'keyword' && kind !== 'case';
}
