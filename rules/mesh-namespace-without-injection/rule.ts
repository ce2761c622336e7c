import {
  cite,
  defineRule,
  insertAfter,
  message,
  review,
  setEntry,
  valueOf,
  type Fix,
  type ObjectFact,
  type Region,
} from '#rule';

const title = 'Let the mesh in';

export default defineRule({
  meta: {
    id: 'mesh-namespace-without-injection',
    title: 'Namespace stays out of the service mesh',
    why: 'Pods of the namespace get no proxy, so what they say to the others is plain text or refused.',
    severity: 'info',
    confidence: 'possible',
    profile: 'strict',
    isMilderInDevelopment: true,
    reviewItem: 20,
    languages: ['yaml', 'json'],
    references: cite('OWASP 2022 K07', 'CWE-319', 'Kubescape NSA C-0054', 'OWASP 2025 K05'),
    fixes: [{ title, applicability: 'review' }],
  },
  reads: ['object'],
  read(document, report) {
    const objects = document.all('object');
    // Who writes policies for a namespace in the same text shows all that belongs to it.
    const meshed = new Set(
      objects
        .filter(({ fact }) => /\.istio\.io$/.test(fact.group))
        .flatMap(({ fact }) => valueOf(fact.namespace) ?? []),
    );
    for (const { fact, region } of objects) {
      const name = valueOf(fact.name);
      if (fact.resource !== 'Namespace' || fact.group !== '' || name === undefined || !meshed.has(name))
        continue;
      if (isIn(fact) || fact.map.isOpen || fact.metadata?.isOpen !== false || fact.name.state !== 'known')
        continue;
      if (/^(?:istio-|kube-)/.test(name)) continue;
      report({
        region,
        at: fact.name.range,
        message: message('Namespace {name} has policies of the mesh and no label that lets its pods in', {
          name,
        }),
        fixes: () => labelFix(fact, region),
      });
    }
  },
});

function isIn({ labels }: ObjectFact): boolean {
  return ['istio-injection', 'istio.io/rev', 'istio.io/dataplane-mode'].some((label) => labels.has(label));
}

function labelFix({ metadata }: ObjectFact, region: Region): readonly Fix[] {
  const label = 'istio-injection: enabled';
  const own = metadata?.entries.find(({ key }) => key.value === 'labels')?.value;
  const last = metadata?.entries[metadata.entries.length - 1];
  if (metadata === undefined || last === undefined) return [];
  if (own?.kind === 'map') {
    const edits = setEntry(region, own, 'istio-injection', own.isFlow ? '"enabled"' : 'enabled');
    return edits === undefined ? [] : [review(title, edits)];
  }
  const edits = metadata.isFlow
    ? setEntry(region, metadata, 'labels', '{"istio-injection": "enabled"}')
    : insertAfter(region, metadata, last, `labels:\n  ${label}`);
  return own === undefined && edits !== undefined ? [review(title, edits)] : [];
}
