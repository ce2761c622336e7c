import type { Comment } from '../languages/language';
import type { Region, RegionPath } from '../regions/region';
import type { SuppressionUse } from '../rule/rule';
import { lineEndAt, lineStartAt } from '../text/lines';
import type { Range } from '../text/range';
import { mapRange } from '../text/sourceMap';

/** A comment that is meant to silence rules at a place. It does only without a defect. */
export interface Suppression extends Directive {
  readonly comment: Comment;
  readonly region: Region;
  readonly path: RegionPath;
}

/** What the text of such a comment says; ranges are in that text. */
export interface Directive {
  readonly scope: 'next' | 'fence' | 'file';
  readonly keyword: Range;
  readonly rules: readonly Word[];
  readonly reason: string;
  /** `YYYY-MM-DD`, the last day on which it holds. */
  readonly until: Word | undefined;
  /** Why it does not hold: a silence that nobody can account for, or that never ends by mistake, is none. */
  readonly defect: SuppressionUse['defect'];
}

interface Word {
  readonly value: string;
  readonly at: Range;
}

const prefix = 'security-hints-ignore-';
const scopes: ReadonlyMap<string, Suppression['scope']> = new Map([
  ['next', 'next'],
  ['fence', 'fence'],
  ['file', 'file'],
]);

/**
 * Reads `security-hints-ignore-next RULE[, RULE] [until=YYYY-MM-DD]: reason`. Undefined for any other comment,
 * also for one that only speaks of such a comment.
 */
export function readDirective(text: string): Directive | undefined {
  const keyword = /^security-hints-ignore-?[a-z-]*(?=[\s:]|$)/.exec(text)?.[0];
  if (keyword === undefined) return undefined;
  const scope = keyword.startsWith(prefix) ? scopes.get(keyword.slice(prefix.length)) : undefined;
  const colon = text.indexOf(':', keyword.length);
  const head = colon < 0 ? text : text.slice(0, colon);
  const reason = colon < 0 ? '' : text.slice(colon + 1).trim();
  const rules: Word[] = [];
  let until: Word | undefined;
  for (const match of head.slice(keyword.length).matchAll(/[^\s,]+/g)) {
    const start = keyword.length + match.index;
    const [word] = match;
    if (!word.startsWith('until=')) rules.push({ value: word, at: { start, end: start + word.length } });
    else {
      const at = { start: start + 'until='.length, end: start + word.length };
      until = { value: word.slice('until='.length), at };
    }
  }
  return {
    scope: scope ?? 'next',
    keyword: { start: 0, end: keyword.length },
    rules,
    reason,
    until,
    defect: defectOf(scope, rules, reason, until),
  };
}

function defectOf(
  scope: Suppression['scope'] | undefined,
  rules: readonly Word[],
  reason: string,
  until: Word | undefined,
): Directive['defect'] {
  if (scope === undefined) return 'noScope';
  if (until !== undefined && !isDate(until.value)) return 'noDate';
  if (rules.length === 0) return 'noRule';
  return reason === '' ? 'noReason' : undefined;
}

/** A day of the calendar, `YYYY-MM-DD`. */
export function isDate(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

/** All suppressions of a document, from the comments of all its regions; those with a defect too. */
export function suppressionsOf(placed: readonly (readonly [Region, RegionPath])[]): readonly Suppression[] {
  const result: Suppression[] = [];
  for (const [region, path] of placed) {
    for (const comment of region.comments) {
      const directive = readDirective(comment.text);
      if (directive !== undefined) result.push({ ...directive, comment, region, path });
    }
  }
  return result;
}

/** A finding, as far as a suppression looks at it. */
export interface Target {
  readonly ruleId: string;
  readonly range: Range;
  readonly path: RegionPath;
}

/** The suppression that silences a finding, if any holds today. */
export function findSuppression(
  suppressions: readonly Suppression[],
  target: Target,
  today: string | undefined,
): Suppression | undefined {
  return suppressions.find((suppression) => !hasEnded(suppression, today) && isMeantFor(suppression, target));
}

export function hasEnded({ until }: Suppression, today: string | undefined): boolean {
  return until !== undefined && today !== undefined && today > until.value;
}

/** True when the suppression names the finding's rule and reaches the finding, whatever the day. */
export function isMeantFor(suppression: Suppression, target: Target): boolean {
  return (
    suppression.defect === undefined &&
    suppression.rules.some(({ value }) => value === target.ruleId) &&
    covers(suppression, target)
  );
}

function covers(suppression: Suppression, finding: Target): boolean {
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
