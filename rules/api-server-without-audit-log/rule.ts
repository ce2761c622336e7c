import { cite, defineRule, message, type ApiServerFact, type DocumentFacts } from '#rule';

export default defineRule({
  meta: {
    id: 'api-server-without-audit-log',
    title: 'API server writes no audit log',
    why: 'After an attack nobody can tell who read which secret, and whose token was used.',
    severity: 'info',
    confidence: 'likely',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 19,
    languages: ['yaml', 'json', 'shell'],
    references: cite(
      'CIS 1.12 3.2.1',
      'CIS 1.12 1.2.16',
      'OWASP 2022 K05',
      'OWASP 2025 K10',
      'Kubescape NSA C-0067',
      'CWE-778',
    ),
    fixes: [],
  },
  reads: ['apiServer', 'object', 'command'],
  read(document, report) {
    if (isLocal(document)) return;
    for (const { fact: server, region } of document.all('apiServer')) {
      const missing = missingFlag(server);
      if (missing === undefined) continue;
      report({
        region,
        at: server.range,
        message: message('Without {flag}, no audit event is written', { flag: missing }),
      });
    }
  },
});

/** A policy says what is recorded, and a file or a webhook where: one without the other records nothing. */
function missingFlag({ flags, isWhole }: ApiServerFact): string | undefined {
  const has = (name: string): boolean => flags.some((flag) => flag.name === name);
  if (!isWhole) return undefined;
  if (!has('--audit-policy-file')) return '--audit-policy-file';
  return has('--audit-log-path') || has('--audit-webhook-config-file') ? undefined : '--audit-log-path';
}

/** kind, k3d and minikube make clusters for one's own machine. */
function isLocal(document: DocumentFacts): boolean {
  return (
    document.all('object').some(({ fact }) => /(?:^|\.)(?:kind|k3d)\.(?:x-k8s\.)?io$/.test(fact.group)) ||
    document.all('command').some(({ fact }) => /^(?:kind|k3d|minikube)$/.test(fact.program))
  );
}
