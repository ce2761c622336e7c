import {
  get,
  getPath,
  isNull,
  isOpenMap,
  listOf,
  mapOf,
  resolved,
  scalarOf,
  slotOf,
  stringOf,
  stringsOf,
  textOf,
} from '../../languages/yaml/read';
import type { YamlEntry, YamlItem, YamlMap, YamlNode } from '../../languages/yaml/tree';
import type { Range } from '../../text/range';
import { entryOf } from '../../languages/yaml/read';
import type { RegionOf } from '../../regions/region';
import type { AddressBlock, NetworkPeerFact, NetworkRuleFact, Selector } from '../fact';
import { readField } from '../field';
import { readPorts } from './networkPorts';
import { isWorldCidr } from './networkReach';
import { absent, known, unknown, type Reading } from '../reading';
import { isSchema, objectOf, subjectOf } from '../recognize';

type YamlRegion = RegionOf<'yaml'> | RegionOf<'json'>;
type Direction = NetworkRuleFact['direction'];
type Dialect = NetworkRuleFact['dialect'];

export interface NetworkFacts {
  readonly rules: readonly NetworkRuleFact[];
  readonly peers: readonly NetworkPeerFact[];
}

/**
 * The rules of network policies, and their peers (Kubernetes API networking.k8s.io/v1 NetworkPolicy;
 * cilium.io/v2 CiliumNetworkPolicy; projectcalico.org/v3 NetworkPolicy and GlobalNetworkPolicy).
 *
 * In a fragment, a list under `ingress` or `egress` counts when its items have the fields of a rule.
 */
export function networkOf(region: YamlRegion): NetworkFacts {
  const rules: NetworkRuleFact[] = [];
  const peers: NetworkPeerFact[] = [];
  if (subjectOf(region).kind === 'schema') return { rules, peers };
  const addRules = (
    list: YamlNode | undefined,
    direction: Direction,
    dialect: Dialect,
    isFragment: boolean,
    isPublicEdge = false,
  ): void => {
    for (const item of listOf(list)?.items ?? []) {
      const read = ruleOf(region, item, direction, dialect, isFragment);
      if (read === undefined) continue;
      const rule = { ...read, isPublicEdge };
      rules.push(rule);
      if (dialect === 'kubernetes') peers.push(...peersOf(region, rule));
    }
  };
  const addSpec = (policy: YamlMap, spec: YamlMap | undefined, dialect: Dialect): void => {
    const isEdge = selectsPublicEdge(policy, spec);
    for (const direction of ['ingress', 'egress'] as const)
      addRules(get(spec, direction), direction, dialect, false, isEdge);
  };
  const walk = (node: YamlNode | undefined, isOthers = false): void => {
    if (node?.kind === 'list') for (const item of node.items) walk(item.node, isOthers);
    if (node?.kind !== 'map' || isSchema(node)) return;
    const dialect = dialectOf(node);
    // A policy that another object describes (Kyverno's `generate`) has its spec further down.
    if (dialect !== undefined && (get(node, 'spec') ?? get(node, 'specs')) !== undefined) {
      addSpec(node, mapOf(get(node, 'spec')), dialect);
      for (const item of listOf(get(node, 'specs'))?.items ?? []) addSpec(node, mapOf(item.node), dialect);
      return;
    }
    const isObject = objectOf(node) !== undefined;
    const isSpec = !isObject && listOf(get(node, 'policyTypes')) !== undefined;
    for (const { key, value } of node.entries) {
      const isDirection = key.value === 'ingress' || key.value === 'egress';
      const isRules =
        isSpec ||
        (value?.kind === 'list' && value.items.some((i) => isListedRule(mapOf(i.node)))) ||
        (!isOthers && !isObject && isBareRules(node, key.value, value));
      if (isDirection && isRules && value?.kind === 'list') {
        addRules(value, key.value === 'ingress' ? 'ingress' : 'egress', 'kubernetes', true);
      } else walk(value, isOthers || isObject);
    }
  };
  const root = region.tree.root;
  const lone = resolved(root);
  if (lone?.kind === 'list' && lone.items.some((i) => isRule(mapOf(i.node)))) {
    for (const item of lone.items) {
      const map = mapOf(item.node);
      if (isRule(map)) addLone(map, item);
    }
  } else if (lone?.kind === 'map' && isRule(lone)) addLone(lone, { node: lone, range: lone.range });
  else walk(root);
  return { rules, peers };

  function addLone(map: YamlMap | undefined, item: YamlItem): void {
    const direction = get(map, 'to') === undefined ? 'ingress' : 'egress';
    const read = ruleOf(region, item, direction, 'kubernetes', true);
    if (read === undefined) return;
    const rule = { ...read, isPublicEdge: false };
    rules.push(rule);
    peers.push(...peersOf(region, rule));
  }
}

const edgeWords =
  /(?:^|[-_./])(?:ingress(?:-?(?:nginx|gateway|controller))?|istio-ingressgateway|gateway|nginx-ingress|traefik|haproxy|contour|envoy|kong|emissary|ambassador|edge)(?:$|[-_./])/i;

/** True for a policy about what is there to be reached from outside: by its name, or the labels it selects. */
function selectsPublicEdge(policy: YamlMap, spec: YamlMap | undefined): boolean {
  const labels = mapOf(getPath(spec, 'podSelector', 'matchLabels'));
  const words = [
    textOf(mapOf(get(policy, 'metadata')), 'name'),
    ...(labels?.entries ?? []).map((e) => stringOf(e.value)),
  ];
  return words.some((word) => word !== undefined && edgeWords.test(word));
}

function dialectOf(map: YamlMap): Dialect | undefined {
  const object = objectOf(map);
  if (object?.kind !== 'manifest') return undefined;
  const { apiVersion, resource } = object;
  if (apiVersion.startsWith('cilium.io/'))
    return /^Cilium(?:Clusterwide)?NetworkPolicy$/.test(resource) ? 'cilium' : undefined;
  if (/(?:^|\.)projectcalico\.org\//.test(apiVersion))
    return /NetworkPolicy$/.test(resource) ? 'calico' : undefined;
  return resource === 'NetworkPolicy' ? 'kubernetes' : undefined;
}

/** Without a policy around it, a map is a rule when its peers look like peers, or its ports like ports. */
function isRule(map: YamlMap | undefined): boolean {
  const peerKeys = ['namespaceSelector', 'podSelector', 'ipBlock'];
  const isPeers = (node: YamlNode | undefined): boolean =>
    listOf(node)?.items.some((item) =>
      peerKeys.some((key) => entryOf(mapOf(item.node), key) !== undefined),
    ) ?? false;
  if (map === undefined) return false;
  if (isPeers(get(map, 'to')) || isPeers(get(map, 'from'))) return true;
  const ports = listOf(get(map, 'ports'))?.items ?? [];
  const isOnlyRule = map.entries.every(({ key }) => ['to', 'from', 'ports'].includes(key.value));
  return isOnlyRule && ports.some((item) => get(mapOf(item.node), 'protocol') !== undefined);
}

/** Under `ingress` or `egress`, ports alone are enough, where they are written as a policy writes them. */
function isListedRule(map: YamlMap | undefined): boolean {
  if (isRule(map)) return true;
  const ports = listOf(get(map, 'ports'))?.items ?? [];
  const isOnlyRule = map?.entries.every(({ key }) => ['to', 'from', 'ports'].includes(key.value)) === true;
  const isPort = (port: YamlMap | undefined): boolean =>
    get(port, 'port')?.kind === 'scalar' &&
    port?.entries.every(({ key }) => ['port', 'protocol', 'endPort'].includes(key.value)) === true;
  return isOnlyRule && ports.length > 0 && ports.every((item) => isPort(mapOf(item.node)));
}

/**
 * `egress: [{}]` outside of any object: nothing else that is called so takes an empty item. `ingress` is many
 * other things, so it counts only beside fields of a policy.
 */
function isBareRules(map: YamlMap, key: string, value: YamlNode | undefined): boolean {
  if (value?.kind !== 'list' || value.isOpen || value.items.length === 0) return false;
  const isEmpty = value.items.every(({ node }) => {
    const rule = mapOf(node);
    return rule === undefined ? isNull(node) : rule.entries.length === 0 && !rule.isOpen;
  });
  return (
    isEmpty &&
    (key === 'egress' || get(map, 'podSelector') !== undefined || listOf(get(map, 'egress')) !== undefined)
  );
}

/** A dash with nothing behind it, down to the end of the text. */
function isLastWord({ text }: YamlRegion, { range }: YamlItem): boolean {
  return text.slice(range.start).trim() === '-';
}

function ruleOf(
  region: YamlRegion,
  item: YamlItem,
  direction: Direction,
  dialect: Dialect,
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

/** Cilium's `to…`/`from…` fields: each narrows the peers, and `all` or `world` among entities does not. */
function ciliumPeers(
  text: string,
  map: YamlMap,
  direction: Direction,
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
 * `toCIDR: [0.0.0.0/0]` says the same as the entity `world`: rules by address do not apply to pods and nodes
 * of the cluster (docs.cilium.io, "CIDR based").
 */
function ciliumWorld(
  map: YamlMap,
  prefix: string,
): readonly { readonly value: string; readonly range: Range }[] {
  const plain = (listOf(get(map, `${prefix}CIDR`))?.items ?? []).map(({ node }) => scalarOf(node));
  const sets = (listOf(get(map, `${prefix}CIDRSet`))?.items ?? []).map(({ node }) =>
    scalarOf(get(mapOf(node), 'cidr')),
  );
  return [...plain, ...sets].flatMap((scalar) =>
    scalar !== undefined && !scalar.hasHole && isWorldCidr(scalar.value)
      ? [{ value: 'world', range: scalar.range }]
      : [],
  );
}

function calicoPeers(
  text: string,
  map: YamlMap,
  entry: YamlEntry | undefined,
  value: YamlMap | undefined,
): Reading<number> {
  if (entry === undefined) return isOpenMap(map) ? unknown() : absent(slotOf(map, text));
  if (value === undefined) return isNull(entry.value) ? known(0, entry.range) : unknown(entry.range);
  const isEverywhere = stringsOf(get(value, 'nets')).some(isWorldCidr);
  const isAll = (key: string): boolean => /^(?:all|global)\(\)$/.test(textOf(value, key) ?? '');
  const narrowing = value.entries.filter(({ key }) => {
    if (/^(?:notPorts|ports)$/.test(key.value) || (key.value === 'nets' && isEverywhere)) return false;
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

function peersOf(region: YamlRegion, rule: NetworkRuleFact): readonly NetworkPeerFact[] {
  return (listOf(rule.peersEntry?.value)?.items ?? []).flatMap((item) => {
    const map = mapOf(item.node);
    if (map === undefined) return [];
    const { text } = region;
    const fact: NetworkPeerFact = {
      kind: 'networkPeer',
      rule,
      range: item.range,
      map,
      namespaces: readField(text, map, 'namespaceSelector', (node) =>
        selectorOf(node, map, 'namespaceSelector'),
      ),
      pods: readField(text, map, 'podSelector', (node) => selectorOf(node, map, 'podSelector')),
      addresses: readField(text, map, 'ipBlock', (node) => addressesOf(node, map)),
    };
    return [fact];
  });
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
  return { cidr: cidr.value, cidrRange: cidr.range, except: stringsOf(get(block, 'except')), entry };
}
