import {
  entryOf,
  get,
  isNull,
  isOpenMap,
  listOf,
  mapOf,
  resolved,
  scalarOf,
  stringOf,
} from '../../languages/yaml/read';
import type { YamlMap, YamlNode } from '../../languages/yaml/tree';
import type { Region } from '../../regions/region';
import type { AddressBlock, NetworkPeerFact, NetworkRuleFact, Selector } from '../fact';
import type { Range } from '../../text/range';
import { readField } from '../field';

/** The peers under `to` or `from` of a rule, in order. */
export function peersOf(region: Region, rule: NetworkRuleFact): readonly NetworkPeerFact[] {
  return (listOf(rule.peersEntry?.value)?.items ?? []).flatMap(({ node, range }) => {
    const map = mapOf(node);
    return map === undefined ? [] : [peerAt(region, rule, map, range)];
  });
}

/** The peer that a map describes. */
export function peerAt(region: Region, rule: NetworkRuleFact, map: YamlMap, range: Range): NetworkPeerFact {
  const { text } = region;
  return {
    kind: 'networkPeer',
    rule,
    range,
    map,
    namespaces: readField(text, map, 'namespaceSelector', (node) =>
      selectorOf(node, map, 'namespaceSelector'),
    ),
    pods: readField(text, map, 'podSelector', (node) => selectorOf(node, map, 'podSelector')),
    addresses: readField(text, map, 'ipBlock', (node) => addressesOf(node, map)),
    group: undefined,
  };
}

/** Kubernetes API, LabelSelector: an empty one matches everything. */
function selectorOf(node: YamlNode, map: YamlMap, key: string): Selector | undefined {
  const entry = entryOf(map, key);
  if (node.kind !== 'map' || entry === undefined) return undefined;
  if (isOpenMap(node) && node.entries.length === 0) return undefined;
  const isEmpty = node.entries.every(({ value }) => {
    if (isNull(value)) return true;
    const target = resolved(value);
    if (target?.kind === 'map') return target.entries.length === 0 && !target.isOpen;
    return target?.kind === 'list' && target.items.length === 0 && !target.isOpen;
  });
  if (isEmpty && isOpenMap(node)) return undefined;
  return { isEmpty, entry };
}

function addressesOf(node: YamlNode, map: YamlMap): AddressBlock | undefined {
  const entry = entryOf(map, 'ipBlock');
  const block = mapOf(node);
  const cidr = scalarOf(get(block, 'cidr'));
  if (entry === undefined || cidr === undefined || cidr.hasHole) return undefined;
  if (block !== undefined && isOpenMap(block) && get(block, 'except') === undefined) return undefined;
  return { cidr: cidr.value, cidrRange: cidr.range, except: exceptionsOf(get(block, 'except')), entry };
}

/** The blocks of a list, each that a template or the reader decides as `''`: something is left out there. */
export function exceptionsOf(node: YamlNode | undefined): readonly string[] {
  const list = listOf(node);
  if (list === undefined) return isNull(node) ? [] : [''];
  const blocks = list.items.map((item) => stringOf(item.node) ?? '');
  return list.isOpen ? [...blocks, ''] : blocks;
}
