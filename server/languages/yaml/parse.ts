import { Composer, type YAMLError } from 'yaml';
import { message } from '../../text/message';
import { compareRanges, type Range } from '../../text/range';
import type { Comment, Hole, NotAnalyzed, Parsed, ParseProblem, RegionContext } from '../language';
import { fillerFor, maskExpressions, maskGoTemplates, maskRanges, type MaskedText } from '../template';
import { boundSize, schemaRange, tooDeepRange } from './bounds';
import { buildTree } from './build';
import { maskExpansions } from './expansions';
import { HoleIndex, type Blank } from './holes';
import { expandLeadingTabs, findRepair } from './repair';
import { splitDocuments } from './stream';
import { readTokens, type Tokens } from './tokens';
import type { YamlTree } from './tree';

/** Readings of one text at most: each takes out what kept the last one from reading on. */
const maxReadings = 8;

const composerOptions = {
  uniqueKeys: false,
  merge: true,
  keepSourceTokens: true,
  prettyErrors: false,
  logLevel: 'silent',
  // Values keep their text; what type a field has is the field's business.
  schema: 'failsafe',
} as const;

/**
 * Parses YAML 1.2.2 as Kubernetes' parser would read it, whatever the text.
 *
 * A stream of several documents has no root: its documents are regions of their own (embed.ts). Damaged
 * parts are masked and the rest is read; with any damage every collection is open, so that nothing is
 * called absent. Cost: linear, times at most eight readings of a damaged text.
 */
export function parseYaml(text: string, context: RegionContext): Parsed<YamlTree> {
  if (splitDocuments(text).length > 1) {
    return { tree: { root: undefined }, problems: [], holes: [], comments: [], notAnalyzed: [] };
  }
  return parseDocument(text, text, context);
}

/**
 * Parses one document. `readable` is the text that the parser is given, of the same length as `text`:
 * JSON with its comments blanked, or `text` itself.
 */
export function parseDocument(
  text: string,
  readable: string,
  context: RegionContext,
  moreComments: readonly Comment[] = [],
): Parsed<YamlTree> {
  const bound = boundSize(text);
  const schema = schemaRange(text);
  let bounded = bound.end === text.length ? readable : readable.slice(0, bound.end);
  const unread = [...bound.longLines, ...(schema === undefined ? [] : [schema])].sort(compareRanges);
  for (const range of unread) bounded = maskRanges(bounded, [{ range, filler: ' ' }]);
  const filler = fillerFor(text);
  const reading = readTemplated(bounded, filler, context);
  const { mask, damage, isDamaged, problems, tokens } = reading;
  const blanks: Blank[] = [
    ...mask.blanks.map(({ range, word }) => ({ range, effect: effectOf(word) })),
    ...mask.hidden.map((range) => ({ range, effect: 'insert' as const })),
    ...damage.blanks.map((range) => ({ range, effect: 'insert' as const })),
    ...unread.map((range) => ({ range, effect: 'insert' as const })),
  ];
  const values = [...mask.values.map((a) => a.range), ...damage.values];
  const holes = new HoleIndex(text, reading.text, inOrder(values), separate(blanks), mask.branches);
  const root =
    tokens === undefined ? undefined : buildTree(tokens.tokens, { text, filler, holes, isDamaged });
  return {
    tree: { root },
    problems,
    holes: listHoles(mask, damage),
    comments: listComments(text, tokens, mask, moreComments),
    notAnalyzed: [
      ...bound.notAnalyzed,
      ...damage.notAnalyzed,
      ...mask.hidden.map((range) => ({
        range,
        reason: message('partly analyzed: the other branch of a template'),
      })),
    ].sort((a, b) => a.range.start - b.range.start),
  };
}

interface Damage {
  readonly blanks: Range[];
  readonly values: Range[];
  readonly notAnalyzed: NotAnalyzed[];
}

interface Reading {
  /** What the parser saw in the end. */
  readonly text: string;
  readonly mask: MaskedText;
  readonly damage: Damage;
  readonly isDamaged: boolean;
  readonly problems: readonly ParseProblem[];
  readonly tokens: Tokens | undefined;
}

/** What a shell puts in is masked only where the text as it is cannot be meant, and if it helps. */
function readTemplated(text: string, filler: string, context: RegionContext): Reading {
  const reading = readActions(text, filler, context);
  if (reading.problems.length === 0 || !/\$[{(]/.test(text)) return reading;
  const expanded = readRepaired(maskExpansions(reading.mask, filler), filler);
  return expanded.problems.length < reading.problems.length ? expanded : reading;
}

/** Masks first where templates are expected; elsewhere only where the text as it is cannot be meant. */
function readActions(text: string, filler: string, context: RegionContext): Reading {
  if (!text.includes('{{')) return readRepaired(plain(text), filler);
  if (context.template === 'actions') return readRepaired(maskExpressions(text, filler), filler);
  if (context.template === 'helm' || /(?:^|\/)templates\//.test(context.fileName)) {
    return readRepaired(maskGoTemplates(text, filler), filler);
  }
  const isExpressions = text.includes('${{');
  const raw = readRepaired(isExpressions ? maskExpressions(text, filler) : plain(text), filler);
  if (raw.problems.length === 0 && !hasActionAsMap(raw)) return raw;
  const masked = readRepaired(maskGoTemplates(text, filler), filler);
  return masked.problems.length < raw.problems.length || hasActionAsMap(raw) ? masked : raw;
}

function plain(text: string): MaskedText {
  return { text, values: [], blanks: [], branches: [], hidden: [] };
}

/** `image: {{ .Values.image }}` is a map in a map for YAML, and no error. */
function hasActionAsMap(reading: Reading): boolean {
  let isFound = false;
  const look = (items: readonly { key?: unknown; value?: unknown }[]): void => {
    for (const { key, value } of items) {
      for (const child of [key, value]) {
        if (isFound || typeof child !== 'object' || child === null || !('items' in child)) continue;
        const { offset, items: inner } = child as {
          offset: number;
          items: { key?: unknown; value?: unknown }[];
        };
        if (reading.text.startsWith('{{', offset)) isFound = true;
        else look(inner);
      }
    }
  };
  look((reading.tokens?.tokens ?? []) as readonly { value?: unknown }[]);
  return isFound;
}

function readRepaired(mask: MaskedText, filler: string): Reading {
  const damage: Damage = { blanks: [], values: [], notAnalyzed: [] };
  const problems: ParseProblem[] = [];
  let text = mask.text;
  let isDamaged = false;
  for (let reading = 1; ; reading++) {
    const tokens = readTokens(text);
    const isLast = reading === maxReadings;
    if (tokens.tooDeepAt !== undefined) {
      isDamaged = true;
      const found = tooDeepRange(text, tokens.tooDeepAt);
      const range = isLast ? { start: tokens.tooDeepAt, end: text.length } : found;
      const isFlow = text[range.start] === '[' || text[range.start] === '{';
      (isFlow ? damage.values : damage.blanks).push(range);
      damage.notAnalyzed.push({ range, reason: message('YAML nested too deep') });
      text = maskRanges(text, [{ range, filler: isFlow ? filler : ' ' }]);
      // After the last mask nothing deep is left, so one more reading ends.
      if (reading > maxReadings) return { text, mask, damage, isDamaged, problems, tokens: undefined };
      continue;
    }
    const errors = compose(tokens);
    if (errors.length > 0) isDamaged = true;
    const repair = reading >= maxReadings ? undefined : findRepair(text, tokens, errors);
    if (repair === undefined) {
      for (const { pos, message } of errors) {
        problems.push({ range: clip({ start: pos[0], end: pos[1] }, text.length), message });
      }
      return {
        text,
        mask,
        damage,
        isDamaged,
        problems: problems.sort((a, b) => a.range.start - b.range.start),
        tokens,
      };
    }
    if (repair.expandTabs) {
      text = expandLeadingTabs(text);
      problems.push({ range: { start: 0, end: 0 }, message: 'Tabs are not allowed as indentation' });
    }
    for (const { range, as } of repair.pieces) {
      (as === 'blank' ? damage.blanks : damage.values).push(range);
      problems.push({ range, message: 'This part cannot be read as YAML' });
    }
    text = maskRanges(
      text,
      repair.pieces.map(({ range, as }) => ({ range, filler: as === 'blank' ? ' ' : filler })),
    );
  }
}

function clip(range: Range, length: number): Range {
  const start = Math.max(0, Math.min(range.start, length));
  return { start, end: Math.max(start, Math.min(range.end, length)) };
}

type Problem = Pick<YAMLError, 'code' | 'pos' | 'message'>;

function compose(tokens: Tokens): readonly Problem[] {
  try {
    const errors: Problem[] = [];
    const composer = new Composer(composerOptions);
    for (const document of composer.compose(tokens.tokens)) {
      for (const error of document.errors) if (!isHarmless(error)) errors.push(error);
    }
    return errors;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [{ code: 'IMPOSSIBLE', pos: [0, 0], message }];
  }
}

/** What a stricter reader refuses although there is only one way to read it. */
function isHarmless({ code, message }: Problem): boolean {
  if (code === 'TAG_RESOLVE_FAILED' || code === 'KEY_OVER_1024_CHARS') return true;
  // A template's line that became blanks may be longer than the block's indentation.
  return code === 'MISSING_CHAR' && message.includes('more-indented leading empty lines');
}

const neutralWords = new Set(['end', '/*', 'define', 'break', 'continue']);

function effectOf(word: string): Blank['effect'] {
  if (neutralWords.has(word) || word.startsWith('$')) return 'none';
  return word === 'if' || word === 'with' || word === 'range' || word === 'block' || word === 'else'
    ? 'branch'
    : 'insert';
}

function inOrder(ranges: readonly Range[]): readonly Range[] {
  return [...ranges].sort((a, b) => a.start - b.start);
}

/** Sorted, and without what lies inside another one. */
function separate(blanks: readonly Blank[]): readonly Blank[] {
  const sorted = [...blanks].sort((a, b) => a.range.start - b.range.start || b.range.end - a.range.end);
  const out: Blank[] = [];
  let end = 0;
  for (const blank of sorted) {
    if (blank.range.end <= end) continue;
    out.push(blank);
    end = blank.range.end;
  }
  return out;
}

function listHoles(mask: MaskedText, damage: Damage): readonly Hole[] {
  const holes: Hole[] = [
    ...[...mask.values, ...mask.blanks].map(({ range, kind }) => ({ range, kind })),
    ...[...damage.blanks, ...damage.values].map((range) => ({ range, kind: 'damaged' as const })),
  ];
  return holes.sort((a, b) => a.range.start - b.range.start);
}

/** Comments of YAML and, since a suppression may stand there, those of templates. */
function listComments(
  text: string,
  tokens: Tokens | undefined,
  mask: MaskedText,
  more: readonly Comment[],
): readonly Comment[] {
  const comments: Comment[] = [...more];
  for (const range of tokens?.comments ?? []) {
    comments.push({ range, text: text.slice(range.start + 1, range.end).trim() });
  }
  for (const { range, word } of mask.blanks) {
    if (word !== '/*') continue;
    const inside = text.slice(range.start, range.end);
    const open = inside.indexOf('/*') + 2;
    comments.push({ range, text: inside.slice(open, inside.lastIndexOf('*/')).trim() });
  }
  return comments.sort((a, b) => a.range.start - b.range.start);
}
