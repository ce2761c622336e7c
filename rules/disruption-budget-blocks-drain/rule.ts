import {
  autoscalerOf,
  boundName,
  cite,
  defineRule,
  evictable,
  isReplicated,
  message,
  oneAtATime,
  replace,
  review,
  selects,
  type AutoscalerFact,
  type CommandFact,
  type DisruptionBudgetFact,
  type DocumentFacts,
  type Fix,
  type Placed,
  type Problem,
  type Related,
  type WorkloadFact,
} from '#rule';

export default defineRule({
  meta: {
    id: 'disruption-budget-blocks-drain',
    title: 'Disruption budget that lets no pod go',
    why: 'Draining a node then never ends: security updates of nodes and cluster upgrades hang, or are forced and take the pod down all the same.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 16,
    languages: ['yaml', 'json', 'shell'],
    references: cite('Kubernetes 1.34 Disruption Budget', 'CWE-400'),
    fixes: [
      { title: 'Let one pod go at a time', applicability: 'review' },
      { title: 'Run two replicas', applicability: 'review' },
    ],
  },
  reads: ['disruptionBudget', 'workload', 'autoscaler', 'command'],
  read(document, report) {
    // Whoever deletes the budget before a drain knows what it does.
    if (document.all('command').some(({ fact }) => deletesBudget(fact))) return;
    for (const { fact: budget, region } of document.all('disruptionBudget')) {
      const problem = budget.hasProcedure ? undefined : problemOf({ fact: budget, region }, document);
      if (problem !== undefined) report({ ...problem, region });
    }
  },
});

function deletesBudget({ program, operands }: CommandFact): boolean {
  const [verb, what = ''] = operands.map((word) => word.value);
  return program === 'kubectl' && verb === 'delete' && /^(?:pdb|poddisruptionbudgets?)(?:\/|$)/.test(what);
}

function problemOf(placed: Placed<DisruptionBudgetFact>, document: DocumentFacts): Problem | undefined {
  const { fact: budget, region } = placed;
  const { minAvailable, maxUnavailable, source } = budget;
  const isBoth = minAvailable !== undefined && maxUnavailable !== undefined;
  // The API refuses both; in values an empty one of the two is how charts switch it off.
  if (isBoth) return undefined;
  const goOneByOne = (): readonly Fix[] => {
    const edits = oneAtATime(budget, region);
    return edits === undefined ? [] : [review('Let one pod go at a time', edits, noteOf(budget))];
  };
  if (minAvailable === undefined && maxUnavailable === undefined) {
    if (!budget.isWhole) return undefined;
    return {
      at: budget.range,
      message: message(
        'Budget sets neither minAvailable nor maxUnavailable, so no pod may be evicted and drains hang',
      ),
      fixes: goOneByOne,
    };
  }
  const at = (maxUnavailable ?? minAvailable)?.range ?? budget.range;
  const bound = boundName(budget);
  if (evictable(budget, undefined) === 0) {
    return {
      at,
      message: message('{bound} lets no pod be evicted, so draining a node hangs', { bound }),
      fixes: goOneByOne,
    };
  }
  const replicas = replicasOf(budget, document);
  if (replicas === undefined || replicas.count === 0 || evictable(budget, replicas.count) !== 0)
    return undefined;
  return {
    at,
    confidence: 'likely',
    message:
      replicas.count === 1
        ? message('{bound} of 1 replica lets no pod be evicted, so draining its node hangs', { bound })
        : message('{bound} of {count} replicas lets no pod be evicted, so draining a node hangs', {
            bound,
            count: String(replicas.count),
          }),
    related: replicas.related,
    fixes: () => [...(source === 'values' ? [] : goOneByOne()), ...scaleFixes(budget, replicas)],
  };
}

interface Replicas {
  readonly count: number;
  readonly related: readonly Related[];
  /** Where to write another number. */
  readonly workload: WorkloadFact | undefined;
}

/** The fewest pods that the budget may find, where all that it selects is in the text. */
function replicasOf(budget: DisruptionBudgetFact, document: DocumentFacts): Replicas | undefined {
  if (budget.replicas !== undefined) {
    const { value, range } = budget.replicas;
    return { count: value, related: [{ at: range, message: message('Replicas') }], workload: undefined };
  }
  const autoscalers = document.all('autoscaler');
  const selected = document.all('workload').filter(({ fact }) => isReplicated(fact) && selects(budget, fact));
  const counts = selected.map((one) => countOf(one, autoscalers));
  const known = counts.filter((count) => count !== undefined);
  if (known.length === 0 || known.length < counts.length) return undefined;
  return {
    count: known.reduce((sum, { value }) => sum + value, 0),
    related: known.map(({ related }) => related),
    workload: selected.length === 1 ? selected[0]?.fact : undefined,
  };
}

/** Without a number an autoscaler of another file may set it. */
function countOf(
  { fact: workload, region }: Placed<WorkloadFact>,
  autoscalers: readonly Placed<AutoscalerFact>[],
): { readonly value: number; readonly related: Related } | undefined {
  const scaler = autoscalerOf(
    workload,
    autoscalers.map(({ fact }) => fact),
  );
  if (scaler !== undefined) {
    if (scaler.min === undefined) return undefined;
    const own = autoscalers.find(({ fact }) => fact === scaler)?.region ?? region;
    const value = Math.max(1, scaler.min.value);
    return { value, related: { at: scaler.min.range, region: own, message: message('The fewest replicas') } };
  }
  const { replicas } = workload;
  if (replicas.state !== 'known') return undefined;
  return { value: replicas.value, related: { at: replicas.range, region, message: message('Replicas') } };
}

function noteOf({ source }: DisruptionBudgetFact): string {
  return source === 'values'
    ? 'Empty the other bound where the chart has a default for it: the API refuses both'
    : 'While its node is drained, the service runs with one pod less; with a single replica it is away until the pod runs elsewhere';
}

/** A second replica, where one is written and one has to stay. A StatefulSet may not be made for two. */
function scaleFixes(budget: DisruptionBudgetFact, { count, workload, related }: Replicas): readonly Fix[] {
  const place = related[0];
  if (count !== 1 || budget.minAvailable === undefined || place === undefined || related.length > 1)
    return [];
  if (workload !== undefined && workload.resource !== 'Deployment') return [];
  if (budget.minAvailable.isPercent && budget.minAvailable.value > 50) return [];
  if (!budget.minAvailable.isPercent && budget.minAvailable.value > 1) return [];
  return [
    review(
      'Run two replicas',
      [{ ...replace(place.at, '2'), ...(place.region === undefined ? {} : { region: place.region }) }],
      'Only where the program can run twice: two pods then serve, and cost, at the same time',
    ),
  ];
}
