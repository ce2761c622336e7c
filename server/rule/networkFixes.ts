import type { NetworkPeerFact, NetworkRuleFact } from '../facts/fact';
import { removeChild, setEntry } from '../languages/yaml/patch';
import { render, styleOf } from '../languages/yaml/render';
import type { Region } from '../regions/region';
import { review, withStops, type Fix } from './fix';
import {
  choices,
  insideIPv4,
  insideIPv6,
  noteOf,
  notes,
  oneNamespace,
  outside,
  samePods,
  titles,
  toFix,
} from './networkChoice';
import { join, portEdits, replaceEntry, writePeers } from './networkEdits';

const networkStop = '‹network that may connect, such as 203.0.113.0/24›';

/** Fixes that put another peer in the place of one that opens every namespace. */
export function peerFixes(peer: NetworkPeerFact, region: Region): readonly Fix[] {
  const { rule, map } = peer;
  const [namespaces, pods] = [peer.namespaces, peer.pods].map((reading) =>
    reading.state === 'known' ? reading.value.entry : undefined,
  );
  if (namespaces === undefined) return [];
  return choices(rule).flatMap(({ title, peer: other, withPorts }) => {
    const replaced = replaceEntry(region, map, namespaces, other);
    let edits = replaced;
    // An empty podSelector means nothing beside a namespace, is the own namespace alone, and may not stand
    // beside addresses.
    if (pods !== undefined && other === samePods) edits = removeChild(region, map, namespaces);
    else if (pods !== undefined && other === outside) edits = join(replaced, removeChild(region, map, pods));
    return toFix(title, withPorts ? join(edits, portEdits(region, rule)) : edits, noteOf(rule, other));
  });
}

/** Fixes that name peers where a rule has none. */
export function ruleFixes(rule: NetworkRuleFact, region: Region): readonly Fix[] {
  const key = rule.direction === 'ingress' ? 'from' : 'to';
  return choices(rule).flatMap(({ title, peer, withPorts }) =>
    toFix(title, writePeers(region, rule, key, peer, withPorts), noteOf(rule, peer)),
  );
}

/** Fixes of an `ipBlock` that holds every address, the cluster's own among them. */
export function everyAddressFixes(peer: NetworkPeerFact, region: Region): readonly Fix[] {
  const { rule, addresses } = peer;
  if (addresses.state !== 'known') return [];
  const { entry, cidr, cidrRange } = addresses.value;
  const block = entry.value?.kind === 'map' ? entry.value : undefined;
  if (rule.direction === 'ingress') {
    const limited: Fix = review(
      'Limit to one network',
      [withStops({ range: cidrRange, text: JSON.stringify(networkStop) }, networkStop)],
      notes.ingress,
    );
    return [
      ...toFix(titles.same, replaceEntry(region, peer.map, entry, samePods), notes.ingress),
      ...toFix(titles.namespace, replaceEntry(region, peer.map, entry, oneNamespace), notes.ingress),
      limited,
    ];
  }
  if (block === undefined) return [];
  const inside = cidr.includes(':') ? insideIPv6 : insideIPv4;
  const excepted = setEntry(region, block, 'except', render(inside, styleOf(block, region.text)));
  const hasPorts =
    rule.ports.state === 'unknown' || (rule.ports.state === 'known' && rule.ports.value.length > 0);
  const note = inside === insideIPv6 ? notes.ipv6 : notes.outside;
  return hasPorts
    ? toFix(titles.except, excepted, note)
    : toFix(titles.https, join(excepted, portEdits(region, rule)), note);
}

/** The fix of a rule whose peers are outside of the cluster, and that limits no ports. */
export function portFixes(rule: NetworkRuleFact, region: Region): readonly Fix[] {
  return toFix(titles.ports, portEdits(region, rule), notes.ports);
}

/** A peer of two halves: an item with namespaces alone, and the next one with pods alone. */
export interface SplitPeer {
  readonly namespaces: NetworkPeerFact;
  readonly pods: NetworkPeerFact;
}

/**
 * Takes two neighboring items for one: in lines, the dash of the second goes; in braces, what stands between
 * their entries becomes a comma. The first of the two has to stand first.
 */
export function joinFixes({ namespaces, pods }: SplitPeer, region: Region): readonly Fix[] {
  const [first, second] = [namespaces, pods].sort((a, b) => a.range.start - b.range.start);
  if (first === undefined || second === undefined) return [];
  const { text, comments } = region;
  if (first.map.isFlow !== second.map.isFlow) return [];
  if (first.map.isFlow) {
    const range = {
      start: first.map.entries.at(-1)?.range.end ?? 0,
      end: second.map.entries[0]?.range.start ?? 0,
    };
    const isPlain = !comments.some((c) => c.range.start >= range.start && c.range.start < range.end);
    return range.end > range.start && isPlain ? toFix(titles.joined, [{ range, text: ', ' }]) : [];
  }
  const { start } = second.range;
  if (text[start] !== '-' || first.map.indent !== second.map.indent) return [];
  return toFix(titles.joined, [{ range: { start, end: start + 1 }, text: ' ' }]);
}
