import { cite, message, mountFixes, privilegeRule, type PrivilegeFact } from '#rule';

export default privilegeRule(
  {
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
  {
    what: 'containerSocket',
    tell,
    fixes: mountFixes,
  },
);

function tell({ detail }: PrivilegeFact) {
  return message('{path} lets the container start others as root on the node, whatever its own rights are', {
    path: detail,
  });
}
