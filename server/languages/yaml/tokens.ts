import { Lexer, Parser, type CST } from 'yaml';
import type { Range } from '../../text/range';
import { limits } from './bounds';

/** The concrete syntax of a text, with what only the stream of lexemes shows. */
export interface Tokens {
  readonly tokens: readonly CST.Token[];
  readonly comments: readonly Range[];
  /** Starts of quoted scalars that nothing closes. */
  readonly openQuotes: readonly number[];
  /** Starts of the outermost `[` and `{` that nothing closes. */
  readonly openFlows: readonly number[];
  /** What to take out because the nesting passed the limit there; the tokens are not to be composed. */
  readonly tooDeepAt: number | undefined;
}

/** The lexer says that the next lexeme is a plain scalar or the content of a block scalar. */
const scalarMark = '\x1f';
/** The lexer ends all open flow collections, because a line is not indented enough. */
const flowErrorEnd = '\x18';
/** Behind the end of the root every lexeme is an error of its own, and the first ones say it all. */
const maxErrors = 20;
const marks = new Set(['\u{FEFF}', '\x02', scalarMark, flowErrorEnd]);

/**
 * Reads a text into tokens, lexeme by lexeme, so that the parser's depth is seen before it is too deep.
 *
 * Neither the lexer nor the parser recurses on the way down; on the way up the parser does, once a level,
 * which the limit keeps harmless.
 */
export function readTokens(text: string): Tokens {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let errorCount = 0;
  const keep = (token: CST.Token): void => {
    if (token.type !== 'error' || ++errorCount <= maxErrors) tokens.push(token);
  };
  const comments: Range[] = [];
  const openQuotes: number[] = [];
  const openFlows: number[] = [];
  const flows: number[] = [];
  let isScalar = false;
  let offset = 0;
  for (const lexeme of new Lexer().lex(text)) {
    const start = offset;
    if (isScalar) {
      isScalar = false;
      offset += lexeme.length;
    } else if (marks.has(lexeme)) {
      isScalar = lexeme === scalarMark;
      if (lexeme === flowErrorEnd) {
        if (flows[0] !== undefined) openFlows.push(flows[0]);
        flows.length = 0;
      } else if (lexeme === '\u{FEFF}') offset += 1;
    } else {
      offset += lexeme.length;
      const first = lexeme[0];
      if (first === '#') comments.push({ start, end: offset });
      else if (lexeme === '[' || lexeme === '{') flows.push(start);
      else if (lexeme === ']' || lexeme === '}') flows.pop();
      else if ((first === '"' || first === "'") && !isClosed(lexeme, first)) openQuotes.push(start);
    }
    for (const token of parser.next(lexeme)) keep(token);
    // The document itself and a scalar at the end are on the stack too.
    if (parser.stack.length > limits.nesting + 2) {
      // Brackets are taken out from the outermost on: what is left of a run of them would only be damage.
      const outermost = flows.length > limits.nesting / 2 ? flows[0] : undefined;
      return { tokens, comments, openQuotes, openFlows, tooDeepAt: outermost ?? start };
    }
  }
  for (const token of parser.end()) keep(token);
  if (flows[0] !== undefined) openFlows.push(flows[0]);
  return { tokens, comments, openQuotes, openFlows, tooDeepAt: undefined };
}

function isClosed(source: string, quote: string): boolean {
  if (source.length < 2 || !source.endsWith(quote)) return false;
  if (quote === "'") return true;
  let backslashes = 0;
  for (let i = source.length - 2; i > 0 && source[i] === '\\'; i--) backslashes++;
  return backslashes % 2 === 0;
}
