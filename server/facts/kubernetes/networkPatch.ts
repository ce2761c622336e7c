import { isNull, listOf, mapOf, resolved } from '../../languages/yaml/read';
import type { Region } from '../../regions/region';
import type { NetworkPeerFact, NetworkRuleFact } from '../fact';
import { absent, known, unknown, type Reading } from '../reading';
import { isListPlace, type PatchOperation } from './jsonPatch';
import { peerAt, peersOf } from './networkPeer';

/**
 * The rule whose peers an operation of a JSON patch writes: `/spec/egress/0/to`, or `/spec/egress/0/to/-` for one
 * of them. What else the rule says is not in the patch, so its ports are unknown; undefined for other places.
 */
export function patchedPeers(
  region: Region,
  { op, path, map, value }: PatchOperation,
  direction: NetworkRuleFact['direction'],
): { readonly rule: NetworkRuleFact; readonly peers: readonly NetworkPeerFact[] } | undefined {
  const [, , index, key, place, ...further] = path;
  if (!isListPlace(index) || key !== (direction === 'ingress' ? 'from' : 'to')) return undefined;
  if (further.length > 0 || (place !== undefined && !isListPlace(place))) return undefined;
  const rule = (peers: Reading<number>, isWhole: boolean): NetworkRuleFact => ({
    kind: 'networkRule',
    direction,
    range: map.range,
    map: isWhole ? map : undefined,
    peers,
    peersEntry: isWhole ? value : undefined,
    ports: unknown(),
    isFragment: true,
    dialect: 'kubernetes',
    isPublicEdge: false,
    entities: [],
  });
  if (place !== undefined) {
    const peer = mapOf(value?.value);
    if (peer === undefined) return undefined;
    const around = rule(unknown(), false);
    return { rule: around, peers: [peerAt(region, around, peer, peer.range)] };
  }
  if (op === 'remove' || value === undefined) return { rule: rule(absent(), false), peers: [] };
  const list = listOf(value.value);
  if (list === undefined && (!isNull(value.value) || resolved(value.value) === undefined)) return undefined;
  const written = rule(
    list?.isOpen === true && list.items.length === 0
      ? unknown(value.range)
      : known(list?.items.length ?? 0, value.range),
    true,
  );
  return { rule: written, peers: peersOf(region, written) };
}
