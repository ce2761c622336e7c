import { cite, defaultProfileFixes, message, privilegeRule, type PrivilegeFact } from '#rule';

export default privilegeRule(
  {
    id: 'unconfined-container',
    title: 'Container runs without its confinement',
    why: 'System calls and files of the kernel that containers never need are open to it: most escapes begin with one of them.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 'CIS',
    languages: ['yaml', 'json', 'shell', 'markdown'],
    references: cite(
      'CIS 1.12 5.6.2',
      'PSS baseline seccomp',
      'OWASP 2022 K01',
      'OWASP 2025 K01',
      'Kubescape NSA C-0055',
      'CWE-250',
    ),
    fixes: [{ title: 'Use the default profile', applicability: 'review' }],
  },
  {
    what: 'unconfined',
    tell,
    fixes: defaultProfileFixes,
  },
);

function tell({ detail }: PrivilegeFact) {
  switch (detail) {
    case 'seccomp':
      return message('Seccomp profile Unconfined lets the container make every system call');
    case 'procMount':
      return message('procMount: Unmasked shows the container parts of /proc that change the kernel');
    case 'AppArmor':
    case 'SELinux':
      return message('{name} does not confine the container', { name: detail });
    default:
      return message('{option} switches a confinement of the container off', { option: detail });
  }
}
