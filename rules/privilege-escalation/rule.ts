import { agentSeverity, cite, defineRule, message, withdrawalFixes, type PrivilegeFact } from '#rule';

export default defineRule({
  meta: {
    id: 'privilege-escalation',
    title: 'Container may gain rights',
    why: 'A program with the set-user-ID bit makes an ordinary user of the container root again.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 'CIS',
    languages: ['yaml', 'json', 'shell', 'markdown'],
    references: cite(
      'CIS 1.12 5.2.6',
      'CIS EKS 1.8.0 4.2.5',
      'PSS restricted escalation',
      'OWASP 2022 K01',
      'OWASP 2025 K01',
      'Kubescape NSA C-0016',
      'CWE-269',
    ),
    fixes: [{ title: 'Forbid privilege escalation', applicability: 'review' }],
  },
  visit: (report) => ({
    privilege(privilege, region) {
      if (privilege.what !== 'escalation') return;
      const severity = agentSeverity(privilege);
      if (severity === 'silent') return;
      report({
        at: privilege.range,
        message: tell(privilege),
        ...(severity === undefined ? {} : { severity }),
        fixes: () =>
          withdrawalFixes(privilege, region, {
            title: 'Forbid privilege escalation',
            note: 'sudo, ping and other programs with the set-user-ID bit then keep the rights of who runs them',
          }),
      });
    },
  }),
});

function tell(_privilege: PrivilegeFact) {
  return message('allowPrivilegeEscalation: true lets a program of the image make its user root');
}
