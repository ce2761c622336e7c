import {
  cite,
  defineRule,
  entryOf,
  findFlag,
  isReplicated,
  isSubset,
  labelsOf,
  mayShareNamespace,
  message,
  removeChild,
  removeFlags,
  replaceValue,
  review,
  selectPods,
  selects,
  setEntry,
  valueOf,
  type CommandFact,
  type DisruptionBudgetFact,
  type DocumentFacts,
  type Fix,
  type FixEdit,
  type Placed,
  type Problem,
  type Region,
  type WorkloadFact,
} from '#rule';

export default defineRule({
  meta: {
    id: 'disruption-budget-without-effect',
    title: 'Disruption budget that protects nothing',
    why: 'The budget is refused or counts no pods, so a drain takes all replicas down at once while everybody believes them protected.',
    severity: 'low',
    confidence: 'likely',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 16,
    languages: ['yaml', 'json', 'shell'],
    references: cite(
      'Kubernetes 1.34 Disruption Budget',
      'Kubernetes 1.34 Deprecated API Migration Guide',
      'CWE-400',
    ),
    fixes: [
      { title: 'Keep maxUnavailable', applicability: 'review' },
      { title: 'Keep minAvailable', applicability: 'review' },
      { title: 'Use policy/v1', applicability: 'review' },
      { title: 'Use the labels of the pods', applicability: 'review' },
      { title: 'Name the namespace of the pods', applicability: 'review' },
    ],
  },
  reads: ['disruptionBudget', 'workload', 'command'],
  read(document, report) {
    for (const placed of document.all('disruptionBudget')) {
      const { region } = placed;
      for (const problem of problemsOf(placed, document)) report({ ...problem, region });
    }
  },
});

function problemsOf(placed: Placed<DisruptionBudgetFact>, document: DocumentFacts): readonly Problem[] {
  const { fact: budget, region } = placed;
  const problems = [bothProblem(budget, region), versionProblem(budget, region)];
  // One thing at a time: pods that are in another namespace are not searched for other labels.
  problems.push(selectorProblem(budget, region, document) ?? namespaceProblem(budget, region, document));
  return problems.filter((problem) => problem !== undefined);
}

function offer(title: string, edits: readonly FixEdit[] | undefined, note?: string): readonly Fix[] {
  return edits === undefined ? [] : [review(title, edits, note)];
}

function bothProblem(budget: DisruptionBudgetFact, region: Region): Problem | undefined {
  const { minAvailable, maxUnavailable, source, map } = budget;
  if (minAvailable === undefined || maxUnavailable === undefined || source === 'values') return undefined;
  return {
    at: minAvailable.range,
    confidence: 'certain',
    message: message(
      'Budget sets both minAvailable and maxUnavailable, which the API refuses: there is no budget',
    ),
    fixes: () => {
      const without = (bound: typeof minAvailable): readonly FixEdit[] | undefined => {
        if (bound.flag !== undefined)
          return budget.command && removeFlags(budget.command, [bound.flag], region.text);
        const isTree = region.language === 'yaml' || region.language === 'json';
        return map === undefined || bound.entry === undefined || !isTree
          ? undefined
          : removeChild(region, map, bound.entry);
      };
      return [
        ...offer('Keep maxUnavailable', without(minAvailable), 'It goes on to fit when the replicas change'),
        ...offer('Keep minAvailable', without(maxUnavailable)),
      ];
    },
  };
}

function versionProblem({ object, selector }: DisruptionBudgetFact, region: Region): Problem | undefined {
  if (object?.version !== 'v1beta1' || object.map.isOpen) return undefined;
  const entries = object.map.entries.filter(({ key }) => key.value === 'apiVersion');
  const [entry, ...others] = entries;
  if (entry?.value === undefined || others.length > 0) return undefined;
  return {
    at: entry.value.range,
    confidence: 'certain',
    message: message('policy/v1beta1 is gone since Kubernetes 1.25, so the API refuses the budget'),
    fixes: () => {
      // An empty selector meant no pod there, and means every pod in policy/v1.
      if (selector.state === 'everything' || (region.language !== 'yaml' && region.language !== 'json'))
        return [];
      const written = region.language === 'json' ? '"policy/v1"' : 'policy/v1';
      return offer(
        'Use policy/v1',
        replaceValue(region, object.map, entry, written),
        'A budget that was never there begins to hold up drains',
      );
    },
  };
}

function selectorProblem(
  budget: DisruptionBudgetFact,
  region: Region,
  document: DocumentFacts,
): Problem | undefined {
  const { selector, object, isWhole, source } = budget;
  const workloads = document.all('workload').map(({ fact }) => fact);
  if (selector.state === 'absent' && isWhole && object?.version === 'v1') {
    return {
      at: budget.range,
      confidence: 'certain',
      message: message('Budget without a selector covers no pods'),
      fixes: () => labelFixes(budget, likelyWorkload(budget, workloads), region),
    };
  }
  if (selector.state === 'everything' && object?.version === 'v1beta1') {
    return {
      at: selector.entry?.key.range ?? budget.range,
      confidence: 'certain',
      message: message('An empty selector of policy/v1beta1 covers no pods'),
      fixes: () => labelFixes(budget, likelyWorkload(budget, workloads), region),
    };
  }
  if (selector.state !== 'labels' || source === 'command') return undefined;
  if (workloads.some((workload) => selects(budget, workload))) return undefined;
  const workload = likelyWorkload(budget, workloads);
  if (workload === undefined) return undefined;
  return {
    at: selector.entry?.key.range ?? budget.range,
    message: message('Selector of the budget does not match the pods of {name}, so nothing protects them', {
      name: valueOf(workload.name) ?? '',
    }),
    fixes: () => labelFixes(budget, workload, region),
  };
}

function labelFixes(
  budget: DisruptionBudgetFact,
  workload: WorkloadFact | undefined,
  region: Region,
): readonly Fix[] {
  if (workload === undefined || workload.podLabels.size === 0) return [];
  return offer('Use the labels of the pods', selectPods(budget, labelsOf(workload), region));
}

/** The workload that a budget is meant for: the one it is named after, whole and with labels of its pods. */
function likelyWorkload(
  budget: DisruptionBudgetFact,
  workloads: readonly WorkloadFact[],
): WorkloadFact | undefined {
  const name = valueOf(budget.name)?.replace(
    /^pdb-|-?(?:pdb|disruption-budget|poddisruptionbudget|budget)$/g,
    '',
  );
  const possible = workloads.filter(
    (workload) =>
      isReplicated(workload) &&
      workload.isWhole &&
      workload.podLabels.size > 0 &&
      mayShareNamespace(budget.namespace, workload.namespace),
  );
  const named = possible.filter((workload) => valueOf(workload.name) === name);
  return named.length === 1 ? named[0] : undefined;
}

/** The pods stand in a namespace, and the budget in none, so in the one that happens to be chosen. */
function namespaceProblem(
  budget: DisruptionBudgetFact,
  region: Region,
  document: DocumentFacts,
): Problem | undefined {
  const { object, namespace } = budget;
  const metadata = object?.metadata;
  if (object === undefined || namespace.state !== 'absent' || metadata === undefined) return undefined;
  if (budget.selector.state !== 'labels') return undefined;
  const meant = document
    .all('workload')
    .map(({ fact }) => fact)
    .filter((workload) => isReplicated(workload) && isSubset(budget.selector.labels, workload.podLabels));
  const names = new Set(meant.map((workload) => valueOf(workload.namespace)));
  const [name] = names;
  if (names.size !== 1 || name === undefined || name === 'default') return undefined;
  if (document.all('command').some(({ fact }) => choosesNamespace(fact, name))) return undefined;
  const entry = entryOf(metadata, 'name');
  return {
    at: entry?.range ?? budget.range,
    message: message('Budget names no namespace, and the pods that it is for are in {namespace}', {
      namespace: name,
    }),
    fixes: () => {
      const isTree = region.language === 'yaml' || region.language === 'json';
      const written = region.language === 'json' ? JSON.stringify(name) : name;
      return isTree
        ? offer('Name the namespace of the pods', setEntry(region, metadata, 'namespace', written))
        : [];
    },
  };
}

/** A command that says where things go, so that manifests need not. */
function choosesNamespace(command: CommandFact, name: string): boolean {
  const value = findFlag(command, '-n', '--namespace')?.value?.value;
  const isContext =
    command.operands[0]?.value === 'config' && command.args.some((word) => word.value.endsWith(name));
  return command.program === 'kubectl' && (value === name || isContext);
}
