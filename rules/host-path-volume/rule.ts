import { cite, message, mountFixes, privilegeRule, type PrivilegeFact } from '#rule';

export default privilegeRule(
  {
    id: 'host-path-volume',
    title: 'Volume is a folder of the node',
    why: 'The data stays on one node, for every pod that mounts the path; the baseline profile refuses such pods.',
    severity: 'low',
    confidence: 'certain',
    profile: 'strict',
    isMilderInDevelopment: true,
    reviewItem: ['CIS', 14],
    languages: ['yaml', 'json'],
    references: cite(
      'CIS 1.12 5.2.11',
      'PSS baseline hostPath',
      'OWASP 2022 K01',
      'OWASP 2025 K01',
      'CWE-250',
      'NSA/CISA 1.2 Pod security',
    ),
    fixes: [
      { title: 'Use a claim', applicability: 'review' },
      { title: 'Use an empty volume', applicability: 'review' },
    ],
  },
  {
    what: 'hostPath',
    tell,
    fixes: mountFixes,
  },
);

function tell({ detail, container }: PrivilegeFact) {
  return container?.role === 'initContainer'
    ? message('Init container writes to {path} of the node, which every pod that mounts it shares', {
        path: detail,
      })
    : message('{path} is a folder of the node, which every pod that mounts it shares', { path: detail });
}
