import { entryOf, isNull, isOpenMap, listOf, mapOf, slotOf, textOf } from '../../languages/yaml/read';
import type { YamlEntry, YamlItem, YamlMap } from '../../languages/yaml/tree';
import type { Region } from '../../regions/region';
import type { NetworkRuleFact } from '../fact';
import { absent, known, unknown, type Reading } from '../reading';
import { calicoPeers, ciliumPeers } from './networkDialect';
import { readPorts } from './networkPorts';

/** A dash with nothing behind it, down to the end of the text. */
function isLastWord({ text }: Region, { range }: YamlItem): boolean {
  return text.slice(range.start).trim() === '-';
}

export function ruleOf(
  region: Region,
  item: YamlItem,
  direction: NetworkRuleFact['direction'],
  dialect: NetworkRuleFact['dialect'],
  isFragment: boolean,
): Omit<NetworkRuleFact, 'isPublicEdge'> | undefined {
  const map = mapOf(item.node);
  const shared = { kind: 'networkRule', direction, range: item.range, isFragment, dialect } as const;
  if (map === undefined) {
    // `-` alone is a rule without conditions; anything else in its place cannot be told.
    // At the end of a text it is the beginning of a rule that somebody is about to type.
    if (!isNull(item.node) || isLastWord(region, item)) return undefined;
    return {
      ...shared,
      map: undefined,
      peers: absent(),
      peersEntry: undefined,
      ports: absent(),
      entities: [],
    };
  }
  switch (dialect) {
    case 'kubernetes': {
      const key = direction === 'ingress' ? 'from' : 'to';
      const ports = readPorts(region, map, 'ports');
      return { ...shared, map, ...peersReading(region.text, map, key), ports, entities: [] };
    }
    case 'cilium':
      return {
        ...shared,
        map,
        ...ciliumPeers(region.text, map, direction),
        ports: readPorts(region, map, 'toPorts'),
      };
    case 'calico': {
      const action = textOf(map, 'action');
      if (action !== 'Allow') return undefined;
      const side = direction === 'ingress' ? 'source' : 'destination';
      const entry = entryOf(map, side);
      const value = mapOf(entry?.value);
      const peers = calicoPeers(region.text, map, entry, value);
      const ports = value === undefined ? absent() : readPorts(region, value, 'ports');
      return { ...shared, map, peers, peersEntry: entry, ports, entities: [] };
    }
  }
}

/** `to: null`, `to: []` and no `to` mean the same to Kubernetes: every destination. */
function peersReading(
  text: string,
  map: YamlMap,
  key: string,
): { readonly peers: Reading<number>; readonly peersEntry: YamlEntry | undefined } {
  const entry = entryOf(map, key);
  if (entry === undefined) {
    return { peers: isOpenMap(map) ? unknown() : absent(slotOf(map, text)), peersEntry: undefined };
  }
  if (isNull(entry.value)) {
    return { peers: isOpenMap(map) ? unknown(entry.range) : known(0, entry.range), peersEntry: entry };
  }
  const list = listOf(entry.value);
  const peers =
    list === undefined || (list.isOpen && list.items.length === 0)
      ? unknown(entry.range)
      : known(list.items.length, list.range);
  return { peers, peersEntry: entry };
}
