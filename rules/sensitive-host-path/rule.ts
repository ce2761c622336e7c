import { agentSeverity, cite, defineRule, message, mountFixes, type PrivilegeFact } from '#rule';

export default defineRule({
  meta: {
    id: 'sensitive-host-path',
    title: 'Container gets a sensitive folder of its host',
    why: 'The folder holds credentials, programs, devices or the state of the node: a way from the container to the host.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: ['CIS', 14],
    languages: ['yaml', 'json', 'shell', 'markdown'],
    references: cite(
      'CIS 1.12 5.2.11',
      'PSS baseline hostPath',
      'OWASP 2022 K01',
      'OWASP 2025 K01',
      'CWE-250',
      'NSA/CISA 1.2 Pod security',
    ),
    fixes: [
      { title: 'Remove the mount', applicability: 'review' },
      { title: 'Use an empty volume', applicability: 'review' },
    ],
  },
  visit: (report) => ({
    privilege(privilege, region) {
      if (privilege.what !== 'sensitivePath') return;
      const severity = agentSeverity(privilege);
      if (severity === 'silent') return;
      report({
        at: privilege.range,
        message: tell(privilege),
        ...(severity === undefined ? {} : { severity }),
        fixes: () => mountFixes(privilege, region),
      });
    },
  }),
});

function tell({ detail }: PrivilegeFact) {
  return message('{path} of the host holds credentials, programs or devices of the node', { path: detail });
}
