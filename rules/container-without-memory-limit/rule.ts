import {
  cite,
  defineRule,
  entryOf,
  get,
  getPath,
  isOpenMap,
  mapOf,
  mayShareNamespace,
  message,
  nameAsWritten,
  render,
  review,
  setEntry,
  styleOf,
  subjectOf,
  textOf,
  valueOf,
  walkYaml,
  withStops,
  type ContainerFact,
  type DocumentFacts,
  type Fix,
  type Placed,
  type Problem,
  type Region,
  type YamlMap,
} from '#rule';

export default defineRule({
  meta: {
    id: 'container-without-memory-limit',
    title: 'Container without a memory limit',
    why: 'A leak, or a miner that got in, takes the memory of the node, and the kernel kills whoever stands in its way.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'strict',
    isMilderInDevelopment: true,
    reviewItem: 11,
    languages: ['yaml', 'json'],
    references: cite(
      'NSA/CISA Kubernetes Hardening Guide 1.2 Resource policies',
      'Kubescape NSA C-0271',
      'OWASP 2022 K01',
      'OWASP 2025 K01',
      'CWE-770',
    ),
    fixes: [{ title: 'Set a memory limit', applicability: 'review' }],
  },
  reads: ['container', 'limitRange', 'object', 'setting'],
  read(document, report) {
    for (const placed of document.all('container')) {
      const problem = containerProblem(placed, document);
      if (problem !== undefined) report({ ...problem, region: placed.region });
    }
    for (const region of document.regions) {
      for (const problem of valuesProblems(region)) report({ ...problem, region });
    }
  },
});

function containerProblem(
  { fact, region }: Placed<ContainerFact>,
  document: DocumentFacts,
): Problem | undefined {
  const { workload, role, map, name } = fact;
  if (workload?.isWhole !== true || (role !== 'container' && role !== 'sidecar')) return undefined;
  // Resources of others have controllers of their own, which may set limits.
  if (!/^(?:|apps|batch)$/.test(workload.object?.group ?? '-')) return undefined;
  if (valueOf(workload.namespace) === 'kube-system' || getPath(workload.podSpec, 'resources') !== undefined)
    return undefined;
  if (!lacksMemoryLimit(fact)) return undefined;
  const isDefaulted = document
    .all('limitRange')
    .some(
      ({ fact: range }) =>
        (range.isOpen || range.defaults.has('limits.memory')) &&
        mayShareNamespace(range.namespace, workload.namespace),
    );
  if (isDefaulted || isScaledVertically(valueOf(workload.name), document)) return undefined;
  const entry = entryOf(map, 'resources');
  return {
    at: entry?.key.range ?? (name.state === 'known' ? name.range : fact.range),
    message: message('Container {name} may use all the memory of its node', { name: nameAsWritten(fact) }),
    fixes: () => fixes(map, region),
  };
}

function lacksMemoryLimit({ resources }: ContainerFact): boolean {
  if (resources.state === 'unknown') return false;
  const map = valueOf(resources);
  if (map === undefined) return true;
  const limits = mapOf(get(map, 'limits'));
  if (isOpenMap(map) || (limits !== undefined && isOpenMap(limits))) return false;
  return entryOf(limits, 'memory') === undefined;
}

/** True where a VerticalPodAutoscaler of the document sets the workload's resources. */
function isScaledVertically(name: string | undefined, document: DocumentFacts): boolean {
  return document.all('object').some(({ fact: { resource, spec } }) => {
    const target = mapOf(get(spec, 'targetRef'));
    return resource === 'VerticalPodAutoscaler' && name !== undefined && textOf(target, 'name') === name;
  });
}

/** `resources: {}` in the values of a chart. */
function valuesProblems(region: Region): readonly Problem[] {
  if (region.language !== 'yaml' || subjectOf(region).kind !== 'helmValues') return [];
  const problems: Problem[] = [];
  walkYaml(region.tree.root, (node) => {
    if (node.kind !== 'map') return;
    const entry = entryOf(node, 'resources');
    const { value } = entry ?? {};
    if (entry === undefined || !node.entries.includes(entry) || value?.kind !== 'map') return;
    if (value.entries.length > 0 || isOpenMap(value)) return;
    problems.push({
      at: entry.key.range,
      message: message('Empty resources let the container use all the memory of its node'),
      fixes: () => fixes(node, region),
    });
  });
  return problems;
}

function fixes(container: YamlMap, region: Region): readonly Fix[] {
  if (region.language !== 'yaml' && region.language !== 'json') return [];
  const style = styleOf(container, region.text);
  const resources = mapOf(get(container, 'resources'));
  const limits = mapOf(get(resources, 'limits'));
  const size = textOf(mapOf(get(resources, 'requests')), 'memory') ?? '512Mi';
  const written = render(size, style);
  const patch =
    limits !== undefined && limits.entries.length > 0
      ? setEntry(region, limits, 'memory', written)
      : resources !== undefined && resources.entries.length > 0
        ? setEntry(region, resources, 'limits', render({ memory: size }, styleOf(resources, region.text)))
        : setEntry(region, container, 'resources', render({ limits: { memory: size } }, style));
  if (patch === undefined) return [];
  return [
    review(
      'Set a memory limit',
      patch.map((edit) => withStops(edit, size)),
      'The number is a start to be measured: a container that needs more is killed. Where no request stands, the limit is the request, too',
    ),
  ];
}
