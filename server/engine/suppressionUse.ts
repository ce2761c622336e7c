import { closest, distance } from 'fastest-levenshtein';
import type { Region, RegionPath } from '../regions/region';
import type { SuppressedRule, SuppressionRule, SuppressionUse } from '../rule/rule';
import type { Range } from '../text/range';
import { guarded, type Finding, type RuleFailure } from './run';
import { hasEnded, isDate, isMeantFor, type Suppression, type Target } from './suppress';

/** What is known when all other rules have run. */
export interface Audited {
  readonly suppressions: readonly Suppression[];
  /** Everything that was found, by rules that are switched off too. */
  readonly targets: readonly Target[];
  /** The ids of all rules there are. */
  readonly known: ReadonlySet<string>;
  /** Rules of which not everything is known: they ran on a part of what they read, or threw. */
  readonly unsure: ReadonlySet<string>;
  /** False where a part of the document was not analyzed: what is there may be what a comment is about. */
  readonly isWhole: boolean;
  readonly today: string | undefined;
}

/** Runs the rules about suppressions, each on each suppression. */
export function auditSuppressions(rules: readonly SuppressionRule[], audited: Audited): readonly Finding[] {
  const findings: Finding[] = [];
  if (rules.length === 0 || audited.suppressions.length === 0) return findings;
  const failures: RuleFailure[] = [];
  for (const suppression of audited.suppressions) {
    const use = useOf(suppression, audited);
    for (const rule of rules) {
      guarded(rule, failures, () =>
        rule.audit(use, (problem) => findings.push({ rule, region: suppression.region, problem })),
      );
    }
  }
  return findings;
}

function useOf(suppression: Suppression, audited: Audited): SuppressionUse {
  const { region, comment, until } = suppression;
  const text = region.text.slice(comment.range.start, comment.range.end);
  const base = comment.range.start + Math.max(0, text.indexOf(comment.text));
  const moved = ({ start, end }: Range): Range => ({ start: base + start, end: base + end });
  return {
    region,
    comment: comment.range,
    keyword: moved(suppression.keyword),
    rules: suppression.rules.map(({ value, at }) => namedRule(suppression, value, moved(at), audited)),
    defect: suppression.defect,
    until: until && {
      value: until.value,
      at: moved(until.at),
      hasPassed: suppression.defect === undefined && hasEnded(suppression, audited.today),
      renewed: renewedEnd(audited.today ?? until.value),
    },
  };
}

function namedRule(suppression: Suppression, id: string, at: Range, audited: Audited): SuppressedRule {
  const isKnown = audited.known.has(id);
  const canTell = isKnown && audited.isWhole && !audited.unsure.has(id);
  const covered = audited.targets.filter(
    (target) => target.ruleId === id && isMeantFor(suppression, target),
  ).length;
  return {
    id,
    at,
    isKnown,
    closest: isKnown ? undefined : closestTo(id, audited.known),
    covered: covered > 0 || canTell ? covered : undefined,
  };
}

/** Ninety days after a day; the end of the century where there is no such day. */
function renewedEnd(day: string): string {
  if (!isDate(day)) return '2099-12-31';
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 90);
  return date.toISOString().slice(0, 10);
}

/** An id at most a third of which has to be typed again. */
function closestTo(id: string, known: ReadonlySet<string>): string | undefined {
  const candidate = closest(id, [...known]);
  return distance(id, candidate) * 3 <= id.length ? candidate : undefined;
}

/** Where a finding stands, for suppressions. */
export function targetOf(
  { rule, region, problem }: Finding,
  pathOf: ReadonlyMap<Region, RegionPath>,
): Target {
  return { ruleId: rule.meta.id, range: problem.at, path: pathOf.get(region) ?? [] };
}
