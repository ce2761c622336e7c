import {
  get,
  isNull,
  isOpenMap,
  listOf,
  mapOf,
  scalarOf,
  slotOf,
  stringOf,
  stringsOf,
  textOf,
} from '../../languages/yaml/read';
import type { YamlEntry, YamlMap, YamlNode } from '../../languages/yaml/tree';
import type { Range } from '../../text/range';
import type { NetworkRuleFact } from '../fact';
import { absent, known, unknown, type Reading } from '../reading';
import { familyOf, reachOf, type WrittenBlock } from '../addressBlock';
import { objectOf } from '../recognize';
import { exceptionsOf } from './networkPeer';

/** Whose policy a map is, or undefined where it is none. */
export function dialectOf(map: YamlMap): NetworkRuleFact['dialect'] | undefined {
  const object = objectOf(map);
  if (object?.kind !== 'manifest') return undefined;
  const { apiVersion, resource } = object;
  if (apiVersion.startsWith('cilium.io/'))
    return /^Cilium(?:Clusterwide)?NetworkPolicy$/.test(resource) ? 'cilium' : undefined;
  if (/(?:^|\.)projectcalico\.org\//.test(apiVersion))
    return /NetworkPolicy$/.test(resource) ? 'calico' : undefined;
  return resource === 'NetworkPolicy' ? 'kubernetes' : undefined;
}

/** AdminNetworkPolicy, BaselineAdminNetworkPolicy and what follows them: each rule names its action. */
export function isAdminPolicy(map: YamlMap): boolean {
  const object = objectOf(map);
  return object?.kind === 'manifest' && object.apiVersion.startsWith('policy.networking.k8s.io/');
}

/** Cilium's `to…`/`from…` fields: each narrows the peers, and `all` or `world` among entities does not. */
export function ciliumPeers(
  text: string,
  map: YamlMap,
  direction: NetworkRuleFact['direction'],
): Pick<NetworkRuleFact, 'peers' | 'peersEntry' | 'entities'> {
  const prefix = direction === 'ingress' ? 'from' : 'to';
  const isPeer = (key: string): boolean => key.startsWith(prefix) && key !== 'toPorts' && key !== prefix;
  const entries = map.entries.filter(({ key, value }) => isPeer(key.value) && !isNull(value));
  const entities = (listOf(get(map, `${prefix}Entities`))?.items ?? []).flatMap(({ node }) => {
    const value = stringOf(node);
    const range = scalarOf(node)?.range;
    return value === undefined || range === undefined ? [] : [{ value, range }];
  });
  entities.push(...ciliumWorld(map, prefix));
  const first = entries[0];
  if (first !== undefined) return { peers: known(entries.length, first.range), peersEntry: first, entities };
  return { peers: isOpenMap(map) ? unknown() : absent(slotOf(map, text)), peersEntry: undefined, entities };
}

/**
 * What says the same as the entity `world`: `toCIDR: [0.0.0.0/0]`, since rules by address do not apply to pods and
 * nodes of the cluster, several blocks that hold the internet together, and `toFQDNs` of every name, which lets
 * every address through that the pods have looked up (docs.cilium.io, "CIDR based", "DNS based").
 */
function ciliumWorld(
  map: YamlMap,
  prefix: string,
): readonly { readonly value: string; readonly range: Range }[] {
  const plain = (listOf(get(map, `${prefix}CIDR`))?.items ?? []).map(({ node }) => blockAt(node, undefined));
  const sets = (listOf(get(map, `${prefix}CIDRSet`))?.items ?? []).map(({ node }) =>
    blockAt(get(mapOf(node), 'cidr'), get(mapOf(node), 'except')),
  );
  const blocks = [...plain, ...sets].flatMap((block) => block ?? []);
  const names = (listOf(get(map, `${prefix}FQDNs`))?.items ?? []).flatMap(({ node }) => {
    const pattern = scalarOf(get(mapOf(node), 'matchPattern'));
    return pattern !== undefined && !pattern.hasHole && /^\*+$/.test(pattern.value) ? [pattern] : [];
  });
  return [...worlds(blocks), ...names].map(({ range }) => ({ value: 'world', range }));
}

/** Each block that holds the internet alone, or the first of those that do so together. */
function worlds(blocks: readonly PlacedBlock[]): readonly PlacedBlock[] {
  return ([4, 6] as const).flatMap((family) => {
    const own = blocks.filter(({ cidr }) => familyOf(cidr) === family);
    const alone = own.filter((block) => reachOf([block], family) !== 'part');
    return alone.length > 0 || reachOf(own, family) === 'part' ? alone : own.slice(0, 1);
  });
}

interface PlacedBlock extends WrittenBlock {
  readonly range: Range;
}

function blockAt(cidr: YamlNode | undefined, except: YamlNode | undefined): PlacedBlock | undefined {
  const scalar = scalarOf(cidr);
  if (scalar === undefined || scalar.hasHole) return undefined;
  return { cidr: scalar.value, except: exceptionsOf(except), range: scalar.range };
}

export function calicoPeers(
  text: string,
  map: YamlMap,
  entry: YamlEntry | undefined,
  value: YamlMap | undefined,
): Reading<number> {
  if (entry === undefined) return isOpenMap(map) ? unknown() : absent(slotOf(map, text));
  if (value === undefined) return isNull(entry.value) ? known(0, entry.range) : unknown(entry.range);
  const nets = stringsOf(get(value, 'nets')).map((cidr) => ({
    cidr,
    except: exceptionsOf(get(value, 'notNets')),
  }));
  const isEverywhere = ([4, 6] as const).some((family) => reachOf(nets, family) === 'everything');
  const isAll = (key: string): boolean => /^(?:all|global)\(\)$/.test(textOf(value, key) ?? '');
  const narrowing = value.entries.filter(({ key }) => {
    if (/^(?:notPorts|ports)$/.test(key.value) || (/^(?:nets|notNets)$/.test(key.value) && isEverywhere))
      return false;
    return !(
      /^(?:selector|namespaceSelector)$/.test(key.value) &&
      isAll('namespaceSelector') &&
      isAll(key.value)
    );
  });
  return narrowing.length === 0 && isOpenMap(value)
    ? unknown(entry.range)
    : known(narrowing.length, entry.range);
}
