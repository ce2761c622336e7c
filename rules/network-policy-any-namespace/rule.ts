import { defineRule, isDnsOnly, message, peerFixes, valueOf } from '#rule';

export default defineRule({
  meta: {
    id: 'network-policy-any-namespace',
    title: 'Network policy opens every namespace',
    why: 'One compromised pod can reach every service of the cluster, those of other teams and of the control plane included.',
    severity: 'high',
    confidence: 'certain',
    profile: 'recommended',
    reviewItem: 4,
    languages: ['yaml', 'json'],
    references: [
      {
        standard: 'CIS Kubernetes Benchmark',
        version: '1.12',
        control: '5.3.2',
        title: 'Ensure that all Namespaces have NetworkPolicies defined',
      },
      {
        standard: 'CIS Amazon EKS Benchmark',
        version: '1.8.0',
        control: '4.3.2',
        title: 'Ensure that all Namespaces have Network Policies defined',
      },
      {
        standard: 'OWASP Kubernetes Top Ten',
        version: '2022',
        control: 'K07',
        title: 'Missing Network Segmentation Controls',
      },
      {
        standard: 'OWASP Kubernetes Top Ten',
        version: '2025',
        control: 'K05',
        title: 'Missing Network Segmentation Controls',
      },
      {
        standard: 'NSA/CISA Kubernetes Hardening Guide',
        version: '1.2',
        control: 'Network separation and hardening',
        title: 'Network policies',
      },
      { standard: 'CWE', version: '4.17', control: 'CWE-284', title: 'Improper Access Control' },
      {
        standard: 'CWE',
        version: '4.17',
        control: 'CWE-923',
        title: 'Improper Restriction of Communication Channel to Intended Endpoints',
      },
    ],
    fixes: [
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
        fixes: () => peerFixes(peer, region),
      });
    },
  }),
});
