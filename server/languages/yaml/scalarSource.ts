import { lineEndAt } from '../../text/lines';
import { SourceMapBuilder, type SourceMap } from '../../text/sourceMap';
import type { YamlScalar } from './tree';

/** A scalar's own text as a region, and where its characters stand. */
export interface ScalarSource {
  readonly text: string;
  readonly map: SourceMap;
}

/**
 * The decoded text of a scalar with a map to the text it stands in (YAML 1.2.2 chapters 7.3 and 8.1).
 *
 * Literal blocks are verbatim but for their indentation; of folded and quoted scalars the line breaks and
 * escapes are rewritten. Templates stay as they are written. Should the decoding disagree with the
 * parser's, the whole scalar is one rewritten run, which takes no edits.
 */
export function scalarSource(text: string, scalar: YamlScalar): ScalarSource {
  const builder = new SourceMapBuilder(text);
  switch (scalar.style) {
    case 'literal':
      return literal(text, scalar);
    case 'folded':
      return checked(text, scalar, folded(text, scalar));
    case 'plain': {
      if (text.slice(scalar.range.start, scalar.range.end) === scalar.value) {
        return builder.verbatim(scalar.range.start, scalar.range.end).build();
      }
      return checked(text, scalar, flow(text, scalar.range.start, scalar.range.end, ''));
    }
    case 'single':
      return checked(text, scalar, flow(text, scalar.range.start + 1, scalar.range.end - 1, "'"));
    case 'double':
      return checked(text, scalar, flow(text, scalar.range.start + 1, scalar.range.end - 1, '"'));
  }
}

function checked(text: string, scalar: YamlScalar, source: ScalarSource): ScalarSource {
  if (source.text === scalar.value || scalar.hasHole) return source;
  const { start, end } = scalar.range;
  return new SourceMapBuilder(text).rewritten(start, end, scalar.value).build('', false);
}

interface BlockLine {
  readonly start: number;
  /** Where the content begins, behind the block's indentation. */
  readonly from: number;
  readonly end: number;
  readonly isBlank: boolean;
}

/** The content lines of a block scalar, trailing blank ones left out, and what the header says. */
function blockLines(
  text: string,
  scalar: YamlScalar,
): {
  readonly lines: readonly BlockLine[];
  readonly indent: number;
  readonly chomping: '' | '-' | '+';
  readonly after: number;
} {
  const headerEnd = lineEndAt(text, scalar.range.start);
  const header = text.slice(scalar.range.start, headerEnd).split(/[ \t]/, 1)[0] as string;
  const chomping = header.includes('-') ? '-' : header.includes('+') ? '+' : '';
  const indent = blockIndent(text, scalar, headerEnd + 1, /[1-9]/.test(header));
  const lines: BlockLine[] = [];
  let at = headerEnd + 1;
  while (at <= scalar.range.end && headerEnd < scalar.range.end) {
    const end = lineEndAt(text, at);
    const own = leadingSpaces(text, at, end);
    lines.push({ start: at, from: at + Math.min(indent, own), end, isBlank: own === end - at });
    at = end + 1;
  }
  return { lines, indent, chomping, after: at };
}

/** Columns that are the block's and not the text's; what the parser took off the first line with content. */
function blockIndent(text: string, scalar: YamlScalar, contentStart: number, isExplicit: boolean): number {
  let at = contentStart;
  let line = 0;
  for (; at < scalar.range.end; at = lineEndAt(text, at) + 1, line++) {
    const end = lineEndAt(text, at);
    const own = leadingSpaces(text, at, end);
    if (own === end - at) continue;
    if (!isExplicit) return own;
    const value = scalar.value.split('\n').find((l) => l.trim() !== '') ?? '';
    return Math.max(0, own - leadingSpaces(value, 0, value.length));
  }
  return 0;
}

function leadingSpaces(text: string, start: number, end: number): number {
  let i = start;
  while (i < end && text[i] === ' ') i++;
  return i - start;
}

function literal(text: string, scalar: YamlScalar): ScalarSource {
  const { lines, indent, chomping, after } = blockLines(text, scalar);
  const builder = new SourceMapBuilder(text);
  lines.forEach((line, index) => {
    const isLast = index === lines.length - 1;
    const hasBreak = line.end < text.length && !(isLast && chomping === '-');
    builder.verbatim(line.from, hasBreak ? line.end + 1 : line.end);
  });
  if (chomping === '+') {
    // Blank lines behind the last one count until something else stands there.
    for (let at = after; at < text.length;) {
      const end = lineEndAt(text, at);
      if (text.slice(at, end).trim() !== '') break;
      builder.verbatim(Math.min(end, at + indent), end < text.length ? end + 1 : end);
      at = end + 1;
    }
  }
  return builder.build(' '.repeat(indent));
}

function folded(text: string, scalar: YamlScalar): ScalarSource {
  const { lines, indent, chomping } = blockLines(text, scalar);
  const builder = new SourceMapBuilder(text);
  const isSpaced = (line: BlockLine): boolean => text[line.from] === ' ' || text[line.from] === '\t';
  let previous: BlockLine | undefined;
  let blanks = 0;
  for (const line of lines) {
    if (line.isBlank && !(line.end > line.from)) {
      blanks++;
      continue;
    }
    const breakStart = previous?.end ?? lines[0]?.start ?? line.start;
    if (previous === undefined) builder.rewritten(breakStart, line.from, '\n'.repeat(blanks));
    else if (isSpaced(previous) || isSpaced(line))
      builder.rewritten(breakStart, line.from, '\n'.repeat(blanks + 1));
    else builder.rewritten(breakStart, line.from, blanks === 0 ? ' ' : '\n'.repeat(blanks));
    builder.verbatim(line.from, line.end);
    previous = line;
    blanks = 0;
  }
  const end = previous?.end ?? scalar.range.end;
  if (previous !== undefined && chomping === '' && end < text.length) builder.verbatim(end, end + 1);
  return builder.build(' '.repeat(indent));
}

const escapes: { readonly [character: string]: string } = {
  '0': '\0', a: '\x07', b: '\b', t: '\t', '\t': '\t', n: '\n', v: '\v', f: '\f', r: '\r', e: '\x1b',
  ' ': ' ', '"': '"', '/': '/', '\\': '\\', N: '\x85', _: '\xa0', L: '\u2028', P: '\u2029',
}; // prettier-ignore

/** Plain and quoted scalars: verbatim runs between escapes and folded line breaks. */
function flow(text: string, start: number, end: number, quote: '' | '"' | "'"): ScalarSource {
  const builder = new SourceMapBuilder(text);
  let run = start;
  let at = start;
  const rewrite = (to: number, replacement: string, from = at): void => {
    builder.verbatim(run, from).rewritten(from, to, replacement);
    run = to;
    at = to;
  };
  while (at < end) {
    const c = text[at];
    if (c === '\n') {
      let from = at;
      while (from > run && (text[from - 1] === ' ' || text[from - 1] === '\t')) from--;
      let to = at;
      let breaks = 0;
      for (; to < end && ' \t\n'.includes(text[to] as string); to++) if (text[to] === '\n') breaks++;
      rewrite(to, breaks === 1 ? ' ' : '\n'.repeat(breaks - 1), from);
    } else if (quote === '"' && c === '\\') {
      const next = text[at + 1] ?? '';
      const digits = next === 'x' ? 2 : next === 'u' ? 4 : next === 'U' ? 8 : 0;
      if (digits > 0) {
        const code = Number.parseInt(text.slice(at + 2, at + 2 + digits), 16);
        rewrite(Math.min(end, at + 2 + digits), code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD');
      } else if (next === '\n') {
        let to = at + 2;
        while (to < end && (text[to] === ' ' || text[to] === '\t')) to++;
        rewrite(to, '');
      } else rewrite(Math.min(end, at + 2), escapes[next] ?? `\\${next}`);
    } else if (quote === "'" && c === "'") rewrite(Math.min(end, at + 2), "'");
    else at++;
  }
  builder.verbatim(run, end);
  return builder.build('', true, quote === '' ? undefined : quote);
}
