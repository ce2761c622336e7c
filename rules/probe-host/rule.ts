import { cite, message, privilegeRule, type PrivilegeFact } from '#rule';

export default privilegeRule(
  {
    id: 'probe-host',
    title: 'Probe or hook asks another host',
    why: 'The kubelet sends the request from the network of the node, so whoever writes the pod reaches what only nodes may.',
    severity: 'low',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 'CIS',
    languages: ['yaml', 'json'],
    references: cite('PSS baseline probes', 'OWASP 2022 K01', 'OWASP 2025 K01', 'CWE-918'),
    fixes: [{ title: 'Ask the pod itself', applicability: 'review' }],
  },
  {
    what: 'probeHost',
    tell,
    fixes: {
      title: 'Ask the pod itself',
      note: 'A name that the server wants to see belongs into httpHeaders, as Host',
    },
  },
);

function tell({ detail }: PrivilegeFact) {
  return message('The kubelet asks {host} from the network of its node, not the pod', { host: detail });
}
