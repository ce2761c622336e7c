import {
  ciliumPortFixes,
  cite,
  defineRule,
  isEveryPort,
  isWide,
  message,
  portFixes,
  render,
  replace,
  replaceNode,
  review,
  styleOf,
  valueOf,
  withStops,
  type Fix,
  type NetworkPeerFact,
  type NetworkPort,
  type NetworkRuleFact,
  type Problem,
  type Region,
  type YamlMap,
} from '#rule';

export default defineRule({
  meta: {
    id: 'network-policy-any-port',
    title: 'Network policy opens every port',
    why: 'A compromised pod can talk to any service of the internet, mail, SSH and the tools of its attacker among them.',
    severity: 'medium',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 4,
    languages: ['yaml', 'json'],
    references: cite(
      'OWASP 2022 K07',
      'CWE-923',
      'NSA/CISA Kubernetes Hardening Guide 1.2 Network separation and hardening',
    ),
    fixes: [
      { title: 'Limit to HTTPS', applicability: 'review' },
      { title: 'Limit to one port', applicability: 'review' },
    ],
  },
  visit: (report) => ({
    networkPeer(peer, region) {
      const problem = worldProblem(peer, region);
      if (problem !== undefined) report(problem);
    },
    networkRule(rule, region) {
      for (const problem of [...rangeProblems(rule, region), ...entityProblems(rule, region)])
        report(problem);
    },
  }),
});

/** Every address outside of the cluster, on every port. Without "except" the addresses are another rule's. */
function worldProblem(peer: NetworkPeerFact, region: Region): Problem | undefined {
  const addresses = valueOf(peer.addresses);
  if (addresses === undefined || peer.group?.reach !== 'internet') return undefined;
  if (peer.rule.direction !== 'egress' || peer.rule.ports.state === 'unknown') return undefined;
  if (peer.rule.ports.state === 'known' && peer.rule.ports.value.length > 0) return undefined;
  return {
    at: addresses.cidrRange,
    message: message('Rule names no ports, so these pods reach the whole internet on every port'),
    fixes: () => portFixes(peer.rule, region),
  };
}

function entityProblems(rule: NetworkRuleFact, region: Region): readonly Problem[] {
  if (rule.direction !== 'egress' || rule.ports.state === 'unknown' || !isEveryPort(rule)) return [];
  return rule.entities
    .filter(({ value }) => value === 'world')
    .map(({ range }) => ({
      at: range,
      message: message('Rule names no ports, so these pods reach the whole internet on every port'),
      fixes: () => ciliumPortFixes(rule, region),
    }));
}

/** `port: 1` with `endPort: 65535`, or Calico's `1:65535`: a limit that is none. */
function rangeProblems(rule: NetworkRuleFact, region: Region): readonly Problem[] {
  const hasPeers = (valueOf(rule.peers) ?? 0) > 0;
  if (!hasPeers) return [];
  return (valueOf(rule.ports) ?? []).filter(isWide).map((port) => ({
    at: port.range,
    message: message('Ports {from} to {to} are nearly all there are, so the rule limits nothing', {
      from: String(port.port),
      to: String(port.endPort),
    }),
    fixes: () => (port.map === undefined ? oneNumber(port) : onePort(port.map, port.protocol, region)),
  }));
}

const stop = '‹port›';

function oneNumber({ range }: NetworkPort): readonly Fix[] {
  return [review('Limit to one port', [withStops(replace(range, JSON.stringify(stop)), stop)])];
}

function onePort(map: YamlMap, protocol: string, region: Region): readonly Fix[] {
  const edits = replaceNode(region, map, render({ protocol, port: stop }, styleOf(map, region.text)));
  return edits === undefined
    ? []
    : [
        review(
          'Limit to one port',
          edits.map((edit) => withStops(edit, stop)),
        ),
      ];
}
