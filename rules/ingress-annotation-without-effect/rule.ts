import {
  cite,
  defineRule,
  headersOfAction,
  httpsListener,
  listenerAttribute,
  message,
  removeAnnotation,
  review,
  textOf,
  valueOf,
  type AnnotationFact,
  type Fix,
  type Message,
  type Region,
} from '#rule';

const onListener = 'Set the headers on the listener';
const renamed = 'Use custom-headers';
const removal = 'Remove what has no effect';
const prefix = 'nginx.ingress.kubernetes.io/';

/** Keys of ingress-nginx's ConfigMap, and names that never were any: none of them is an annotation. */
const noAnnotations =
  /^(?:add-headers|hsts(?:-max-age|-include-subdomains|-preload)?|security-headers|secure-headers|response-headers|set-headers|more-set-headers|hide-headers|server-tokens|x-frame-options|x-content-type-options|content-security-policy|referrer-policy|permissions-policy|strict-transport-security)$/;

export default defineRule({
  meta: {
    id: 'ingress-annotation-without-effect',
    title: 'Annotation for security headers does nothing',
    why: 'The controller ignores what it does not know, so the headers that everybody believes to be there are not sent.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    reviewItem: 10,
    languages: ['yaml', 'json', 'shell'],
    references: cite('OWASP 2022 K09', 'OWASP 2025 K07', 'CWE-693', 'CWE-1021'),
    fixes: [
      { title: onListener, applicability: 'review' },
      { title: renamed, applicability: 'review' },
      { title: removal, applicability: 'review' },
    ],
  },
  visit: (report) => ({
    annotation(annotation, region) {
      const told = messageOf(annotation);
      if (told === undefined) return;
      report({ at: annotation.nameRange, message: told, fixes: () => fixesOf(annotation, region) });
    },
  }),
});

function messageOf({ name, value }: AnnotationFact): Message | undefined {
  if (name.startsWith('alb.ingress.kubernetes.io/actions.')) {
    if (headersOfAction(valueOf(value) ?? '') === undefined) return undefined;
    return message('An action of a load balancer knows no ResponseHeaders, so none of these is sent');
  }
  const own = name.startsWith(prefix) ? name.slice(prefix.length) : '';
  if (!noAnnotations.test(own)) return undefined;
  return own === 'add-headers' || own.startsWith('hsts')
    ? message('{name} is a key of the ConfigMap of ingress-nginx and ignored on an Ingress', { name: own })
    : message('ingress-nginx has no annotation {name}, so it is ignored', { name: own });
}

function fixesOf(annotation: AnnotationFact, region: Region): readonly Fix[] {
  const { name, value, nameRange } = annotation;
  if (name.startsWith('alb.')) return listenerFix(annotation, region);
  const fixes: Fix[] = [];
  const isReference = /^[\w.-]+\/[\w.-]+$/.test(valueOf(value) ?? '');
  if (name === `${prefix}add-headers` && isReference) {
    const at = region.text.indexOf('add-headers', nameRange.start);
    if (at >= 0 && at < nameRange.end) {
      fixes.push(
        review(
          renamed,
          [{ range: { start: at, end: at + 'add-headers'.length }, text: 'custom-headers' }],
          'The controller sends those headers only that its global-allowed-response-headers names',
        ),
      );
    }
  }
  const removed = removeAnnotation(annotation, region);
  if (removed !== undefined) {
    fixes.push(review(removal, removed, 'Set it in the ConfigMap of the controller, or in the application'));
  }
  return fixes;
}

/** `listener-attributes` for what a load balancer can set; the note names the rest. */
function listenerFix({ value, entry, map }: AnnotationFact, region: Region): readonly Fix[] {
  const headers = headersOfAction(valueOf(value) ?? '') ?? [];
  if (entry === undefined || map === undefined) return [];
  const attributes: string[] = [];
  const others: string[] = [];
  for (const [name, text] of headers) {
    const attribute = listenerAttribute(name, text);
    if (attribute !== undefined) attributes.push(attribute);
    else if (!/^(?:x-xss-protection|expect-ct|public-key-pins)$/i.test(name)) others.push(name);
  }
  const isCommented = region.comments.some(
    ({ range }) => range.start > entry.range.start && range.start < entry.range.end,
  );
  if (attributes.length === 0 || isCommented) return [];
  const listener = httpsListener(textOf(map, 'alb.ingress.kubernetes.io/listen-ports'));
  const key = `alb.ingress.kubernetes.io/listener-attributes.${listener}`;
  const isJson = entry.key.style === 'double';
  const pad = ' '.repeat(map.indent + 2);
  const text = map.isFlow
    ? `${isJson ? JSON.stringify(key) : key}: ${JSON.stringify(attributes.join(','))}`
    : `${key}: >-\n${attributes.map((attribute) => pad + attribute).join(',\n')}`;
  const old = region.text.slice(entry.range.start, entry.range.end);
  const range = { start: entry.range.start, end: entry.range.start + old.trimEnd().length };
  const version = message('AWS Load Balancer Controller 2.11 or newer, 2.15 where a value has a comma');
  const note =
    others.length === 0
      ? version
      : message('{version}; {headers} only the application can set', { version, headers: others.join(', ') });
  return [review(onListener, [{ range, text }], note)];
}
