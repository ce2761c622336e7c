import { cite, message, privilegeRule, type PrivilegeFact } from '#rule';

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

const reach: { readonly [name: string]: string | undefined } = {
  ALL: 'is every right of root',
  SYS_ADMIN: 'is nearly every right of root: mounts, namespaces, devices',
  NET_ADMIN: 'changes addresses, routes and firewalls of its network',
  NET_RAW: 'forges packets, such as answers of ARP and DNS for other pods',
  SYS_PTRACE: 'reads and changes the memory of other processes',
  SYS_MODULE: 'loads modules into the kernel of the node',
  BPF: 'loads programs into the kernel of the node',
  DAC_READ_SEARCH: 'reads every file, and opens files of the host by handle',
};

function tell({ detail }: PrivilegeFact) {
  return message('Capability {name} {reach}', {
    name: detail,
    reach: reach[detail] ?? 'reaches past the container into the kernel of the node',
  });
}
