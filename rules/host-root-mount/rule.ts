import { cite, message, mountFixes, privilegeRule, type PrivilegeFact } from '#rule';

export default privilegeRule(
  {
    id: 'host-root-mount',
    title: 'Container gets the whole file system of its host',
    why: 'It reads the credentials of the node and of every pod on it, and where it may write, it changes what the node runs.',
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
    what: 'hostRoot',
    tell,
    fixes: mountFixes,
  },
);

function tell({ source }: PrivilegeFact) {
  return source === 'command' || source === 'compose' || source === 'workflow'
    ? message('The container gets the root folder of its host, with every credential in it')
    : message('The pod gets the root folder of its node, with the credentials of every pod there');
}
