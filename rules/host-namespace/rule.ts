import { cite, message, privilegeRule, type PrivilegeFact } from '#rule';

export default privilegeRule(
  {
    id: 'host-namespace',
    title: 'Container shares a namespace of its host',
    why: 'It sees the processes of the host, its network or its shared memory, past network policies and the borders between pods.',
    severity: 'high',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 'CIS',
    languages: ['yaml', 'json', 'shell', 'markdown'],
    references: cite(
      'CIS 1.12 5.2.3',
      'CIS 1.12 5.2.4',
      'CIS 1.12 5.2.5',
      'CIS EKS 1.8.0 4.2.2',
      'CIS EKS 1.8.0 4.2.3',
      'CIS EKS 1.8.0 4.2.4',
      'PSS baseline host namespaces',
      'OWASP 2022 K01',
      'OWASP 2025 K01',
      'Kubescape NSA C-0038',
      'Kubescape NSA C-0041',
      'CWE-653',
    ),
    fixes: [{ title: 'Leave the namespace of the host', applicability: 'review' }],
  },
  {
    what: 'hostNamespace',
    tell,
    fixes: {
      title: 'Leave the namespace of the host',
      note: 'What needs the host is reached by a Service, a published port or an API instead',
    },
  },
);

function tell({ detail }: PrivilegeFact) {
  const name = detail
    .toLowerCase()
    .replace(/^-*(?:host)?/, '')
    .replace(/_mode$/, '');
  switch (name) {
    case 'pid':
      return message('{setting} shows the container every process of the host, with environment and files', {
        setting: detail,
      });
    case 'ipc':
      return message('{setting} gives the container the shared memory of the host', { setting: detail });
    case 'network':
    case 'net':
      return message(
        '{setting} puts the container on the network of the host, past network policies and next to its local services',
        { setting: detail },
      );
    default:
      return message('{setting} takes a border between the container and its host away', { setting: detail });
  }
}
