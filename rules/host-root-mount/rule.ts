import { agentSeverity, cite, defineRule, message, mountFixes, type PrivilegeFact } from '#rule';

export default defineRule({
  meta: {
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
  visit: (report) => ({
    privilege(privilege, region) {
      if (privilege.what !== 'hostRoot') return;
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

function tell({ source }: PrivilegeFact) {
  return source === 'command' || source === 'compose'
    ? message('The container gets the root folder of its host, with every credential in it')
    : message('The pod gets the root folder of its node, with the credentials of every pod there');
}
