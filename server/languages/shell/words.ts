import {
  forEachChild,
  type ParsedScript,
  type ParameterExpansionPart,
  type SyntaxNode,
  type Word as WordNode,
  type WordPart,
} from 'unbash';
import type { Hole } from '../language';
import type { Range } from '../../text/range';
import { lastAtMost } from '../../text/lines';
import type { Expansion, Nesting, Word, WordPiece } from './tree';

/** The text that the positions of some nodes count in. */
export interface Origin {
  /** As the author wrote it; the parser saw the same text with its holes masked. */
  readonly text: string;
  readonly holes: readonly Hole[];
  readonly holeStarts: readonly number[];
  /**
   * Set for what was decoded before it was parsed (escaped backticks): positions count in the decoded
   * text, and this is the place in the region that all of it stands for.
   */
  readonly place: Range | undefined;
}

export function originOf(text: string, holes: readonly Hole[]): Origin {
  return { text, holes, holeStarts: holes.map((h) => h.range.start), place: undefined };
}

export function decodedOrigin(text: string, place: Range): Origin {
  return { text, holes: [], holeStarts: [], place };
}

export function rangeIn(origin: Origin, pos: number, end: number): Range {
  return origin.place ?? { start: pos, end: Math.max(pos, end) };
}

/** A script inside a word, and how it stands there. */
export interface NestedScript {
  readonly script: ParsedScript;
  readonly via: Nesting;
  readonly range: Range;
}

/** Reads a word of the parser, and hands over the scripts in it. */
export function readWord(node: WordNode, origin: Origin, onScript: (nested: NestedScript) => void): Word {
  return new WordReader(origin, onScript).read(node);
}

/** A word that the parser keeps as something else (`time`, the `X=y` of `export X=y`). */
export function plainWord(origin: Origin, pos: number, end: number): Word {
  const text = origin.text.slice(pos, end);
  const pieces = origin.place === undefined ? [{ valueStart: 0, length: text.length, start: pos }] : [];
  return { range: rangeIn(origin, pos, end), text, value: text, isStatic: true, expansions: [], pieces };
}

/** The word `name=` (or `name+=`, `name[i]=`) with the value behind it. */
export function prefixedWord(origin: Origin, pos: number, valuePos: number, value: Word): Word {
  const head = plainWord(origin, pos, valuePos);
  return {
    range: origin.place ?? { start: pos, end: value.range.end },
    text: head.text + value.text,
    value: head.value + value.value,
    isStatic: value.isStatic,
    expansions: value.expansions,
    pieces: [
      ...head.pieces,
      ...value.pieces.map((p) => ({ ...p, valueStart: p.valueStart + head.value.length })),
    ],
  };
}

/** Hands over the scripts anywhere below a node, without those inside of them. */
export function eachScript(node: SyntaxNode, origin: Origin, onScript: (nested: NestedScript) => void): void {
  if (
    node.type === 'CommandExpansion' ||
    node.type === 'ProcessSubstitution' ||
    node.type === 'ArithmeticCommandExpansion'
  ) {
    const { script } = node;
    if (script === undefined) return;
    const isBackticks = node.text.startsWith('`');
    const via = node.type === 'ProcessSubstitution' ? 'process' : isBackticks ? 'backticks' : 'substitution';
    onScript({ script, via, range: rangeIn(origin, node.pos, node.end) });
    return;
  }
  forEachChild(node, (child) => eachScript(child, origin, onScript));
}

type Quoting = 'bare' | 'double' | 'raw';

class WordReader {
  private readonly out: string[] = [];
  private length = 0;
  private readonly pieces: WordPiece[] = [];
  private readonly expansions: Expansion[] = [];
  private isExact: boolean;

  constructor(
    private readonly origin: Origin,
    private readonly onScript: (nested: NestedScript) => void,
  ) {
    this.isExact = origin.place === undefined;
  }

  read(node: WordNode): Word {
    const { origin } = this;
    const { parts } = node;
    if (parts === undefined) this.literal(node.pos, node.end, 'bare');
    else for (const part of parts) this.part(part, 'bare');
    this.addHoles(node.pos, node.end);
    const value = this.out.join('');
    const { expansions } = this;
    const isPlainGlob = value.startsWith('-') || value.includes('=') || value.includes('://');
    return {
      range: rangeIn(origin, node.pos, node.end),
      text: origin.text.slice(node.pos, node.end),
      value,
      isStatic: expansions.every((e) => e.kind === 'glob' && isPlainGlob),
      expansions,
      pieces: this.isExact ? this.pieces : [],
    };
  }

  private part(part: WordPart, quoting: Quoting): void {
    switch (part.type) {
      case 'Literal':
        this.literal(part.pos, part.end, quoting);
        return;
      case 'SingleQuoted':
        this.literal(part.pos + 1, quoteEnd(part, "'"), 'raw');
        return;
      case 'DoubleQuoted':
      case 'LocaleString':
        for (const child of part.parts) this.part(child, 'double');
        return;
      case 'AnsiCQuoted':
        if (part.value !== part.text.slice(2, -1)) this.isExact = false;
        if (this.isExact) this.literal(part.pos + 2, part.end - 1, 'raw');
        else this.append(part.value, part.pos);
        return;
      case 'Glob':
      case 'ExtendedGlob':
      case 'BraceExpansion':
        this.expansions.push({ range: rangeIn(this.origin, part.pos, part.end), kind: 'glob' });
        this.verbatim(part);
        return;
      case 'SimpleExpansion':
        this.expansions.push({
          range: rangeIn(this.origin, part.pos, part.end),
          kind: 'variable',
          name: part.text.slice(1),
        });
        this.verbatim(part);
        return;
      case 'ParameterExpansion':
        this.expansions.push(this.parameter(part));
        this.verbatim(part);
        return;
      case 'ArithmeticExpansion':
        this.expansions.push({ range: rangeIn(this.origin, part.pos, part.end), kind: 'arithmetic' });
        this.verbatim(part);
        return;
      case 'CommandExpansion':
      case 'ProcessSubstitution': {
        const kind = part.type === 'CommandExpansion' ? 'command' : 'process';
        this.expansions.push({ range: rangeIn(this.origin, part.pos, part.end), kind });
        this.verbatim(part);
      }
    }
  }

  /** The part as written, and the scripts in it. */
  private verbatim(part: WordPart): void {
    this.append(this.origin.text.slice(part.pos, part.end), part.pos);
    eachScript(part, this.origin, this.onScript);
  }

  private parameter(part: ParameterExpansionPart): Expansion {
    const range = rangeIn(this.origin, part.pos, part.end);
    const expansion: Expansion = { range, kind: 'variable', name: part.parameter };
    const { operation } = part;
    if (operation?.type !== 'Default' || !/^:?[-=]$/.test(operation.operator)) return expansion;
    const operand = readWord(operation.operand, this.origin, () => undefined);
    if (!operand.isStatic || operand.value === '') return expansion;
    return { ...expansion, fallback: operand.value, fallbackRange: operand.range };
  }

  private addHoles(pos: number, end: number): void {
    const { holes, holeStarts } = this.origin;
    for (let i = lastAtMost(holeStarts, pos - 1) + 1; i < holes.length; i++) {
      const { range } = holes[i] as Hole;
      if (range.start >= end) break;
      this.expansions.push({ range: { start: range.start, end: Math.min(range.end, end) }, kind: 'hole' });
    }
    this.expansions.sort((a, b) => a.range.start - b.range.start);
  }

  /** Takes the quoting off a literal run of the text, leaving holes as they are. */
  private literal(start: number, end: number, quoting: Quoting): void {
    const { text, holes, holeStarts } = this.origin;
    let hole = lastAtMost(holeStarts, start - 1) + 1;
    let run = start;
    let i = start;
    const flush = (next: number): void => {
      if (i > run) this.append(text.slice(run, i), run);
      run = i = next;
    };
    while (i < end) {
      const next = holes[hole];
      if (next !== undefined && next.range.start <= i) {
        i = Math.min(end, Math.max(i, next.range.end));
        hole++;
        continue;
      }
      if (text[i] !== '\\' || quoting === 'raw' || i + 1 >= end) {
        i++;
        continue;
      }
      const escaped = text[i + 1] as string;
      if (escaped === '\n') {
        flush(i + 2);
      } else if (quoting === 'bare' || '$`"\\'.includes(escaped)) {
        flush(i + 1);
        i++;
      } else {
        i += 2;
      }
    }
    flush(end);
  }

  private append(text: string, start: number): void {
    if (text === '') return;
    this.out.push(text);
    this.pieces.push({ valueStart: this.length, length: text.length, start });
    this.length += text.length;
  }
}

/** The end of what stands between quotes; a quote that the text's end left open has no second one. */
function quoteEnd(
  part: { readonly pos: number; readonly end: number; readonly text: string },
  quote: string,
): number {
  return part.text.length > 1 && part.text.endsWith(quote) ? part.end - 1 : part.end;
}

/**
 * Where a stretch of a word's value is written.
 *
 * Offsets of `value`, end exclusive. The range may hold quotes that stand in the middle of the stretch.
 * Gives the whole word where the value was decoded and has no such place.
 */
export function rangeInWord(word: Word, from: number, to: number): Range {
  const start = placeOf(word, from, true);
  const end = placeOf(word, to, false);
  return start === undefined || end === undefined || end < start ? word.range : { start, end };
}

function placeOf(word: Word, offset: number, isStart: boolean): number | undefined {
  for (const { valueStart, length, start } of word.pieces) {
    const inside = offset - valueStart;
    if (isStart ? inside >= 0 && inside < length : inside > 0 && inside <= length) return start + inside;
  }
  if (word.pieces.length === 0) return undefined;
  const last = word.pieces[word.pieces.length - 1];
  const first = word.pieces[0];
  if (last !== undefined && offset === last.valueStart + last.length) return last.start + last.length;
  return offset === 0 ? first?.start : undefined;
}

/**
 * A stretch of a word's value as a word of its own: the value behind the `=` of a flag.
 *
 * Its range takes in quotes that belong to the stretch alone (`--user="name"`), and none that surround more
 * (`"--user=name"`).
 */
export function partOfWord(word: Word, from: number, to: number, regionText: string): Word {
  const range = quotedRange(word, from, to, regionText);
  const expansions = word.expansions.filter((e) => e.range.start >= range.start && e.range.end <= range.end);
  return {
    range,
    text: regionText.slice(range.start, range.end),
    value: word.value.slice(from, to),
    isStatic: word.isStatic || expansions.every((e) => e.kind === 'glob'),
    expansions,
    pieces: word.pieces
      .filter((p) => p.valueStart < to && p.valueStart + p.length > from)
      .map((p) => {
        const skip = Math.max(0, from - p.valueStart);
        const length = Math.min(p.valueStart + p.length, to) - p.valueStart - skip;
        return { valueStart: p.valueStart + skip - from, length, start: p.start + skip };
      }),
  };
}

function quotedRange(word: Word, from: number, to: number, text: string): Range {
  const inner = rangeInWord(word, from, to);
  if (inner === word.range) return inner;
  const before = from === 0 ? word.range.start : (placeOf(word, from, false) ?? inner.start);
  const behind = to === word.value.length ? word.range.end : (placeOf(word, to, true) ?? inner.end);
  const candidates: Range[] = [
    { start: before, end: behind },
    inner,
    { start: before, end: inner.end },
    { start: inner.start, end: behind },
  ];
  return candidates.find((r) => r.start <= r.end && hasBalancedQuotes(text.slice(r.start, r.end))) ?? inner;
}

function hasBalancedQuotes(text: string): boolean {
  let open = '';
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    if (c === '\\' && open !== "'") i++;
    else if (c === open) open = '';
    else if (open === '' && (c === '"' || c === "'")) open = c;
  }
  return open === '';
}
