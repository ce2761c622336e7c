import { agentSeverity, cite, defineRule, message, mountFixes, type PrivilegeFact } from '#rule';

export default defineRule({
  meta: {
    id: 'container-socket-mount',
    title: 'Container gets the socket of the container runtime',
    why: 'Who may write to the socket starts a privileged container and so is root on the node; a read-only mount changes nothing.',
    severity: 'critical',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 'CIS',
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
      if (privilege.what !== 'containerSocket') return;
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
  return message('{path} lets the container start others as root on the node, whatever its own rights are', {
    path: detail,
  });
}
