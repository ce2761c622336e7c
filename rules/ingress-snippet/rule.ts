import {
  annotationFor,
  cite,
  defineRule,
  headerOf,
  message,
  removeAnnotation,
  review,
  snippetDirectives,
  valueOf,
  withStops,
  type AnnotationFact,
  type Fix,
  type Region,
} from '#rule';

const prefix = 'nginx.ingress.kubernetes.io/';
const instead = 'Use the annotation made for it';
const configMap = '‹namespace/ConfigMap of the headers›';

export default defineRule({
  meta: {
    id: 'ingress-snippet',
    title: 'Ingress carries a snippet of NGINX configuration',
    why: 'Who may write such an annotation may write the configuration of the controller, and with it read every Secret that the controller can read.',
    severity: 'high',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 10,
    languages: ['yaml', 'json', 'shell'],
    references: cite('Kubescape NSA C-0059', 'OWASP 2025 K06', 'CWE-94'),
    fixes: [
      { title: instead, applicability: 'review' },
      { title: 'Remove the snippet', applicability: 'review' },
    ],
  },
  visit: (report) => ({
    annotation(annotation, region) {
      const { name, nameRange, value } = annotation;
      const kind =
        /^nginx\.ingress\.kubernetes\.io\/((?:configuration|server|auth|stream|modsecurity)-snippet)$/.exec(
          name,
        )?.[1];
      if (kind === undefined || value.state === 'absent' || valueOf(value)?.trim() === '') return;
      report({
        at: nameRange,
        message: message(
          '{kind} puts text of this Ingress into the configuration of NGINX, for all that it serves',
          {
            kind,
          },
        ),
        fixes: () => fixesOf(annotation, region),
      });
    },
  }),
});

function fixesOf(annotation: AnnotationFact, region: Region): readonly Fix[] {
  const { entry, map } = annotation;
  if (entry === undefined || map === undefined) return [];
  const removed = removeAnnotation(annotation, region);
  const replaced = replacement(annotation, region);
  return [
    ...(replaced === undefined ? [] : [replaced]),
    ...(removed === undefined
      ? []
      : [review('Remove the snippet', removed, 'What it configured stops with it')]),
  ];
}

/** The annotations that do the same, where each directive of the snippet has one. */
function replacement({ entry, map, value }: AnnotationFact, region: Region): Fix | undefined {
  const directives = snippetDirectives(valueOf(value) ?? '');
  if (entry === undefined || map === undefined || (directives?.length ?? 0) === 0) return undefined;
  const lines: string[] = [];
  const written = (name: string, text: string): string => {
    const key = prefix + name;
    return `${entry.key.style === 'double' ? JSON.stringify(key) : key}: ${JSON.stringify(text)}`;
  };
  const headers: string[] = [];
  for (const directive of directives ?? []) {
    const header = headerOf(directive);
    const other = annotationFor(directive);
    if (header !== undefined) headers.push(header.join(': '));
    else if (other !== undefined) lines.push(written(other[0], other[1]));
    else return undefined;
  }
  if (headers.length > 0) lines.push(written('custom-headers', configMap));
  if (region.comments.some(({ range }) => range.start > entry.range.start && range.start < entry.range.end))
    return undefined;
  const text = lines.join(map.isFlow ? ', ' : `\n${' '.repeat(map.indent)}`);
  // The range of a block scalar may hold the line break behind it.
  const old = region.text.slice(entry.range.start, entry.range.end);
  const range = { start: entry.range.start, end: entry.range.start + old.trimEnd().length };
  const note =
    headers.length === 0
      ? 'The snippet goes, and what it did stays'
      : `The ConfigMap is to hold ${headers.join(' and ')}, and global-allowed-response-headers of the controller their names`;
  return review(instead, [withStops({ range, text }, configMap)], note);
}
