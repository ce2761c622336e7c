import {
  cite,
  defineRule,
  entryOf,
  get,
  isNull,
  isOpenMap,
  listOf,
  mapOf,
  mayShareNamespace,
  message,
  render,
  review,
  setEntry,
  styleOf,
  textOf,
  valueOf,
  withStops,
  type ContainerFact,
  type DocumentFacts,
  type Fix,
  type Problem,
  type Region,
  type WorkloadFact,
  type YamlMap,
} from '#rule';

export default defineRule({
  meta: {
    id: 'unbounded-scratch-space',
    title: 'Scratch space without a limit',
    why: 'One container that fills the disk of its node makes the kubelet evict the pods of everybody.',
    severity: 'low',
    confidence: 'certain',
    profile: 'strict',
    isMilderInDevelopment: true,
    reviewItem: 11,
    languages: ['yaml', 'json'],
    references: cite(
      'NSA/CISA Kubernetes Hardening Guide 1.2 Resource policies',
      'OWASP 2022 K01',
      'CWE-770',
    ),
    fixes: [
      { title: 'Limit the size of the volume', applicability: 'review' },
      { title: 'Limit the scratch space of the container', applicability: 'review' },
    ],
  },
  reads: ['workload', 'limitRange'],
  read(document, report) {
    for (const { fact: workload, region } of document.all('workload')) {
      const isBuiltIn = /^(?:|apps|batch)$/.test(workload.object?.group ?? '-');
      if (!workload.isWhole || !isBuiltIn || valueOf(workload.namespace) === 'kube-system') continue;
      if (isDefaulted(workload, document)) continue;
      for (const problem of [...volumeProblems(workload, region), ...containerProblems(workload, region)]) {
        report({ ...problem, region });
      }
    }
  },
});

function isDefaulted(workload: WorkloadFact, document: DocumentFacts): boolean {
  return document
    .all('limitRange')
    .some(
      ({ fact }) =>
        (fact.isOpen || fact.defaults.has('limits.ephemeral-storage')) &&
        mayShareNamespace(fact.namespace, workload.namespace),
    );
}

function limitsOf({ resources }: ContainerFact): YamlMap | undefined {
  return mapOf(get(valueOf(resources), 'limits'));
}

/** What an emptyDir holds counts for the pod: limits of all containers bound it, in memory those of memory. */
function isBounded({ containers }: WorkloadFact, resource: string): boolean {
  return containers.every((container) => {
    const limits = limitsOf(container);
    const isUnknown = container.resources.state === 'unknown' || (limits !== undefined && isOpenMap(limits));
    return isUnknown || entryOf(limits, resource) !== undefined;
  });
}

function volumeProblems(workload: WorkloadFact, region: Region): readonly Problem[] {
  return (listOf(get(workload.podSpec, 'volumes'))?.items ?? []).flatMap(({ node }) => {
    const volume = mapOf(node);
    const entry = entryOf(volume, 'emptyDir');
    if (volume === undefined || entry === undefined || !volume.entries.includes(entry)) return [];
    const map = mapOf(entry.value);
    if (map === undefined ? !isNull(entry.value) : isOpenMap(map)) return [];
    const isInMemory = textOf(map, 'medium') === 'Memory';
    if (entryOf(map, 'sizeLimit') !== undefined) return [];
    if (isBounded(workload, isInMemory ? 'memory' : 'ephemeral-storage')) return [];
    const name = textOf(volume, 'name') ?? '';
    const problem: Problem = {
      at: entry.key.range,
      message: isInMemory
        ? message('Volume {name} is in memory and has no size limit: it can fill the memory of the node', {
            name,
          })
        : message('Volume {name} has no size limit: it can fill the disk of the node', { name }),
      fixes: () => sizeFixes(volume, map, region),
    };
    return [problem];
  });
}

function sizeFixes(volume: YamlMap, map: YamlMap | undefined, region: Region): readonly Fix[] {
  if (region.language !== 'yaml' && region.language !== 'json') return [];
  const size = '1Gi';
  const patch =
    map === undefined || map.entries.length === 0
      ? setEntry(region, volume, 'emptyDir', render({ sizeLimit: size }, styleOf(volume, region.text)))
      : setEntry(region, map, 'sizeLimit', render(size, styleOf(map, region.text)));
  if (patch === undefined) return [];
  return [
    review(
      'Limit the size of the volume',
      patch.map((edit) => withStops(edit, size)),
      'The number is a start to be measured: a pod that writes more is evicted',
    ),
  ];
}

/** Containers with limits, of which none is about scratch space. */
function containerProblems({ containers }: WorkloadFact, region: Region): readonly Problem[] {
  return containers.flatMap((container) => {
    const limits = limitsOf(container);
    const entry = entryOf(mapOf(get(container.map, 'resources')), 'limits');
    if (container.role === 'ephemeralContainer' || limits === undefined || entry === undefined) return [];
    if (
      isOpenMap(limits) ||
      limits.entries.length === 0 ||
      entryOf(limits, 'ephemeral-storage') !== undefined
    )
      return [];
    const problem: Problem = {
      at: entry.key.range,
      message: message('Container {name} may write until the disk of its node is full', {
        name: valueOf(container.name) ?? '',
      }),
      fixes: () => storageFixes(limits, region),
    };
    return [problem];
  });
}

function storageFixes(limits: YamlMap, region: Region): readonly Fix[] {
  if (region.language !== 'yaml' && region.language !== 'json') return [];
  const size = '1Gi';
  const patch = setEntry(region, limits, 'ephemeral-storage', render(size, styleOf(limits, region.text)));
  if (patch === undefined) return [];
  return [
    review(
      'Limit the scratch space of the container',
      patch.map((edit) => withStops(edit, size)),
      'The number is a start to be measured: logs count, and a pod that writes more is evicted',
    ),
  ];
}
