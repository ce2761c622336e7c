import { cite, defineRule, message, review, setEntry, valueOf } from '#rule';

export default defineRule({
  meta: {
    id: 'cluster-logs-kept-forever',
    title: 'Logs of the control plane are kept forever',
    why: 'CloudWatch keeps and bills them without end; who wants to save then switches the logs off.',
    severity: 'info',
    confidence: 'certain',
    profile: 'strict',
    reviewItem: 19,
    languages: ['yaml', 'json'],
    references: cite('CIS EKS 1.8.0 2.1.2', 'OWASP 2022 K05', 'OWASP 2025 K10', 'NSA/CISA 1.2 Audit logging'),
    fixes: [{ title: 'Keep the logs for 90 days', applicability: 'review' }],
  },
  visit: (report) => ({
    clusterLogging({ source, types, retention, logging, range }, region) {
      if (source !== 'config' || logging === undefined || retention.state !== 'absent') return;
      if ((valueOf(types)?.length ?? 0) === 0) return;
      report({
        at: range,
        message: message('Without logRetentionInDays, the logs are kept and billed forever'),
        fixes: () => {
          const edits = setEntry(region, logging, 'logRetentionInDays', '90');
          return edits === undefined
            ? []
            : [review('Keep the logs for 90 days', edits, 'What must be kept longer belongs in an archive')];
        },
      });
    },
  }),
});
