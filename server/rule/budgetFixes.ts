import type { BudgetBound, DisruptionBudgetFact } from '../facts/fact';
import type { WorkloadFact } from '../facts/podFact';
import { getPath, mapOf, textOf } from '../languages/yaml/read';
import { definesAnchor, setEntry } from '../languages/yaml/patch';
import { render, renderEntries, styleOf, type Plain } from '../languages/yaml/render';
import type { Region } from '../regions/region';
import type { FixEdit } from './fix';

/** Puts `maxUnavailable: 1` in the place of a bound, or beside none. Undefined where it cannot be written. */
export function oneAtATime(budget: DisruptionBudgetFact, region: Region): readonly FixEdit[] | undefined {
  const { map, minAvailable, maxUnavailable } = budget;
  const bound = maxUnavailable ?? minAvailable;
  if (bound?.flag !== undefined) return [{ range: bound.flag.range, text: '--max-unavailable=1' }];
  if (map === undefined || (region.language !== 'yaml' && region.language !== 'json')) return undefined;
  const style = styleOf(map, region.text);
  if (bound === undefined) return setEntry(region, map, 'maxUnavailable', '1');
  const { entry } = bound;
  if (entry === undefined || !map.entries.includes(entry)) return undefined;
  if (entry.value === undefined || definesAnchor(entry.value) || entry.key.anchor !== undefined)
    return undefined;
  const others = [maxUnavailable, minAvailable].filter((other) => other !== undefined && other !== bound);
  if (others.length > 0) return undefined;
  return [{ range: entry.range, text: renderEntries({ maxUnavailable: 1 }, style) }];
}

/** The labels that a workload selects its pods by; those of its pods where it has no such selector. */
export function labelsOf(workload: WorkloadFact): { readonly [key: string]: Plain } {
  const selector = mapOf(getPath(workload.object?.spec, 'selector', 'matchLabels'));
  const entries = (selector?.entries ?? []).map(
    ({ key }) => [key.value, textOf(selector, key.value)] as const,
  );
  const known = entries.filter((entry): entry is readonly [string, string] => entry[1] !== undefined);
  return Object.fromEntries(
    entries.length > 0 && known.length === entries.length ? known : workload.podLabels,
  );
}

/** Makes the budget select the pods of the workload. */
export function selectPods(
  budget: DisruptionBudgetFact,
  labels: { readonly [key: string]: Plain },
  region: Region,
): readonly FixEdit[] | undefined {
  const { map } = budget;
  if (map === undefined || (region.language !== 'yaml' && region.language !== 'json')) return undefined;
  return setEntry(region, map, 'selector', render({ matchLabels: labels }, styleOf(map, region.text)));
}

/** `minAvailable 1`, as messages say it. */
export function boundName(budget: DisruptionBudgetFact): string {
  const { minAvailable, maxUnavailable } = budget;
  const name = (key: string, bound: BudgetBound): string => `${key} ${bound.text}`;
  if (maxUnavailable !== undefined) return name('maxUnavailable', maxUnavailable);
  return minAvailable === undefined ? '' : name('minAvailable', minAvailable);
}
