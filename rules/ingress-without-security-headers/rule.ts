import {
  cite,
  defineRule,
  headersOfAction,
  httpsListener,
  insertAfter,
  listenerAttribute,
  message,
  review,
  setEntry,
  textOf,
  valueOf,
  withStops,
  type DocumentFacts,
  type Fix,
  type IngressFact,
  type Patch,
  type Region,
} from '#rule';

const onListener = 'Set the headers on the listener';
const custom = 'Name a ConfigMap of headers';
const middleware = 'Attach a headers middleware';
const haproxy = 'Set the headers on the responses';
const configMap = '‹namespace/ConfigMap of the headers›';
const middlewareName = '‹namespace›-‹middleware›@kubernetescrd';

const headers = [
  ['Strict-Transport-Security', 'max-age=31536000; includeSubDomains'],
  ['X-Content-Type-Options', 'nosniff'],
  ['X-Frame-Options', 'DENY'],
] as const;

export default defineRule({
  meta: {
    id: 'ingress-without-security-headers',
    title: 'Ingress sets no security headers',
    why: 'Without them a browser follows plain HTTP once more, guesses types and lets other sites frame the page.',
    severity: 'medium',
    confidence: 'possible',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 10,
    languages: ['yaml', 'json'],
    references: cite('OWASP 2022 K09', 'CWE-693', 'CWE-1021', 'OWASP 2025 K07'),
    fixes: [
      { title: onListener, applicability: 'review' },
      { title: custom, applicability: 'review' },
      { title: middleware, applicability: 'review' },
      { title: haproxy, applicability: 'review' },
    ],
  },
  reads: ['ingress', 'responseHeader'],
  read(document, report) {
    if (document.all('responseHeader').length > 0 || isSetInApplication(document)) return;
    for (const { fact, region } of document.all('ingress')) {
      if (!isWeb(fact) || hasMechanism(fact) || !servesHttps(fact)) continue;
      const isAlb = fact.controller === 'alb';
      const { name, annotations } = fact.object;
      // A load balancer is internal unless it is told otherwise, and its attributes stand nowhere but here.
      if (isAlb && annotations.get('alb.ingress.kubernetes.io/scheme') !== 'internet-facing') continue;
      if (name.state !== 'known') continue;
      report({
        region,
        at: name.range,
        ...(isAlb ? {} : { severity: 'low' as const }),
        message: isAlb
          ? message('This Ingress faces the internet and sets no security headers')
          : message('Nothing here sets security headers for what this Ingress serves'),
        fixes: () => fixesOf(fact, region),
      });
    }
  },
});

/** Where the text says that the application does it, an Ingress need not. */
function isSetInApplication({ regions }: DocumentFacts): boolean {
  const root = regions[0];
  return root?.language === 'markdown' && /\bhelmet\b|spring security|security[ -]headers?/i.test(root.text);
}

function isWeb({ backends, object, isOpen }: IngressFact): boolean {
  const { annotations } = object;
  if (isOpen || backends.length === 0) return false;
  const isOther = [...annotations].some(
    ([name, value]) =>
      (name.endsWith('/backend-protocol') && /^(?:grpcs?|tcp|fcgi)$/i.test(value)) ||
      (name.endsWith('/backend-protocol-version') && /^grpc$/i.test(value)) ||
      (name.endsWith('/ssl-passthrough') && value === 'true'),
  );
  const isMachine =
    /(?:^|[-_.])(?:api|apis|apiserver|grpc|backend|graphql|webhooks?|registry|metrics|otlp|ingest)(?:$|[-_.])/i;
  return !isOther && !backends.every((name) => isMachine.test(name));
}

function servesHttps({ controller, tls, object }: IngressFact): boolean {
  if (valueOf(tls) === true) return true;
  if (controller !== 'alb') return false;
  const { annotations } = object;
  return (
    annotations.has('alb.ingress.kubernetes.io/certificate-arn') ||
    (annotations.get('alb.ingress.kubernetes.io/listen-ports') ?? '').includes('"HTTPS"')
  );
}

function hasMechanism({ controller, object }: IngressFact): boolean {
  const entries = [...object.annotations];
  switch (controller) {
    case 'alb':
      return entries.some(
        ([name, value]) =>
          name.startsWith('alb.ingress.kubernetes.io/listener-attributes.') ||
          headersOfAction(value) !== undefined,
      );
    case 'ingress-nginx':
      return entries.some(([name]) =>
        /\/(?:custom-headers|add-headers|hsts.*|.*-snippet|security-headers)$/.test(name),
      );
    case 'traefik':
      return entries.some(([name]) => name.endsWith('/router.middlewares'));
    case 'haproxy':
      return entries.some(([name]) =>
        /\/(?:response-set-header|backend-config-snippet|cr-backend)$/.test(name),
      );
    case 'haproxy-ingress':
    case 'nginx-inc':
    case undefined:
      return true;
  }
}

function fixesOf({ controller, object, annotations }: IngressFact, region: Region): readonly Fix[] {
  const add = (key: string, lines: readonly string[], indicator: string): Patch => {
    const written =
      lines.length === 1 ? `${key}: ${lines[0]}` : `${key}: ${indicator}\n  ${lines.join('\n  ')}`;
    const last = annotations?.entries[annotations.entries.length - 1];
    if (annotations !== undefined && last !== undefined) {
      if (annotations.isFlow) {
        const single =
          indicator === '|' ? undefined : lines.length === 1 ? lines[0] : JSON.stringify(lines.join(''));
        return single === undefined ? undefined : setEntry(region, annotations, key, single);
      }
      return insertAfter(region, annotations, last, written);
    }
    const { metadata } = object;
    const before = metadata?.entries[metadata.entries.length - 1];
    if (annotations !== undefined || metadata === undefined || metadata.isFlow || before === undefined)
      return undefined;
    return insertAfter(region, metadata, before, `annotations:\n  ${written.replaceAll('\n', '\n  ')}`);
  };
  const fix = (title: string, edits: Patch, note: string, stop = ''): readonly Fix[] =>
    edits === undefined
      ? []
      : [review(title, stop === '' ? edits : edits.map((edit) => withStops(edit, stop)), note)];
  switch (controller) {
    case 'alb': {
      const listener = httpsListener(textOf(annotations, 'alb.ingress.kubernetes.io/listen-ports'));
      const attributes = headers.flatMap(([name, value]) => listenerAttribute(name, value) ?? []);
      const lines = attributes.map((attribute, i) =>
        i < attributes.length - 1 ? `${attribute},` : attribute,
      );
      return fix(
        onListener,
        add(`alb.ingress.kubernetes.io/listener-attributes.${listener}`, lines, '>-'),
        'AWS Load Balancer Controller 2.11 or newer; leave out includeSubDomains where a subdomain has no HTTPS',
      );
    }
    case 'ingress-nginx':
      return fix(
        custom,
        add('nginx.ingress.kubernetes.io/custom-headers', [JSON.stringify(configMap)], ''),
        'The controller sends those headers only that its global-allowed-response-headers names',
        configMap,
      );
    case 'traefik':
      return fix(
        middleware,
        add('traefik.ingress.kubernetes.io/router.middlewares', [JSON.stringify(middlewareName)], ''),
        'The Middleware is to set stsSeconds, contentTypeNosniff and frameDeny',
        middlewareName,
      );
    case 'haproxy':
      return fix(
        haproxy,
        add(
          'haproxy.org/response-set-header',
          headers.map(([name, value]) => `${name} ${/[\s;]/.test(value) ? JSON.stringify(value) : value}`),
          '|',
        ),
        'Leave out includeSubDomains where a subdomain has no HTTPS',
      );
    default:
      return [];
  }
}
