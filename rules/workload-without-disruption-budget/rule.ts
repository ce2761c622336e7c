import {
  autoscalerOf,
  cite,
  defineRule,
  documentBehind,
  isReplicated,
  labelsOf,
  mayShareNamespace,
  message,
  metadataOf,
  review,
  selects,
  valueOf,
  type DocumentFacts,
  type Fix,
  type FixContext,
  type WorkloadFact,
} from '#rule';

export default defineRule({
  meta: {
    id: 'workload-without-disruption-budget',
    title: 'Replicas without a disruption budget',
    why: 'A drain or an upgrade may take all replicas down at the same moment, however many there are.',
    severity: 'info',
    confidence: 'possible',
    profile: 'strict',
    isMilderInDevelopment: true,
    reviewItem: 16,
    languages: ['yaml', 'json'],
    references: cite('Kubernetes 1.34 Disruption Budget', 'CWE-400'),
    fixes: [{ title: 'Add a disruption budget', applicability: 'review' }],
  },
  reads: ['workload', 'disruptionBudget', 'autoscaler'],
  read(document, report) {
    for (const { fact: workload, region } of document.all('workload')) {
      const { name, replicas, object } = workload;
      if (!workload.isWhole || !isReplicated(workload) || object?.isNested !== false) continue;
      if (object.group !== 'apps' || workload.resource === 'ReplicaSet' || name.state !== 'known') continue;
      if (valueOf(workload.namespace) === 'kube-system' || (fewest(workload, document) ?? 0) < 2) continue;
      const isCovered = document
        .all('disruptionBudget')
        .some(
          ({ fact }) => selects(fact, workload) || mayBeFor(fact.selector.state, fact.namespace, workload),
        );
      if (isCovered) continue;
      report({
        region,
        at: replicas.state === 'known' ? replicas.range : name.range,
        message: message('No disruption budget here covers the replicas of {name}', { name: name.value }),
        fixes: (context) => fixes(workload, context),
      });
    }
  },
});

function mayBeFor(state: string, namespace: WorkloadFact['namespace'], workload: WorkloadFact): boolean {
  return state === 'unknown' && mayShareNamespace(namespace, workload.namespace);
}

/** The fewest replicas that it runs with. */
function fewest(workload: WorkloadFact, document: DocumentFacts): number | undefined {
  const scaler = autoscalerOf(
    workload,
    document.all('autoscaler').map(({ fact }) => fact),
  );
  return scaler === undefined ? valueOf(workload.replicas) : scaler.min?.value;
}

function fixes(workload: WorkloadFact, { region, document }: FixContext): readonly Fix[] {
  const name = valueOf(workload.name);
  if (name === undefined) return [];
  const budget = {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: metadataOf(name, workload.namespace),
    spec: {
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
      selector: { matchLabels: labelsOf(workload) },
    },
  };
  const edit = documentBehind(region, document, budget);
  if (edit === undefined) return [];
  return [
    review(
      'Add a disruption budget',
      [edit],
      'Look whether a budget stands in another file: the API evicts no pod that two cover',
    ),
  ];
}
