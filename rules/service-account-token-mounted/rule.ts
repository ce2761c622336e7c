import { asBoolean, cite, defineRule, entryOf, message, review, setEntry, textOf } from '#rule';

export default defineRule({
  meta: {
    id: 'service-account-token-mounted',
    title: 'Pod gets a token that it does not need',
    why: 'A process that is broken into talks to the API server as the default account of the namespace.',
    severity: 'low',
    confidence: 'likely',
    profile: 'strict',
    isMilderInDevelopment: true,
    reviewItem: 'CIS',
    languages: ['yaml', 'json'],
    references: cite(
      'CIS 1.12 5.1.5',
      'CIS 1.12 5.1.6',
      'OWASP 2022 K01',
      'OWASP 2025 K01',
      'Kubescape NSA C-0034',
      'CWE-250',
    ),
    fixes: [{ title: 'Mount no token', applicability: 'review' }],
  },
  visit: (report) => ({
    workload(workload, region) {
      const { podSpec, isWhole, containers } = workload;
      const entry = entryOf(podSpec, 'automountServiceAccountToken');
      const account = entryOf(podSpec, 'serviceAccountName') ?? entryOf(podSpec, 'serviceAccount');
      const isDefault =
        account === undefined || ['default', ''].includes(textOf(podSpec, account.key.value) ?? 'unknown');
      if (!isWhole || !isDefault || (entry !== undefined && asBoolean(entry.value) !== true)) return;
      const name = containers[0]?.name;
      report({
        at: entry?.range ?? account?.range ?? (name?.state === 'known' ? name.range : workload.range),
        message: message(
          'The token of the default service account is mounted into each container of the pod',
        ),
        fixes: () => {
          if (region.language !== 'yaml' && region.language !== 'json') return [];
          const edits = setEntry(region, podSpec, 'automountServiceAccountToken', 'false');
          if (edits === undefined) return [];
          return [
            review('Mount no token', edits, 'A program that asks the API server needs an account of its own'),
          ];
        },
      });
    },
  }),
});
