import {
  calicoFixes,
  ciliumFixes,
  cite,
  asBoolean,
  defineRule,
  entryOf,
  everyAddressFixes,
  isDnsOnly,
  message,
  replace,
  review,
  ruleFixes,
  valueOf,
  type AddressBlock,
  type NetworkPeerFact,
  type NetworkRuleFact,
  type Problem,
  type Region,
  type SettingFact,
} from '#rule';

export default defineRule({
  meta: {
    id: 'network-policy-any-destination',
    title: 'Network policy opens every address',
    why: 'A compromised pod can reach every service, the metadata service of its node and any host that collects stolen data.',
    severity: 'high',
    confidence: 'certain',
    profile: 'recommended',
    isMilderInDevelopment: true,
    reviewItem: 4,
    languages: ['yaml', 'json'],
    references: cite(
      'CIS 1.12 5.3.2',
      'CIS EKS 1.8.0 5.4.4',
      'OWASP 2022 K07',
      'OWASP 2025 K05',
      'CWE-284',
      'CWE-923',
      'NSA/CISA Kubernetes Hardening Guide 1.2 Network separation and hardening',
    ),
    fixes: [
      { title: 'Limit to addresses outside the cluster', applicability: 'review' },
      { title: 'Limit to HTTPS outside the cluster', applicability: 'review' },
      { title: 'Limit to pods of this namespace', applicability: 'review' },
      { title: 'Limit to one namespace', applicability: 'review' },
      { title: 'Leave out the addresses of the cluster', applicability: 'review' },
      { title: 'Limit to one network', applicability: 'review' },
      { title: 'Limit to the cluster', applicability: 'review' },
      { title: 'Limit to what the chart names', applicability: 'review' },
    ],
  },
  visit: (report) => {
    const tell = (problem: Problem | undefined): void => {
      if (problem !== undefined) report(problem);
    };
    return {
      networkRule(rule, region) {
        tell(rule.dialect === 'cilium' ? ciliumProblem(rule, region) : ruleProblem(rule, region));
      },
      networkPeer(peer, region) {
        tell(addressProblem(peer, region));
      },
      setting(setting) {
        tell(chartProblem(setting));
      },
    };
  },
});

/** No peers: every destination or source, whatever the ports. */
function ruleProblem(rule: NetworkRuleFact, region: Region): Problem | undefined {
  const isAny = rule.peers.state === 'absent' || valueOf(rule.peers) === 0;
  if (!isAny || isDnsOnly(rule)) return undefined;
  return {
    ...edge(rule),
    at: rule.peersEntry?.range ?? rule.map?.entries[0]?.key.range ?? rule.range,
    message: anyMessage(rule),
    fixes: () => (rule.dialect === 'kubernetes' ? ruleFixes(rule, region) : calicoFixes(rule, region)),
  };
}

function anyMessage(rule: NetworkRuleFact) {
  const key = rule.direction === 'ingress' ? 'from' : 'to';
  // A patch that removes the peers says nothing of the ports.
  const isEmpty = rule.map === undefined ? rule.ports.state === 'absent' : rule.map.entries.length === 0;
  if (isEmpty) {
    return rule.direction === 'ingress'
      ? message('Empty rule lets everything in, on every port')
      : message(
          'Empty rule lets everything out: every address, in and outside of the cluster, on every port',
        );
  }
  if (rule.dialect === 'calico' && rule.peersEntry !== undefined) {
    return rule.direction === 'ingress'
      ? message('This source leaves nobody out: every address, or every pod of every namespace')
      : message('This destination leaves nothing out: every address, or every pod of every namespace');
  }
  if (rule.dialect === 'calico') {
    return rule.direction === 'ingress'
      ? message('Allow without a source lets every address in')
      : message('Allow without a destination reaches every address, in and outside of the cluster');
  }
  if (rule.peersEntry !== undefined) {
    return rule.direction === 'ingress'
      ? message('Empty "{key}" lets every address in, from inside and outside of the cluster', { key })
      : message('Empty "{key}" reaches every address, in and outside of the cluster', { key });
  }
  return rule.direction === 'ingress'
    ? message('Rule without "{key}" lets every address in, from inside and outside of the cluster', { key })
    : message('Rule without "{key}" reaches every address, in and outside of the cluster', { key });
}

/** `toEntities: [all]`; or ports alone. An empty rule of Cilium matches nothing. */
function ciliumProblem(rule: NetworkRuleFact, region: Region): Problem | undefined {
  if (isDnsOnly(rule)) return undefined;
  const all = rule.entities.find(({ value }) => value === 'all');
  if (all !== undefined) {
    return {
      ...edge(rule),
      at: all.range,
      message:
        rule.direction === 'ingress'
          ? message('Entity all lets every address in, from inside and outside of the cluster')
          : message('Entity all reaches every address, in and outside of the cluster'),
      fixes: () =>
        rule.direction === 'ingress'
          ? [review('Limit to the cluster', [replace(all.range, 'cluster')])]
          : [review('Limit to addresses outside the cluster', [replace(all.range, 'world')])],
    };
  }
  if (rule.peers.state !== 'absent' || (valueOf(rule.ports)?.length ?? 0) === 0) return undefined;
  return {
    ...edge(rule),
    at: rule.map?.entries[0]?.key.range ?? rule.range,
    message: anyMessage(rule),
    fixes: () => ciliumFixes(rule, region),
  };
}

/** One or several `ipBlock`s of every address, the cluster's own among them. */
function addressProblem(peer: NetworkPeerFact, region: Region): Problem | undefined {
  const addresses = valueOf(peer.addresses);
  const { group, rule } = peer;
  if (addresses === undefined || group?.reach !== 'everything' || isDnsOnly(rule)) return undefined;
  const others = group.peers.slice(1).flatMap((other) => valueOf(other.addresses) ?? []);
  return {
    ...edge(rule),
    at: addresses.cidrRange,
    message: addressMessage(rule, addresses, group.peers.length),
    related: others.map(({ cidrRange }) => ({
      at: cidrRange,
      message: message('This block is one of them'),
    })),
    fixes: () => everyAddressFixes(peer, region),
  };
}

function addressMessage({ direction }: NetworkRuleFact, { cidr, except }: AddressBlock, count: number) {
  if (count > 1) {
    return direction === 'ingress'
      ? message('{count} blocks together let every address in, from inside and outside of the cluster', {
          count: String(count),
        })
      : message(
          '{count} blocks together hold every address, those of the cluster and of the metadata service too',
          { count: String(count) },
        );
  }
  if (except.length > 0) {
    return direction === 'ingress'
      ? message('{cidr} leaves out no address inside of the cluster, and hardly any outside', { cidr })
      : message('{cidr} leaves out none of the addresses of the cluster and of the metadata service', {
          cidr,
        });
  }
  return direction === 'ingress'
    ? message('{cidr} lets every address in, from inside and outside of the cluster', { cidr })
    : message('{cidr} without "except" holds the addresses of the cluster and of the metadata service too', {
        cidr,
      });
}

/** What is there to be reached from the internet is open on purpose. */
function edge(rule: NetworkRuleFact): Pick<Problem, 'severity'> {
  return rule.direction === 'ingress' && rule.isPublicEdge ? { severity: 'info' } : {};
}

/** `networkPolicy.allowExternal` and `allowExternalEgress` of the charts that have them. */
function chartProblem(setting: SettingFact): Problem | undefined {
  const { key, path, source, value } = setting;
  if (key !== 'allowExternal' && key !== 'allowExternalEgress') return undefined;
  if (path[path.length - 2] !== 'networkPolicy' || (source !== 'yaml' && source !== 'set')) return undefined;
  const isOn =
    setting.entry === undefined ? valueOf(value) === 'true' : asBoolean(setting.entry.value) === true;
  const policy = setting.maps[setting.maps.length - 1];
  if (!isOn || asBoolean(entryOf(policy, 'enabled')?.value) === false) return undefined;
  return {
    at: setting.valueRange,
    message:
      key === 'allowExternal'
        ? message('allowExternal makes the policy of the chart let every address in on its ports')
        : message('allowExternalEgress makes the policy of the chart let everything out, on every port'),
    fixes: () => [
      review(
        'Limit to what the chart names',
        [replace(setting.valueRange, 'false')],
        'Clients then need the label or the peers that the chart documents',
      ),
    ],
  };
}
