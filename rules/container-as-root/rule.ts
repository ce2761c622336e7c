import { cite, message, otherUserFixes, privilegeRule, type PrivilegeFact } from '#rule';

export default privilegeRule(
  {
    id: 'container-as-root',
    title: 'Container runs as root',
    why: 'Whoever breaks into it is root: one flaw of the kernel or one mount away from the node.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: ['CIS', 14],
    languages: ['yaml', 'json', 'shell', 'markdown'],
    references: cite(
      'CIS 1.12 5.2.7',
      'CIS 1.12 5.6.3',
      'PSS restricted non-root',
      'OWASP 2022 K01',
      'OWASP 2025 K01',
      'Kubescape NSA C-0013',
      'CWE-250',
    ),
    fixes: [
      { title: 'Run as user 10001', applicability: 'review' },
      { title: 'Require a user other than root', applicability: 'review' },
    ],
  },
  {
    what: 'rootUser',
    tell,
    fixes: otherUserFixes,
  },
);

function tell({ detail, container }: PrivilegeFact) {
  if (detail === 'runAsNonRoot')
    return message('runAsNonRoot: false lets the image run as root, which is what most images do');
  return container?.role === 'initContainer'
    ? message('Init container runs as root')
    : message('Container runs as root, whatever user its image names');
}
