import {
  cite,
  defineRule,
  message,
  removeAnnotation,
  replaceWritten,
  review,
  subjectOf,
  type AnnotationFact,
  type Fix,
  type MeshFact,
  type Region,
} from '#rule';

const join = 'Let the mesh in';
const opaque = 'Keep the ports in the mesh as opaque ones';
const through = 'Send the ports through the mesh';

/** Ports of databases, caches, brokers and stores, whose traffic is what the mesh is there to encrypt. */
const sensitive = new Set([
  1433, 1521, 2379, 3306, 4222, 5432, 5671, 5672, 6379, 6380, 8086, 9042, 9092, 9093, 9200, 11211, 27017,
]);

export default defineRule({
  meta: {
    id: 'mesh-bypassed',
    title: 'Workload is kept out of the service mesh',
    why: 'What goes by the proxy is neither encrypted nor checked, though everybody believes the mesh to do both.',
    severity: 'medium',
    confidence: 'likely',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 20,
    languages: ['yaml', 'json', 'shell'],
    references: cite('OWASP 2022 K07', 'OWASP 2025 K05', 'CWE-319', 'Kubescape NSA C-0054'),
    fixes: [
      { title: join, applicability: 'review' },
      { title: opaque, applicability: 'review' },
      { title: through, applicability: 'review' },
    ],
  },
  reads: ['mesh', 'annotation'],
  read(document, report) {
    for (const { fact, region } of document.all('mesh')) {
      if (fact.what === 'injection' && isOut(fact.value) && !isSystem(region)) {
        report({
          region,
          at: fact.valueRange,
          ...(isJob(region) ? { severity: 'low' } : {}),
          message: message('{name} keeps these pods out of the mesh, so their traffic is plain text', {
            name: fact.name,
          }),
          fixes: () => [review(join, [replaceWritten(region, fact.valueRange, fact.value, inside(fact))])],
        });
      }
      if (fact.what !== 'skippedPorts') continue;
      const ports = sensitivePorts(fact.value);
      if (ports === undefined) continue;
      report({
        region,
        at: fact.valueRange,
        message:
          ports === '*'
            ? message('{name} takes every port past the proxy, in plain text', { name: fact.name })
            : message('{name} takes port {port} past the proxy, in plain text', {
                name: fact.name,
                port: ports,
              }),
        fixes: () => {
          const annotation = document
            .all('annotation')
            .find(
              (other) => other.region === region && other.fact.valueRange.start === fact.valueRange.start,
            );
          return annotation === undefined ? [] : portFixes(annotation.fact, fact, region);
        },
      });
    }
  },
});

function isOut(value: string): boolean {
  return value === 'false' || value === 'disabled' || value === 'none';
}

function inside({ value, name }: MeshFact): string {
  if (name === 'istio.io/dataplane-mode') return 'ambient';
  return value === 'false' ? 'true' : 'enabled';
}

/** Namespaces of the cluster and of the mesh itself stay out of it. */
function isSystem(region: Region): boolean {
  const subject = subjectOf(region);
  if (subject.kind !== 'manifest') return false;
  const name = subject.resource === 'Namespace' ? subject.name : subject.namespace;
  return /^(?:kube-.*|istio-.*|linkerd.*|cert-manager|gatekeeper-system|kyverno)$/.test(name);
}

/** A job that waits for its sidecar never ends, before sidecars were containers of their own kind. */
function isJob(region: Region): boolean {
  const subject = subjectOf(region);
  return subject.kind === 'manifest' && /Job$/.test(subject.resource);
}

function sensitivePorts(value: string): string | undefined {
  if (value.trim() === '*') return '*';
  for (const part of value.split(',')) {
    const [from = NaN, to = from] = part.split('-').map(Number);
    for (const port of sensitive) if (port >= from && port <= to) return String(port);
  }
  return undefined;
}

function portFixes(annotation: AnnotationFact, { mesh }: MeshFact, region: Region): readonly Fix[] {
  const { name, nameRange, map } = annotation;
  // What a client sends is opaque where the server says so, and by default to the ports of the usual databases.
  const isClient = name.endsWith('/skip-outbound-ports');
  if (mesh === 'istio' || isClient) {
    const edits = removeAnnotation(annotation, region);
    const note = isClient
      ? 'A port where the server speaks first has to be opaque there; those of the usual databases are by default'
      : undefined;
    return edits === undefined ? [] : [review(through, edits, note)];
  }
  const hasOpaque = map?.entries.some(({ key }) => key.value === 'config.linkerd.io/opaque-ports') === true;
  const written = region.text.slice(nameRange.start, nameRange.end);
  if (hasOpaque || !written.includes(name)) return [];
  return [
    review(
      opaque,
      [replaceWritten(region, nameRange, name, 'config.linkerd.io/opaque-ports')],
      'Opaque ports are encrypted by the mesh; the other side has to be in it, too',
    ),
  ];
}
