import type { NetworkPeerFact, NetworkRuleFact } from '../facts/fact';
import { removeChild } from '../languages/yaml/patch';
import type { Region } from '../regions/region';
import type { Fix } from './fix';
import { choices, noteOf, notes, outside, samePods, titles, toFix } from './networkChoice';
import { join, portEdits, replaceEntry, writePeers } from './networkEdits';

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
