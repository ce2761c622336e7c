import {
  cite,
  defineRule,
  documentBehind,
  findFlag,
  get,
  isOpenMap,
  limitRange,
  mapOf,
  mayShareNamespace,
  message,
  review,
  sharesNamespace,
  valueOf,
  type CommandFact,
  type ContainerFact,
  type DocumentFacts,
  type Fix,
  type FixContext,
  type ObjectFact,
  type Placed,
  type ResourceQuotaFact,
} from '#rule';

const compute = [
  'requests.cpu',
  'limits.cpu',
  'requests.memory',
  'limits.memory',
  'requests.ephemeral-storage',
  'limits.ephemeral-storage',
];

export default defineRule({
  meta: {
    id: 'quota-without-limit-range',
    title: 'Quota without a LimitRange beside it',
    why: 'Once a quota covers a resource, the API refuses every pod that does not name it, so a restart or a Job fails when it is needed most.',
    severity: 'medium',
    confidence: 'likely',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 11,
    languages: ['yaml', 'json', 'shell'],
    references: cite(
      'NSA/CISA Kubernetes Hardening Guide 1.2 Resource policies',
      'OWASP 2022 K01',
      'CWE-770',
      'Kubernetes 1.34 Resource Quotas',
      'Kubernetes 1.34 Limit Ranges',
    ),
    fixes: [{ title: 'Add a LimitRange', applicability: 'review' }],
  },
  reads: ['resourceQuota', 'limitRange', 'container', 'object', 'command'],
  read(document, report) {
    for (const { fact: quota, region } of document.all('resourceQuota')) {
      if (quota.isScoped) continue;
      const missing = missingDefaults(quota, document);
      if (missing.length === 0) continue;
      const [refused] = document.all('container').filter(({ fact }) => isRefused(fact, quota, missing));
      if (refused === undefined && !makesNamespace(quota, document)) continue;
      report({
        region,
        at: quota.range,
        message: message(
          'Quota makes the API refuse pods that do not name {names}, and nothing gives them a default',
          {
            names: missing.join(', '),
          },
        ),
        ...(refused === undefined ? {} : { related: [relatedTo(refused)] }),
        fixes: (context) => fixes(quota, context),
      });
    }
  },
});

function missingDefaults(quota: ResourceQuotaFact, document: DocumentFacts): readonly string[] {
  const ranges = document
    .all('limitRange')
    .map(({ fact }) => fact)
    .filter(({ namespace }) => mayShareNamespace(namespace, quota.namespace));
  if (ranges.some(({ isOpen }) => isOpen)) return [];
  return compute.filter(
    (name) => quota.names.has(name) && !ranges.some(({ defaults }) => defaults.has(name)),
  );
}

/** True for a container whose pod is all in the text, in the quota's namespace, and that lacks one of the names. */
function isRefused(container: ContainerFact, quota: ResourceQuotaFact, missing: readonly string[]): boolean {
  const { workload, resources, role } = container;
  if (workload?.isWhole !== true || role === 'ephemeralContainer') return false;
  if (get(workload.podSpec, 'resources') !== undefined) return false;
  if (!sharesNamespace(workload.namespace, quota.namespace) || resources.state === 'unknown') return false;
  const map = valueOf(resources);
  if (map !== undefined && isOpenMap(map)) return false;
  const names = (key: string) => {
    const inner = mapOf(get(map, key));
    return inner !== undefined && isOpenMap(inner)
      ? undefined
      : new Set(inner?.entries.map((e) => e.key.value));
  };
  const [requests, limits] = [names('requests'), names('limits')];
  if (requests === undefined || limits === undefined) return false;
  return missing.some((name) => {
    const resource = name.slice(name.indexOf('.') + 1);
    // A limit without a request is the request, too.
    return !limits.has(resource) && (name.startsWith('limits.') || !requests.has(resource));
  });
}

function relatedTo({ fact, region }: Placed<ContainerFact>) {
  const { name, range } = fact;
  const at = name.state === 'known' ? name.range : range;
  return { at, region, message: message('The pod of this container would be refused') };
}

/** True where the document makes the quota's namespace: then it sets the namespace up, and is all there is. */
function makesNamespace(quota: ResourceQuotaFact, document: DocumentFacts): boolean {
  const namespace = valueOf(quota.namespace);
  const isMade = ({ resource, group, name }: ObjectFact): boolean =>
    resource === 'Namespace' && group === '' && valueOf(name) === namespace;
  const isCommanded = (command: CommandFact): boolean => {
    const [verb, what, name] = command.operands.map((word) => word.value);
    const isNamespace = verb === 'create' && /^(?:ns|namespaces?)$/.test(what ?? '');
    return (
      command.program === 'kubectl' && isNamespace && name === namespace && !findFlag(command, '--dry-run')
    );
  };
  return (
    namespace !== undefined &&
    (document.all('object').some(({ fact }) => isMade(fact)) ||
      document.all('command').some(({ fact }) => isCommanded(fact)))
  );
}

function fixes(quota: ResourceQuotaFact, { region, document }: FixContext): readonly Fix[] {
  const hasRange = document
    .all('limitRange')
    .some(({ fact }) => mayShareNamespace(fact.namespace, quota.namespace));
  if (hasRange || quota.object?.isNested !== false) return [];
  const edit = documentBehind(region, document, limitRange(quota.namespace, quota.names), [
    '100m',
    '128Mi',
    '512Mi',
  ]);
  if (edit === undefined) return [];
  return [
    review(
      'Add a LimitRange',
      [edit],
      'The numbers are a start to be measured. Containers that name their own keep them',
    ),
  ];
}
