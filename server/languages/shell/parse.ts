import { parseRegion } from 'unbash';
import type { Comment, Hole, NotAnalyzed, Parsed, ParseProblem, RegionContext } from '../language';
import { message } from '../../text/message';
import { compareRanges, type Range } from '../../text/range';
import { lastAtMost } from '../../text/lines';
import { TreeBuilder } from './treeBuilder';
import { maxNesting } from './frames';
import { repairShell } from './repair';
import type { Scan } from './scan';
import { applyMasks, findTemplates, letters, type Mask } from './template';
import type { ShellTree } from './tree';
import { originOf, type Origin } from './words';

/** Scripts that people write are shorter; beyond it the parser would need seconds. */
const maxLength = 500_000;

/** A longer line is data that somebody pasted; it is left out, and the lines around it are read. */
const maxLine = 100_000;

/**
 * Parses a shell script, or what a document shows as one, into its commands.
 *
 * Takes any string whose lines end in LF; offsets are UTF-16 units of it. Templates, placeholders and what
 * is damaged are holes: the parser sees letters in their place, and words show them as written. A quote or
 * substitution that never closes costs its own line only. POSIX sh and zsh are read as Bash.
 *
 * Never throws; what could not be read is in `problems` and `notAnalyzed`.
 */
export function parseShell(text: string, _context: RegionContext): Parsed<ShellTree> {
  const notAnalyzed: NotAnalyzed[] = [];
  const { longLines, end } = boundsOf(text);
  if (end < text.length) {
    const reason = message('the script is longer than {count} characters', {
      count: maxLength.toLocaleString('en'),
    });
    notAnalyzed.push({ range: { start: end, end: text.length }, reason });
  }
  for (const range of longLines) {
    notAnalyzed.push({
      range,
      reason: message('a line longer than {count} characters', { count: maxLine.toLocaleString('en') }),
    });
  }
  const read = applyMasks(
    text.slice(0, end),
    longLines.map(({ start, end: stop }) => ({ start, filler: ' '.repeat(stop - start) })),
  );
  const templates = findTemplates(read);
  const { source: repaired, scan, damaged, tooDeep } = repairShell(applyMasks(read, templates.masks));
  for (const range of tooDeep) {
    notAnalyzed.push({
      range,
      reason: message('nesting deeper than {count} levels', { count: String(maxNesting) }),
    });
  }
  const source = applyMasks(repaired, scanMasks(repaired, scan));
  const holes: Hole[] = [
    ...templates.holes,
    ...scan.placeholders.map((range): Hole => ({ range, kind: 'placeholder' })),
    ...[...longLines, ...tooDeep].map((range): Hole => ({ range, kind: 'damaged' })),
    ...damaged.map(({ start, end: stop }): Hole => ({ range: { start, end: stop }, kind: 'damaged' })),
  ];
  const problems: ParseProblem[] = [
    ...damaged.map(({ start, message }) => ({ range: { start, end: start + 1 }, message })),
    ...scan.indentedEnds.map((range) => ({ range, message: 'closing line of the heredoc is indented' })),
    ...scan.openHeredocs.map((at) => ({ range: { start: at, end: at + 2 }, message: 'unclosed heredoc' })),
  ];
  const comments = scan.comments.map((range): Comment => ({
    range,
    text: read.slice(range.start + 1, range.end).trim(),
  }));
  const disjoint = withoutOverlaps(holes);
  try {
    const built = build(source, scan, originOf(read, disjoint));
    return {
      tree: built.tree,
      problems: [...problems, ...built.problems],
      holes: disjoint,
      comments,
      notAnalyzed,
    };
  } catch (error) {
    // The parser recurses; the scan keeps known shapes from exhausting its stack, this guards the unknown.
    if (!(error instanceof RangeError)) throw error;
    const range = { start: 0, end };
    const reason = message('the script is nested too deeply for the parser');
    return {
      tree: { commands: [], heredocs: [] },
      problems,
      holes: [{ range, kind: 'damaged' }],
      comments,
      notAnalyzed: [...notAnalyzed, { range, reason }],
    };
  }
}

/** The lines that are data and no script, and the end of the last whole line within the bound. */
function boundsOf(text: string): { readonly longLines: readonly Range[]; readonly end: number } {
  if (text.length <= maxLine) return { longLines: [], end: text.length };
  const longLines: Range[] = [];
  let read = 0;
  for (let start = 0; start < text.length;) {
    const next = text.indexOf('\n', start);
    const end = next < 0 ? text.length : next;
    if (end - start > maxLine) longLines.push({ start, end });
    else if ((read += end - start + 1) > maxLength) return { longLines, end: start };
    start = end + 1;
  }
  return { longLines, end: text.length };
}

function scanMasks(source: string, scan: Scan): Mask[] {
  const masks: Mask[] = [];
  for (const { start, end } of scan.placeholders) {
    masks.push({ start, filler: letters(end - start) });
  }
  for (const { start, end } of scan.brokenContinuations) {
    masks.push({ start, filler: ' '.repeat(end - start - 1) + '\\' });
  }
  for (const { start, end } of scan.indentedEnds) {
    const delimiter = source.slice(start, end).trim();
    masks.push({ start, filler: `${delimiter}\n${' '.repeat(end - start - delimiter.length - 1)}` });
  }
  // A `\` that ends the text would be a word of its own.
  const last = source.trimEnd().length - 1;
  if (source[last] === '\\' && (last === 0 || ' \t\n'.includes(source[last - 1] as string))) {
    masks.push({ start: last, filler: ' ' });
  }
  return inOrder(masks);
}

function inOrder(masks: Mask[]): Mask[] {
  masks.sort((a, b) => a.start - b.start);
  let done = 0;
  return masks.filter(({ start, filler }) => {
    if (start < done) return false;
    done = start + filler.length;
    return true;
  });
}

function withoutOverlaps(holes: Hole[]): Hole[] {
  holes.sort((a, b) => compareRanges(a.range, b.range));
  let done = -1;
  return holes.filter(({ range }) => {
    if (range.start < done) return false;
    done = range.end;
    return true;
  });
}

/**
 * Runs the parser, again behind every place where it gave up.
 *
 * A stray `)` or `;;` ends its reading; the next line that does not begin inside a quote or heredoc is read
 * as a new script. The last commands of one script and the first of the next are not joined.
 */
function build(source: string, scan: Scan, origin: Origin): ReturnType<TreeBuilder['result']> {
  const builder = new TreeBuilder();
  for (let start = 0; start < source.length;) {
    const script = parseRegion(source, start, source.length);
    const lastStart = builder.add(script, origin);
    const stopped = script.errors?.[script.errors.length - 1]?.pos;
    if (stopped === undefined || lastStart > stopped) break;
    const line = scan.freshLines[lastAtMost(scan.freshLines, Math.max(stopped, start)) + 1];
    if (line === undefined) break;
    start = line;
  }
  return builder.result();
}
