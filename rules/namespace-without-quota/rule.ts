import {
  cite,
  defineRule,
  documentBehind,
  limitRange,
  mayShareNamespace,
  message,
  metadataOf,
  review,
  valueOf,
  type Fix,
  type FixContext,
  type ObjectFact,
} from '#rule';

const limited = new Set(['requests.cpu', 'requests.memory', 'limits.memory', 'pods']);

export default defineRule({
  meta: {
    id: 'namespace-without-quota',
    title: 'Namespace without a quota',
    why: 'Whoever may make pods in the namespace can take the whole cluster, by a mistake or on purpose.',
    severity: 'info',
    confidence: 'possible',
    profile: 'strict',
    isMilderInDevelopment: true,
    reviewItem: 11,
    languages: ['yaml', 'json'],
    references: cite(
      'NSA/CISA Kubernetes Hardening Guide 1.2 Resource policies',
      'OWASP 2022 K01',
      'CWE-770',
      'Kubernetes 1.34 Resource Quotas',
    ),
    fixes: [{ title: 'Add a ResourceQuota and a LimitRange', applicability: 'review' }],
  },
  reads: ['object', 'resourceQuota', 'workload'],
  read(document, report) {
    const quotas = document.all('resourceQuota');
    const workloads = document.all('workload');
    for (const { fact: object, region } of document.all('object')) {
      const { name, resource, group, isNested } = object;
      if (resource !== 'Namespace' || group !== '' || isNested || name.state !== 'known') continue;
      if (/^(?:kube-.*|default)$/.test(name.value)) continue;
      // Where the document puts nothing into the namespace, it does not set it up.
      if (!workloads.some(({ fact }) => valueOf(fact.namespace) === name.value)) continue;
      if (quotas.some(({ fact }) => mayShareNamespace(fact.namespace, name))) continue;
      report({
        region,
        at: name.range,
        message: message('Nothing here limits what the pods of namespace {name} may take from the cluster', {
          name: name.value,
        }),
        fixes: (context) => fixes(object, context),
      });
    }
  },
});

function fixes({ name }: ObjectFact, { region, document }: FixContext): readonly Fix[] {
  const hard = {
    'requests.cpu': '20',
    'requests.memory': '40Gi',
    'limits.memory': '80Gi',
    pods: '50',
    'services.loadbalancers': '2',
    'services.nodeports': '0',
  };
  const quota = {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: metadataOf('compute', name),
    spec: { hard },
  };
  const first = documentBehind(region, document, quota, ['40Gi', '80Gi']);
  const second = documentBehind(region, document, limitRange(name, limited), ['100m', '128Mi', '512Mi']);
  if (first === undefined || second === undefined) return [];
  const shift = first.text.length;
  const stops = [
    ...(first.stops ?? []),
    ...(second.stops ?? []).map(({ start, end }) => ({ start: start + shift, end: end + shift })),
  ];
  return [
    review(
      'Add a ResourceQuota and a LimitRange',
      [{ ...first, text: first.text + second.text, stops }],
      'The numbers are a start to be measured: with too small ones the API refuses pods',
    ),
  ];
}
