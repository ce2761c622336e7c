import type { Range } from '../../text/range';
import { Scanner } from './scanner';

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

/**
 * Reads a script once, from left to right, far enough to know quotes, comments, heredocs and nesting.
 *
 * Takes any string. Offsets are those of the text. Cost: linear.
 */
export function scanShell(text: string): Scan {
  return new Scanner(text).run();
}
