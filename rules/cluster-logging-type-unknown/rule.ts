import { cite, defineRule, logTypes, message, replace, review, valueOf } from '#rule';

const known = new Set([...logTypes, 'all', '*', 'none', '']);

export default defineRule({
  meta: {
    id: 'cluster-logging-type-unknown',
    title: 'Log type does not exist',
    why: 'The command is refused as a whole, so none of the logs is written, the audit log among them.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    reviewItem: 19,
    languages: ['yaml', 'json', 'shell'],
    references: cite(
      'CIS EKS 1.8.0 2.1.1',
      'OWASP 2022 K05',
      'OWASP 2025 K10',
      'CWE-778',
      'NSA/CISA 1.2 Audit logging',
    ),
    fixes: [{ title: 'Correct the type', applicability: 'review' }],
  },
  visit: (report) => ({
    clusterLogging({ types, disabled }) {
      for (const { value, range } of [...(valueOf(types) ?? []), ...disabled]) {
        if (known.has(value)) continue;
        const meant = meantBy(value);
        report({
          at: range,
          message:
            meant === undefined
              ? message('EKS has no log type {value}', { value })
              : message('EKS has no log type {value}: it is called {meant}', { value, meant }),
          fixes: () => (meant === undefined ? [] : [review('Correct the type', [replace(range, meant)])]),
        });
      }
    },
  }),
});

/** The type that differs in case, dashes or a prefix only. */
function meantBy(value: string): string | undefined {
  const plain = value
    .toLowerCase()
    .replace(/^kube-/, '')
    .replace(/[-_ ]/g, '');
  const other: { readonly [name: string]: string } = {
    apiserver: 'api',
    audits: 'audit',
    auditlog: 'audit',
    auditlogs: 'audit',
    authentication: 'authenticator',
    controller: 'controllerManager',
    controllermanagers: 'controllerManager',
  };
  return logTypes.find((type) => type.toLowerCase() === plain) ?? other[plain];
}
