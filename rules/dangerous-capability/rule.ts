import { cite, message, privilegeRule, type Message, type PrivilegeFact } from '#rule';

export default privilegeRule(
  {
    id: 'dangerous-capability',
    title: 'Container gets a dangerous capability',
    why: 'The capability is a way out of the container, or into the traffic and the processes of others.',
    severity: 'high',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 'CIS',
    languages: ['yaml', 'json', 'shell', 'markdown'],
    references: cite(
      'CIS 1.12 5.2.8',
      'CIS 1.12 5.2.9',
      'PSS baseline capabilities',
      'OWASP 2022 K01',
      'OWASP 2025 K01',
      'Kubescape NSA C-0046',
      'CWE-250',
    ),
    fixes: [{ title: 'Remove the capability', applicability: 'review' }],
  },
  {
    what: 'dangerousCapability',
    tell,
    fixes: {
      title: 'Remove the capability',
      note: 'What needs it fails: try it before it is rolled out',
    },
  },
);

const reach: { readonly [name: string]: Message | undefined } = {
  ALL: message('is every right of root'),
  SYS_ADMIN: message('is nearly every right of root: mounts, namespaces, devices'),
  NET_ADMIN: message('changes addresses, routes and firewalls of its network'),
  NET_RAW: message('forges packets, such as answers of ARP and DNS for other pods'),
  SYS_PTRACE: message('reads and changes the memory of other processes'),
  SYS_MODULE: message('loads modules into the kernel of the node'),
  BPF: message('loads programs into the kernel of the node'),
  DAC_READ_SEARCH: message('reads every file, and opens files of the host by handle'),
};

function tell({ detail }: PrivilegeFact) {
  return message('Capability {name} {reach}', {
    name: detail,
    reach: reach[detail] ?? message('reaches past the container into the kernel of the node'),
  });
}
