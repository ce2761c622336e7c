import { cite, message, privilegeRule } from '#rule';

export default privilegeRule(
  {
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
  {
    what: 'escalation',
    tell,
    fixes: {
      title: 'Forbid privilege escalation',
      note: 'sudo, ping and other programs with the set-user-ID bit then keep the rights of who runs them',
    },
  },
);

function tell() {
  return message('allowPrivilegeEscalation: true lets a program of the image make its user root');
}
