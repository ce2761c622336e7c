import { factsOf } from '../facts/extract';
import type { FactKind, FactOf } from '../facts/fact';
import type { Region } from '../regions/region';
import type { DocumentFacts, DocumentRule, Problem, RegionRule, Rule } from '../rule/rule';
import { readSignature } from './documentFacts';

/** A problem with the rule that reported it and the region whose offsets it is in. */
export interface Finding {
  readonly rule: Rule;
  readonly region: Region;
  readonly problem: Problem;
}

/** A rule that threw: its other findings and the other rules' stand. */
export interface RuleFailure {
  readonly ruleId: string;
  readonly message: string;
}

/** What running rules gave. */
export interface RunResult {
  readonly findings: readonly Finding[];
  readonly failures: readonly RuleFailure[];
}

const regionResults = new WeakMap<
  Region,
  { readonly rules: readonly RegionRule[]; readonly result: RunResult }
>();

/**
 * What the region rules say about one region. Kept with the region: a region that only moved costs
 * nothing. `rules` must be the same array from call to call.
 */
export function runOnRegion(region: Region, rules: readonly RegionRule[]): RunResult {
  const cached = regionResults.get(region);
  if (cached?.rules === rules) return cached.result;
  const findings: Finding[] = [];
  const failures: RuleFailure[] = [];
  const facts = factsOf(region);
  for (const rule of rules) {
    guarded(rule, failures, () => {
      const told = new Set<string>();
      const visitor = rule.visit((problem) => {
        // What an alias or a merge key brings in is one text, however many facts it stands in.
        const place = `${problem.at.start}:${problem.at.end}:${JSON.stringify(problem.message)}`;
        if (told.has(place)) return;
        told.add(place);
        findings.push({ rule, region, problem });
      });
      for (const kind of Object.keys(visitor) as FactKind[]) {
        const visit = visitor[kind] as ((fact: FactOf<FactKind>, region: Region) => void) | undefined;
        if (visit !== undefined) for (const fact of facts[kind]) visit(fact, region);
      }
    });
  }
  const result = { findings, failures };
  regionResults.set(region, { rules, result });
  return result;
}

/** What one document rule found, with what it read. */
export interface DocumentRuleResult extends RunResult {
  readonly signature: readonly unknown[];
}

/** Runs a document rule, unless it would read just what it read the last time. */
export function runOnDocument(
  rule: DocumentRule,
  facts: DocumentFacts,
  previous: DocumentRuleResult | undefined,
): DocumentRuleResult {
  const signature = readSignature(facts, rule.reads);
  if (previous !== undefined && isSameList(previous.signature, signature)) return previous;
  const findings: Finding[] = [];
  const failures: RuleFailure[] = [];
  guarded(rule, failures, () =>
    rule.read(facts, ({ region, ...problem }) => findings.push({ rule, region, problem })),
  );
  return { findings, failures, signature };
}

function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

/** Runs a rule and keeps what it throws: a bug in one rule must not silence the others. */
export function guarded(rule: Rule, failures: RuleFailure[], run: () => void): void {
  try {
    run();
  } catch (error) {
    failures.push({ ruleId: rule.meta.id, message: error instanceof Error ? error.message : String(error) });
  }
}
