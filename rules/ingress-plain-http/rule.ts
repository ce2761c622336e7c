import {
  cite,
  defineRule,
  message,
  replaceWritten,
  review,
  valueOf,
  type AnnotationFact,
  type Problem,
  type Region,
} from '#rule';

const redirect = 'Redirect to HTTPS';
const listen = 'Listen on HTTPS';

export default defineRule({
  meta: {
    id: 'ingress-plain-http',
    title: 'Ingress is told to serve plain HTTP',
    why: 'Passwords and cookies of visitors cross the internet readable, and anybody on the way can change the page.',
    severity: 'medium',
    confidence: 'likely',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 20,
    uncovers: ['ingress-without-security-headers'],
    languages: ['yaml', 'json', 'shell'],
    references: cite(
      'CIS EKS 1.8.0 5.4.5',
      'OWASP 2022 K07',
      'CWE-319',
      'Kubescape NSA C-0054',
      'OWASP 2025 K05',
    ),
    fixes: [
      { title: redirect, applicability: 'review' },
      { title: listen, applicability: 'review' },
    ],
  },
  reads: ['annotation', 'ingress'],
  read(document, report) {
    const ingresses = document.all('ingress');
    for (const { fact, region } of document.all('annotation')) {
      const own = ingresses.find(
        (ingress) => ingress.region === region && ingress.fact.annotations === fact.map,
      )?.fact;
      // Without TLS there is nothing to redirect to, and the rule about that speaks.
      const hasNoTls = own?.tls.state === 'absent' || (own !== undefined && valueOf(own.tls) === false);
      const problem = listenProblem(fact, region) ?? (hasNoTls ? undefined : redirectProblem(fact, region));
      if (problem !== undefined) report({ ...problem, region });
    }
  },
});

function redirectProblem({ name, value, valueRange }: AnnotationFact, region: Region): Problem | undefined {
  if (
    !/^(?:nginx\.ingress\.kubernetes\.io|haproxy\.org|haproxy-ingress\.github\.io)\/(?:force-)?ssl-redirect$/.test(
      name,
    )
  )
    return undefined;
  if (valueOf(value) !== 'false' || name.endsWith('/force-ssl-redirect')) return undefined;
  return {
    at: valueRange,
    message: message('ssl-redirect "false" serves the same pages over plain HTTP'),
    fixes: () => [
      review(
        redirect,
        [replaceWritten(region, valueRange, 'false', 'true')],
        'Behind a load balancer that ends TLS itself this makes a loop: there, use-forwarded-headers is the way',
      ),
    ],
  };
}

function listenProblem({ name, value, valueRange }: AnnotationFact, region: Region): Problem | undefined {
  if (name !== 'alb.ingress.kubernetes.io/listen-ports') return undefined;
  const ports = valueOf(value) ?? '';
  const plain = /"HTTP"\s*:\s*\d+/.exec(ports)?.[0];
  if (plain === undefined || ports.includes('"HTTPS"')) return undefined;
  return {
    at: valueRange,
    message: message('This load balancer listens on plain HTTP only'),
    fixes: () => {
      const written = region.text.slice(valueRange.start, valueRange.end);
      if (!written.includes(plain)) return [];
      return [
        review(
          listen,
          [replaceWritten(region, valueRange, plain, '"HTTPS": 443')],
          'A certificate of ACM for the host has to exist, or certificate-arn has to name one',
        ),
      ];
    },
  };
}
