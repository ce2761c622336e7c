import { cite, message, privilegeRule, type PrivilegeFact } from '#rule';

export default privilegeRule(
  {
    id: 'host-port',
    title: 'Container takes a port of its node',
    why: 'The port is open on the node past network policies, and only one pod of a node can have it.',
    severity: 'low',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 'CIS',
    languages: ['yaml', 'json'],
    references: cite(
      'CIS 1.12 5.2.12',
      'PSS baseline host ports',
      'OWASP 2022 K01',
      'OWASP 2025 K01',
      'Kubescape NSA C-0044',
    ),
    fixes: [{ title: 'Remove the host port', applicability: 'review' }],
  },
  {
    what: 'hostPort',
    tell,
    fixes: {
      title: 'Remove the host port',
      note: 'Who connects to the node needs a Service instead',
    },
  },
);

function tell({ detail }: PrivilegeFact) {
  return message('hostPort {port} opens the port on every node that runs the pod', { port: detail });
}
