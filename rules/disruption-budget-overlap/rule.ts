import {
  cite,
  defineRule,
  entryOf,
  isReplicated,
  isSubset,
  labelsOf,
  mayShareNamespace,
  message,
  review,
  selectPods,
  selects,
  sharesNamespace,
  valueOf,
  withStops,
  type DisruptionBudgetFact,
  type DocumentFacts,
  type Fix,
  type Placed,
  type Region,
} from '#rule';

export default defineRule({
  meta: {
    id: 'disruption-budget-overlap',
    title: 'Disruption budget that covers pods of others',
    why: 'The API evicts no pod that two budgets cover, and a budget over everything counts pods it was not made for: drains fail.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 16,
    languages: ['yaml', 'json'],
    references: cite('Kubernetes 1.34 Disruption Budget', 'CWE-400'),
    fixes: [{ title: 'Select the pods of one workload', applicability: 'review' }],
  },
  reads: ['disruptionBudget', 'workload'],
  read(document, report) {
    const budgets = document.all('disruptionBudget').filter(({ fact }) => fact.source === 'manifest');
    budgets.forEach((placed, index) => {
      const { fact: budget, region } = placed;
      const first = budgets.slice(0, index).find((other) => overlaps(other.fact, budget, document));
      const at = budget.selector.entry?.key.range ?? budget.range;
      if (first !== undefined) {
        report({
          region,
          at,
          message: message(
            'Budgets {first} and {second} cover the same pods, and the API evicts no pod with two',
            {
              first: valueOf(first.fact.name) ?? '',
              second: valueOf(budget.name) ?? '',
            },
          ),
          related: [relatedTo(first)],
        });
      } else if (budget.selector.state === 'everything' && budget.object?.version === 'v1') {
        report({
          region,
          at,
          severity: 'low',
          message: message(
            'Empty selector covers every pod of the namespace, Jobs and those of others among them',
          ),
          fixes: () => fixes(budget, region, document),
        });
      }
    });
  },
});

function relatedTo({ fact, region }: Placed<DisruptionBudgetFact>) {
  return { at: fact.selector.entry?.key.range ?? fact.range, region, message: message('The other budget') };
}

/** Both have names of their own, one namespace, and pods in common by what their labels say or a workload of the text. */
function overlaps(a: DisruptionBudgetFact, b: DisruptionBudgetFact, document: DocumentFacts): boolean {
  const [first, second] = [valueOf(a.name), valueOf(b.name)];
  if (first === undefined || second === undefined || first === second) return false;
  if (!sharesNamespace(a.namespace, b.namespace)) return false;
  const isKnown = ({ selector, object }: DisruptionBudgetFact): boolean =>
    selector.state === 'labels' || (selector.state === 'everything' && object?.version === 'v1');
  if (!isKnown(a) || !isKnown(b)) return false;
  const [few, many] = [a.selector.labels, b.selector.labels];
  if (isSubset(few, many) || isSubset(many, few)) return true;
  return document.all('workload').some(({ fact }) => selects(a, fact) && selects(b, fact));
}

function fixes(budget: DisruptionBudgetFact, region: Region, document: DocumentFacts): readonly Fix[] {
  const possible = document
    .all('workload')
    .map(({ fact }) => fact)
    .filter(
      (one) =>
        isReplicated(one) && one.podLabels.size > 0 && mayShareNamespace(one.namespace, budget.namespace),
    );
  const [workload, ...others] = possible;
  const stop = '‹label of the pods›';
  const labels = workload === undefined || others.length > 0 ? { app: stop } : labelsOf(workload);
  const selector = entryOf(budget.map, 'selector');
  const edits = selector === undefined ? undefined : selectPods(budget, labels, region);
  if (edits === undefined) return [];
  return [
    review(
      'Select the pods of one workload',
      edits.map((edit) => withStops(edit, stop)),
      'Pods of other workloads are then without a budget, until they get their own',
    ),
  ];
}
