import type { AutoscalerFact, BudgetBound, DisruptionBudgetFact } from '../capacityFact';
import type { WorkloadFact } from '../podFact';
import type { Reading } from '../reading';

/** True where two namespaces are or may be one: neither is known to be another. */
export function mayShareNamespace(a: Reading<string>, b: Reading<string>): boolean {
  return a.state !== 'known' || b.state !== 'known' || a.value === b.value;
}

/** True where both name the same namespace, or both none. */
export function sharesNamespace(a: Reading<string>, b: Reading<string>): boolean {
  if (a.state === 'known' && b.state === 'known') return a.value === b.value;
  return a.state === 'absent' && b.state === 'absent';
}

/** True where the budget's labels are all among the pod's, and nothing else is asked for. */
export function selects(budget: DisruptionBudgetFact, workload: WorkloadFact): boolean {
  const { state, labels } = budget.selector;
  if (!mayShareNamespace(budget.namespace, workload.namespace)) return false;
  if (state === 'everything') return true;
  return state === 'labels' && isSubset(labels, workload.podLabels);
}

export function isSubset(few: ReadonlyMap<string, string>, many: ReadonlyMap<string, string>): boolean {
  return [...few].every(([key, value]) => many.get(key) === value);
}

/** Kinds whose replicas a budget counts, and whose pods a drain moves elsewhere. */
export function isReplicated({ resource }: WorkloadFact): boolean {
  return /^(?:Deployment|StatefulSet|ReplicaSet|Rollout)$/.test(resource);
}

/** The autoscaler of a workload. */
export function autoscalerOf(
  workload: WorkloadFact,
  autoscalers: readonly AutoscalerFact[],
): AutoscalerFact | undefined {
  return autoscalers.find(
    ({ targetKind, targetName, namespace }) =>
      targetKind === workload.resource &&
      workload.name.state === 'known' &&
      targetName === workload.name.value &&
      mayShareNamespace(namespace, workload.namespace),
  );
}

/**
 * How many pods a budget leaves to be evicted while all of `replicas` are well: percentages round up, both of
 * what must stay and of what may go (k8s.io, pkg/controller/disruption, getExpectedPodCount). Undefined where the
 * number of replicas matters and is not known.
 */
export function evictable(
  { minAvailable, maxUnavailable }: Pick<DisruptionBudgetFact, 'minAvailable' | 'maxUnavailable'>,
  replicas: number | undefined,
): number | undefined {
  if (maxUnavailable !== undefined) {
    if (maxUnavailable.value === 0) return 0;
    return replicas === undefined ? undefined : countOf(maxUnavailable, replicas);
  }
  if (minAvailable === undefined) return undefined;
  if (minAvailable.isPercent && minAvailable.value >= 100) return 0;
  return replicas === undefined ? undefined : Math.max(0, replicas - countOf(minAvailable, replicas));
}

function countOf({ value, isPercent }: BudgetBound, replicas: number): number {
  return isPercent ? Math.ceil((value * replicas) / 100) : value;
}
