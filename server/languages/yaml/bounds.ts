import { message } from '../../text/message';
import type { Range } from '../../text/range';
import { lineEndAt, lineStartAt } from '../../text/lines';
import type { NotAnalyzed } from '../language';

/**
 * What the `yaml` package may be given. Its composer recurses once per level, and a stack overflow inside
 * one of its regular expressions ends the process, which no `catch` prevents.
 */
export const limits = {
  /** Levels of maps and lists, block and flow together. */
  nesting: 200,
  /** UTF-16 units of one document; what people write by hand is far below. */
  size: 2_000_000,
  /** UTF-16 units of one line; a longer one is left out, and the lines around it are read. */
  line: 1_000_000,
} as const;

/** The part of a text that is read: up to `end`, without the lines that are data and nothing else. */
export interface Bound {
  readonly end: number;
  readonly longLines: readonly Range[];
  readonly notAnalyzed: readonly NotAnalyzed[];
}

/** Leaves out lines beyond the limit of a line, and what is beyond the size of all others together. */
export function boundSize(text: string): Bound {
  if (text.length <= limits.line) return { end: text.length, longLines: [], notAnalyzed: [] };
  const longLines: Range[] = [];
  const notAnalyzed: NotAnalyzed[] = [];
  let size = 0;
  for (let start = 0; start < text.length;) {
    const end = lineEndAt(text, start);
    if (end - start > limits.line) {
      longLines.push({ start, end });
      notAnalyzed.push({
        range: { start, end },
        reason: message('a line longer than {count} characters', { count: String(limits.line) }),
      });
    } else if ((size += end - start + 1) > limits.size) {
      const reason = message('YAML document longer than {count} characters', { count: String(limits.size) });
      notAnalyzed.push({ range: { start, end: text.length }, reason });
      return { end: start, longLines, notAnalyzed };
    }
    start = end + 1;
  }
  return { end: text.length, longLines, notAnalyzed };
}

/**
 * What to take out of the text when the parser's depth passes the limit at `offset`: the rest of that line
 * and the lines that continue it (indented deeper, or as deep and begun with the same indicator).
 */
export function tooDeepRange(text: string, offset: number): Range {
  const lineStart = lineStartAt(text, offset);
  const indent = indentOf(text, lineStart);
  const lead = text[lineStart + indent] ?? '';
  let end = lineEndAt(text, offset);
  while (end < text.length) {
    const next = end + 1;
    const nextIndent = indentOf(text, next);
    const first = text[next + nextIndent] ?? '';
    const continues =
      nextIndent > indent ||
      first === '\n' ||
      (nextIndent === indent && first === lead && '[{-?'.includes(lead));
    if (!continues) break;
    end = lineEndAt(text, next);
  }
  return { start: offset, end };
}

function indentOf(text: string, lineStart: number): number {
  let i = lineStart;
  while (text[i] === ' ' || text[i] === '\t') i++;
  return i - lineStart;
}

/** A schema shorter than this costs less to parse than to look for. */
const smallSchema = 20_000;

/**
 * The `spec` of a CustomResourceDefinition: a schema, often of megabytes, in which no rule reads anything.
 *
 * Undefined for every other document. Cost: linear, and only for long texts.
 */
export function schemaRange(text: string): Range | undefined {
  if (text.length < smallSchema) return undefined;
  if (!/^kind: *CustomResourceDefinition *$/m.test(text)) return undefined;
  const key = text.startsWith('spec:') ? 0 : text.indexOf('\nspec:') + 1;
  if (key === 0 && !text.startsWith('spec:')) return undefined;
  const start = lineEndAt(text, key);
  let end = start;
  while (end < text.length) {
    const first = text[end + 1];
    if (first !== undefined && first !== ' ' && first !== '\n' && first !== '#' && first !== '-') break;
    end = lineEndAt(text, end + 1);
  }
  return { start, end };
}
