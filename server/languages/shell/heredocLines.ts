import type { Range } from '../../text/range';

/** A heredoc whose body has not been read yet. */
export interface PendingHeredoc {
  /** The place of its operator. */
  readonly at: number;
  readonly delimiter: string;
  readonly stripsTabs: boolean;
}

/** Reads `<<-"X"` at `at`; `end` is behind the delimiter. Undefined delimiter: none is written. */
export function readHeredocOperator(
  text: string,
  at: number,
): { readonly heredoc: PendingHeredoc | undefined; readonly end: number } {
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
  const heredoc = delimiter === '' ? undefined : { at, delimiter, stripsTabs };
  return { heredoc, end: Math.min(i, text.length) };
}

/** Finds the lines that close heredocs. One for a whole text, so that the search stays linear over all of them. */
export class ClosingLines {
  /** Characters read beyond closing lines that were only indented. */
  private searched = 0;

  constructor(private readonly text: string) {}

  /**
   * The line that closes the heredoc whose body begins at `from`. `isIndented`: blanks stand before or behind the
   * delimiter, so that the shell would not see it; taken only where no line is right.
   */
  find(
    from: number,
    { delimiter, stripsTabs }: PendingHeredoc,
  ): { readonly line: Range; readonly isIndented: boolean } | undefined {
    const { text } = this;
    let indented: Range | undefined;
    for (let start = from; start <= text.length;) {
      const next = text.indexOf('\n', start);
      const end = next < 0 ? text.length : next;
      let first = start;
      while (stripsTabs && text[first] === '\t') first++;
      if (end - first === delimiter.length && text.startsWith(delimiter, first)) {
        return { line: { start, end }, isIndented: false };
      }
      if (indented === undefined && isOnly(text, start, end, delimiter)) indented = { start, end };
      if (indented !== undefined) {
        this.searched += end - start + 1;
        if (this.searched > 4 * text.length) break;
      }
      if (next < 0) break;
      start = next + 1;
    }
    return indented === undefined ? undefined : { line: indented, isIndented: true };
  }
}

function isOnly(text: string, start: number, end: number, word: string): boolean {
  let first = start;
  while (text[first] === ' ' || text[first] === '\t') first++;
  return first > start && text.startsWith(word, first) && text.slice(first, end).trimEnd() === word;
}
