import { familyOf, reachOf, type AddressFamily } from '../addressBlock';
import type { NetworkPeerFact, NetworkPort } from '../fact';
import { valueOf } from '../reading';

/**
 * The peers of one list of rules, each first of a group told what the group's addresses hold together.
 *
 * Blocks add up: 0.0.0.0/1 and 128.0.0.0/1 in one rule are every address, as they are in two rules of the same
 * ports. A block that holds everything alone is a group of its own.
 */
export function groupPeers(peers: readonly NetworkPeerFact[]): readonly NetworkPeerFact[] {
  const groups = new Map<NetworkPeerFact, NetworkPeerFact['group']>();
  const add = (group: readonly NetworkPeerFact[], reach: 'everything' | 'internet'): void => {
    const [first] = group;
    if (first !== undefined) groups.set(first, { peers: group, reach });
  };
  for (const family of [4, 6] as const) {
    const blocks = peers.filter((peer) => isOf(peer, family));
    for (const ofRule of by(blocks, (peer) => peer.rule)) groupsOf(ofRule, family, add);
    const everything = new Set(
      [...groups.values()].flatMap((g) => (g?.reach === 'everything' ? g.peers : [])),
    );
    const whole = blocks.filter(
      (peer) => !everything.has(peer) && valueOf(peer.addresses)?.except.length === 0,
    );
    for (const ofPorts of by(whole, portsOf)) {
      if (new Set(ofPorts.map((peer) => peer.rule)).size < 2) continue;
      if (reachOfAll(ofPorts, family) !== 'everything') continue;
      for (const peer of ofPorts) groups.delete(peer);
      add(ofPorts, 'everything');
    }
  }
  return groups.size === 0 ? peers : peers.map((peer) => ({ ...peer, group: groups.get(peer) }));
}

/** The groups among the blocks of one rule. */
function groupsOf(
  peers: readonly NetworkPeerFact[],
  family: AddressFamily,
  add: (group: readonly NetworkPeerFact[], reach: 'everything' | 'internet') => void,
): void {
  const isAlone = (reach: string) => (peer: NetworkPeerFact) => reachOfAll([peer], family) === reach;
  const everything = peers.filter(isAlone('everything'));
  for (const peer of everything) add([peer], 'everything');
  if (everything.length > 0) return;
  if (reachOfAll(peers, family) === 'everything') {
    add(peers, 'everything');
    return;
  }
  const internet = peers.filter(isAlone('internet'));
  for (const peer of internet) add([peer], 'internet');
  if (internet.length === 0 && reachOfAll(peers, family) === 'internet') add(peers, 'internet');
}

function isOf({ addresses }: NetworkPeerFact, family: AddressFamily): boolean {
  const block = valueOf(addresses);
  return block !== undefined && familyOf(block.cidr) === family;
}

function reachOfAll(peers: readonly NetworkPeerFact[], family: AddressFamily) {
  return reachOf(
    peers.flatMap(({ addresses }) => valueOf(addresses) ?? []),
    family,
  );
}

/** What the ports of a rule are, to compare; of its own where they are not known. */
function portsOf({ rule }: NetworkPeerFact): unknown {
  if (rule.ports.state === 'unknown') return rule;
  const text = ({ protocol, port, endPort }: NetworkPort): string =>
    `${protocol} ${String(port)} ${String(endPort)}`;
  return (valueOf(rule.ports) ?? []).map(text).sort().join();
}

function by(
  peers: readonly NetworkPeerFact[],
  keyOf: (peer: NetworkPeerFact) => unknown,
): Iterable<readonly NetworkPeerFact[]> {
  const groups = new Map<unknown, NetworkPeerFact[]>();
  for (const peer of peers) {
    const key = keyOf(peer);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [peer]);
    else group.push(peer);
  }
  return groups.values();
}
