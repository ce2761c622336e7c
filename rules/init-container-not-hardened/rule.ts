import { cite, defineRule, hardeningFixes, leftBehind, message, nameAsWritten, worksAsRoot } from '#rule';

export default defineRule({
  meta: {
    id: 'init-container-not-hardened',
    title: 'Init container lacks the hardening of its pod',
    why: 'It runs before the hardened containers, with the rights that they were denied, on the same volumes.',
    severity: 'low',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: ['CIS', 14],
    languages: ['yaml', 'json'],
    references: cite(
      'CIS 1.12 5.2.7',
      'CIS 1.12 5.6.3',
      'PSS restricted',
      'OWASP 2022 K01',
      'OWASP 2025 K01',
      'CWE-250',
      'NSA/CISA 1.2 Pod security',
    ),
    fixes: [
      { title: 'Apply the restricted profile', applicability: 'review' },
      { title: 'Apply the restricted profile and a read-only root file system', applicability: 'review' },
    ],
  },
  visit: (report) => ({
    workload(workload, region) {
      if (!workload.isWhole) return;
      for (const container of leftBehind(workload)) {
        if (worksAsRoot(container)) continue;
        report({
          at: container.name.state === 'known' ? container.name.range : container.range,
          message: message(
            'Init container {name} has no security context, while the containers after it have one',
            {
              name: nameAsWritten(container),
            },
          ),
          fixes: () => hardeningFixes(workload, [container], region),
        });
      }
    },
  }),
});
