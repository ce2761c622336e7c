import type { Comment } from '../languages/language';
import type { Region, RegionPath } from '../regions/region';
import { lineEndAt, lineStartAt } from '../text/lines';
import type { Range } from '../text/range';
import { mapRange } from '../text/sourceMap';

/** A comment that silences rules at a place. */
export interface Suppression {
  readonly scope: 'next' | 'fence' | 'file';
  readonly rules: readonly string[];
  readonly reason: string;
  /** `YYYY-MM-DD`, the last day on which it holds. */
  readonly until: string | undefined;
  readonly comment: Comment;
  readonly region: Region;
  readonly path: RegionPath;
}

const scopes: { readonly [word: string]: Suppression['scope'] } = {
  'security-hints-ignore-next': 'next',
  'security-hints-ignore-fence': 'fence',
  'security-hints-ignore-file': 'file',
};

/**
 * Reads `security-hints-ignore-next RULE[, RULE] [until=YYYY-MM-DD]: reason`.
 *
 * Returns undefined for any other comment, and for one without rules, without a reason or with an end
 * that is no date: a silence that nobody can account for, or that never ends by mistake, does not hold.
 */
export function readSuppression(
  text: string,
): Pick<Suppression, 'scope' | 'rules' | 'reason' | 'until'> | undefined {
  const space = text.indexOf(' ');
  const scope = scopes[space < 0 ? text : text.slice(0, space)];
  const colon = text.indexOf(':');
  if (scope === undefined || colon < space) return undefined;
  const reason = text.slice(colon + 1).trim();
  const rules: string[] = [];
  let until: string | undefined;
  for (const word of text.slice(space, colon).split(/[\s,]+/)) {
    if (word.startsWith('until=')) until = word.slice('until='.length);
    else if (word !== '') rules.push(word);
  }
  if (until !== undefined && !/^\d{4}-\d\d-\d\d$/.test(until)) return undefined;
  return rules.length === 0 || reason === '' ? undefined : { scope, rules, reason, until };
}

/** All suppressions of a document, from the comments of all its regions. */
export function suppressionsOf(placed: readonly (readonly [Region, RegionPath])[]): readonly Suppression[] {
  const result: Suppression[] = [];
  for (const [region, path] of placed) {
    for (const comment of region.comments) {
      if (!comment.text.startsWith('security-hints-ignore')) continue;
      const read = readSuppression(comment.text);
      if (read !== undefined) result.push({ ...read, comment, region, path });
    }
  }
  return result;
}

/** The suppression that silences a finding of `ruleId` at `range` of the region at `path`, if any holds today. */
export function findSuppression(
  suppressions: readonly Suppression[],
  finding: {
    readonly ruleId: string;
    readonly range: Range;
    readonly path: RegionPath;
    readonly root: Region;
  },
  today: string | undefined,
): Suppression | undefined {
  return suppressions.find(
    (suppression) =>
      suppression.rules.includes(finding.ruleId) &&
      (suppression.until === undefined || today === undefined || today <= suppression.until) &&
      covers(suppression, finding),
  );
}

function covers(
  suppression: Suppression,
  finding: { readonly range: Range; readonly path: RegionPath; readonly root: Region },
): boolean {
  if (suppression.scope === 'file') return true;
  const inOwner = rangeWithin(suppression, finding.path, finding.range);
  if (suppression.scope === 'fence') {
    const fence = fenceOf(suppression.path);
    if (fence !== undefined) return finding.path.includes(fence);
    if (inOwner === undefined) return false;
    const next = suppression.region.embedded.find(
      (e) =>
        e.region.context.carrier !== 'inlineCode' &&
        (e.map.segments[0]?.parentAt ?? 0) >= suppression.comment.range.end,
    );
    return next !== undefined && finding.path.includes(next);
  }
  if (inOwner === undefined) return false;
  const target = nextLines(suppression.region, suppression.comment);
  return target.start <= inOwner.start && inOwner.start < Math.max(target.end, target.start + 1);
}

/** The finding's range in the offsets of the suppression's region, when it lies in it at any depth. */
function rangeWithin(suppression: Suppression, path: RegionPath, range: Range): Range | undefined {
  const depth = suppression.path.length;
  if (suppression.path.some((step, index) => path[index] !== step)) return undefined;
  let result = range;
  for (let i = path.length - 1; i >= depth; i--) {
    const step = path[i];
    if (step !== undefined) result = mapRange(step.map, result);
  }
  return result;
}

/** The innermost fence around a region. */
function fenceOf(path: RegionPath): RegionPath[number] | undefined {
  for (let i = path.length - 1; i >= 0; i--) {
    const step = path[i];
    const carrier = step?.region.context.carrier;
    if (carrier === 'fence' || carrier === 'transcript' || carrier === 'indentedCode') return step;
  }
  return undefined;
}

/** The next line that is neither blank nor a comment, with the lines that continue it by a `\`. */
function nextLines(region: Region, comment: Comment): Range {
  const { text } = region;
  let start = lineEndAt(text, comment.range.end) + 1;
  const isCommentAt = (offset: number): boolean =>
    region.comments.some((c) => c.range.start <= offset && offset < c.range.end);
  while (start < text.length) {
    const end = lineEndAt(text, start);
    const first = start + text.slice(start, end).search(/\S/);
    if (first >= start && !isCommentAt(first)) break;
    start = end + 1;
  }
  let end = lineEndAt(text, start);
  if (region.language === 'shell')
    while (text[end - 1] === '\\' && end < text.length) end = lineEndAt(text, end + 1);
  return { start, end };
}

/** Where a finding's line begins, in its region: the place of a comment that silences it. */
export function suppressionPlace(region: Region, range: Range): number {
  const { text } = region;
  let start = lineStartAt(text, range.start);
  if (region.language === 'shell') {
    while (start > 0 && text[start - 2] === '\\') start = lineStartAt(text, start - 1);
  }
  return start;
}
