import {
  cite,
  defineRule,
  getPath,
  listOf,
  message,
  render,
  review,
  setEntry,
  stringsOf,
  styleOf,
  valueOf,
  withStops,
  type Fix,
  type IngressFact,
  type Region,
} from '#rule';

const title = 'Serve the hosts over TLS';
const secret = '‹Secret of the certificate›';

export default defineRule({
  meta: {
    id: 'ingress-without-tls',
    title: 'Ingress has no TLS',
    why: 'What visitors send and get crosses the network readable, unless something in front of the Ingress ends TLS.',
    severity: 'info',
    confidence: 'possible',
    profile: 'strict',
    isMilderInDevelopment: true,
    reviewItem: 20,
    uncovers: ['ingress-without-security-headers'],
    languages: ['yaml', 'json'],
    references: cite(
      'CIS EKS 1.8.0 5.4.5',
      'OWASP 2022 K07',
      'CWE-319',
      'Kubescape NSA C-0054',
      'OWASP 2025 K05',
    ),
    fixes: [{ title, applicability: 'review' }],
  },
  visit: (report) => ({
    ingress(ingress, region) {
      const { tls, isOpen, backends, object, controller } = ingress;
      const isAbsent = tls.state === 'absent' || valueOf(tls) === false;
      if (!isAbsent || isOpen || backends.length === 0 || object.name.state !== 'known') return;
      // A load balancer of AWS takes its certificates from annotations, or finds them by the host.
      if (
        controller === 'alb' ||
        [...object.annotations.keys()].some((name) => /tls|ssl-cert|managed-cert/.test(name))
      )
        return;
      report({
        at: object.name.range,
        message: message('This Ingress has no tls, so it serves plain HTTP'),
        fixes: () => fixesOf(ingress, region),
      });
    },
  }),
});

function fixesOf({ object: { spec } }: IngressFact, region: Region): readonly Fix[] {
  const hosts = (listOf(getPath(spec, 'rules'))?.items ?? []).flatMap(({ node }) =>
    stringsOf(getPath(node, 'host')),
  );
  if (spec === undefined || hosts.length === 0) return [];
  const tls = [{ hosts: [...new Set(hosts)], secretName: secret }];
  const edits = setEntry(region, spec, 'tls', render(tls, styleOf(spec, region.text)));
  if (edits === undefined) return [];
  return [
    review(
      title,
      edits.map((edit) => withStops(edit, secret)),
    ),
  ];
}
