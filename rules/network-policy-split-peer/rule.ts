import {
  cite,
  defineRule,
  isDnsOnly,
  joinFixes,
  message,
  splitPeers,
  valueOf,
  type NetworkPeerFact,
  type Region,
} from '#rule';

export default defineRule({
  meta: {
    id: 'network-policy-split-peer',
    title: 'Peer of a network policy is split in two',
    why: 'Two items mean "or": every pod of the namespace is let in, and not only those that the second item selects.',
    severity: 'medium',
    confidence: 'likely',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 4,
    languages: ['yaml', 'json'],
    references: cite(
      'CIS 1.12 5.3.2',
      'OWASP 2022 K07',
      'OWASP 2025 K05',
      'CWE-284',
      'NSA/CISA Kubernetes Hardening Guide 1.2 Network separation and hardening',
    ),
    fixes: [{ title: 'Join it with the pods beside it', applicability: 'review' }],
  },
  reads: ['networkPeer'],
  read(document, report) {
    const byRegion = new Map<Region, NetworkPeerFact[]>();
    for (const { fact, region } of document.all('networkPeer')) {
      const own = byRegion.get(region);
      if (own === undefined) byRegion.set(region, [fact]);
      else own.push(fact);
    }
    for (const [region, peers] of byRegion) {
      for (const pair of splitPeers(peers)) {
        const { namespaces, pods, belongTogether } = pair;
        // Every namespace is a rule of its own.
        if (!belongTogether || valueOf(namespaces.namespaces)?.isEmpty !== false) continue;
        report({
          region,
          at: valueOf(pods.pods)?.entry.key.range ?? pods.range,
          ...(isDnsOnly(pods.rule) ? { severity: 'low' } : {}),
          message: message(
            'An item of its own, so these pods count in the namespace of the policy, and all pods in the other one',
          ),
          related: [{ at: namespaces.range, message: message('Every pod of this namespace is a peer') }],
          fixes: () => joinFixes(pair, region),
        });
      }
    }
  },
});
