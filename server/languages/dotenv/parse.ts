import { message } from '../../text/message';
import type { Range } from '../../text/range';
import type { Comment, Hole, NotAnalyzed, Parsed, ParseProblem, RegionContext } from '../language';
import { findTemplateActions } from '../template';
import { placeholderEnd } from '../shell/template';
import type { EnvEntry, EnvTree } from './tree';

/** No environment file that a person wrote is longer. */
const maxLength = 1_000_000;

/** A quoted value that goes on for more characters than this has lost its closing quote. */
const longestValue = 20_000;

/**
 * Parses an environment file: `KEY=value` lines, quoted values over several lines, `export`, comments.
 *
 * Follows Docker's and Compose's reading (docs.docker.com, "env_file", 2025): a `#` behind a blank begins a
 * comment, single quotes are literal, `${VAR}` in double quotes and bare values is put in by the reader.
 * Takes any string whose lines end in LF. Cost: linear.
 */
export function parseDotenv(text: string, _context: RegionContext): Parsed<EnvTree> {
  return new Reader(text).read();
}

class Reader {
  private readonly entries: EnvEntry[] = [];
  private readonly problems: ParseProblem[] = [];
  private readonly comments: Comment[] = [];
  private readonly holes: Hole[] = [];
  private nextTemplate = 0;
  private readonly templates: readonly Hole[];

  constructor(private readonly text: string) {
    this.templates = findTemplateActions(text, 'actionsExpression').map(({ range, kind }) => ({
      range,
      kind,
    }));
  }

  read(): Parsed<EnvTree> {
    const { text } = this;
    const end = text.length <= maxLength ? text.length : text.lastIndexOf('\n', maxLength) + 1;
    const notAnalyzed: NotAnalyzed[] =
      end < text.length
        ? [
            {
              range: { start: end, end: text.length },
              reason: message('the file is longer than {count} characters', {
                count: maxLength.toLocaleString('en'),
              }),
            },
          ]
        : [];
    for (let start = 0; start < end;) start = this.line(start, end);
    const { entries, problems, comments, holes } = this;
    return { tree: { entries }, problems, comments, holes, notAnalyzed };
  }

  /** Reads the entry or comment that begins on this line; returns the start of the next line. */
  private line(start: number, limit: number): number {
    const { text } = this;
    const lineEnd = this.endOfLine(start, limit);
    let i = skipBlanks(text, start);
    if (i >= lineEnd) return lineEnd + 1;
    if (text[i] === '#') {
      this.comment(i, lineEnd);
      return lineEnd + 1;
    }
    const isExported = text.startsWith('export', i) && isBlank(text[i + 6]);
    if (isExported) i = skipBlanks(text, i + 6);
    const keyStart = i;
    while (i < lineEnd && isKeyCharacter(text[i] as string)) i++;
    const keyRange = { start: keyStart, end: i };
    i = skipBlanks(text, i);
    if (keyRange.end === keyStart || text[i] !== '=') {
      this.problems.push({ range: { start, end: lineEnd }, message: 'expected KEY=value' });
      return lineEnd + 1;
    }
    const value = this.value(skipBlanks(text, i + 1), lineEnd, limit);
    this.entries.push({
      range: { start: isExported ? skipBlanks(text, start) : keyStart, end: value.range.end },
      key: text.slice(keyRange.start, keyRange.end),
      keyRange,
      value: value.value,
      valueRange: value.range,
      isQuoted: value.isQuoted,
      isExported,
      hasHole: this.noteHoles(value.range) || value.isExpanded,
    });
    const end = this.endOfLine(value.range.end, limit);
    const behind = skipBlanks(text, value.range.end);
    if (behind < end && text[behind] === '#') this.comment(behind, end);
    return end + 1;
  }

  private value(
    start: number,
    lineEnd: number,
    limit: number,
  ): {
    readonly value: string;
    readonly range: Range;
    readonly isQuoted: boolean;
    readonly isExpanded: boolean;
  } {
    const { text } = this;
    const quote = text[start];
    if (start < lineEnd && (quote === '"' || quote === "'")) {
      const close = closingQuote(text, start, Math.min(limit, start + longestValue));
      if (close !== undefined) {
        const inside = text.slice(start + 1, close);
        return {
          value: quote === '"' ? inside.replace(/\\(["\\$])/g, '$1') : inside,
          range: { start, end: close + 1 },
          isQuoted: true,
          isExpanded: quote === '"' && isExpansion(inside),
        };
      }
      this.problems.push({ range: { start, end: start + 1 }, message: 'unclosed quote' });
    }
    let end = start;
    while (end < lineEnd && !(text[end] === '#' && isBlank(text[end - 1]))) end++;
    while (end > start && isBlank(text[end - 1])) end--;
    const value = text.slice(start, end);
    return {
      value,
      range: { start, end: Math.max(start, end) },
      isQuoted: false,
      isExpanded: isExpansion(value),
    };
  }

  /** Lists the templates and placeholders in a value. */
  private noteHoles({ start, end }: Range): boolean {
    const before = this.holes.length;
    for (; this.nextTemplate < this.templates.length; this.nextTemplate++) {
      const template = this.templates[this.nextTemplate] as Hole;
      if (template.range.start >= end) break;
      if (template.range.start >= start && template.range.end <= end) this.holes.push(template);
    }
    for (let i = start; i < end; i++) {
      if (this.text[i] !== '<') continue;
      const stop = placeholderEnd(this.text, i);
      if (stop === undefined || stop > end) continue;
      this.holes.push({ range: { start: i, end: stop }, kind: 'placeholder' });
      i = stop - 1;
    }
    return this.holes.length > before;
  }

  private comment(start: number, end: number): void {
    this.comments.push({ range: { start, end }, text: this.text.slice(start + 1, end).trim() });
  }

  private endOfLine(offset: number, limit: number): number {
    const next = this.text.indexOf('\n', offset);
    return next < 0 || next > limit ? limit : next;
  }
}

/** Offset of the quote that closes the one at `start`; a line that is an entry of its own ends the search. */
function closingQuote(text: string, start: number, limit: number): number | undefined {
  const quote = text[start] as string;
  for (let i = start + 1; i < limit; i++) {
    const c = text[i];
    if (c === '\\' && quote === '"') i++;
    else if (c === quote) return i;
    else if (c === '\n' && /^(?:export )?[A-Za-z_]\w{0,80}=/.test(text.slice(i + 1, i + 100)))
      return undefined;
  }
  return undefined;
}

/** `$VAR`, `${VAR}`, `$(command)`. */
function isExpansion(value: string): boolean {
  return /\$(?:[A-Za-z_{(])/.test(value);
}

function isKeyCharacter(c: string): boolean {
  return /[\w.-]/.test(c);
}

function isBlank(c: string | undefined): boolean {
  return c === ' ' || c === '\t';
}

function skipBlanks(text: string, start: number): number {
  let i = start;
  while (isBlank(text[i])) i++;
  return i;
}
