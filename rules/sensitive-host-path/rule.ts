import { cite, message, mountFixes, privilegeRule, type PrivilegeFact } from '#rule';

export default privilegeRule(
  {
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
  {
    what: 'sensitivePath',
    tell,
    fixes: mountFixes,
  },
);

function tell({ detail }: PrivilegeFact) {
  return message('{path} of the host holds credentials, programs or devices of the node', { path: detail });
}
