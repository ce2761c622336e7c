import { cite, defineRule, isDnsOnly, joinFixes, message, peerFixes, splitPeers, valueOf } from '#rule';

export default defineRule({
  meta: {
    id: 'network-policy-any-namespace',
    title: 'Network policy opens every namespace',
    why: 'One compromised pod can reach every service of the cluster, those of other teams and of the control plane included.',
    severity: 'high',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 4,
    languages: ['yaml', 'json'],
    references: cite(
      'CIS 1.12 5.3.2',
      'CIS EKS 1.8.0 4.3.2',
      'OWASP 2022 K07',
      'OWASP 2025 K05',
      'NSA/CISA Kubernetes Hardening Guide 1.2 Network separation and hardening',
      'CWE-284',
      'CWE-923',
    ),
    fixes: [
      { title: 'Join it with the pods beside it', applicability: 'review' },
      { title: 'Limit to addresses outside the cluster', applicability: 'review' },
      { title: 'Limit to HTTPS outside the cluster', applicability: 'review' },
      { title: 'Limit to pods of this namespace', applicability: 'review' },
      { title: 'Limit to one namespace', applicability: 'review' },
    ],
  },
  visit: (report) => ({
    networkPeer(peer, region) {
      const namespaces = valueOf(peer.namespaces);
      if (namespaces === undefined || !namespaces.isEmpty || isDnsOnly(peer.rule)) return;
      const isOpen = peer.pods.state === 'absent' || valueOf(peer.pods)?.isEmpty === true;
      if (!isOpen || peer.addresses.state !== 'absent') return;
      report({
        at: namespaces.entry.range,
        message:
          peer.rule.direction === 'egress'
            ? message(
                'Empty namespaceSelector lets these pods reach every pod of every namespace, and nothing outside the cluster',
              )
            : message(
                'Empty namespaceSelector lets every pod of every namespace in, so one compromised pod is enough',
              ),
        fixes: ({ document }) => {
          const peers = document
            .all('networkPeer')
            .flatMap((other) => (other.region === region ? [other.fact] : []));
          const split = splitPeers(peers).find(
            ({ namespaces: half }) => half.range.start === peer.range.start,
          );
          return [...(split === undefined ? [] : joinFixes(split, region)), ...peerFixes(peer, region)];
        },
      });
    },
  }),
});
