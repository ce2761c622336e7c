import { get, getPath, listOf, mapOf, resolved, stringOf, textOf } from '../../languages/yaml/read';
import type { YamlItem, YamlList, YamlMap, YamlNode } from '../../languages/yaml/tree';
import type { RegionOf } from '../../regions/region';
import type { NetworkPeerFact, NetworkRuleFact } from '../fact';
import { isSchema, objectOf, subjectOf } from '../recognize';
import { patchOperationOf, type PatchOperation } from './jsonPatch';
import { dialectOf, isAdminPolicy } from './networkDialect';
import { isBareRules, isListedRule, isRule } from './networkFragment';
import { groupPeers } from './networkGroup';
import { patchedPeers } from './networkPatch';
import { peersOf } from './networkPeer';
import { ruleOf } from './networkRule';

type YamlRegion = RegionOf<'yaml'> | RegionOf<'json'>;
type Direction = NetworkRuleFact['direction'];
type Dialect = NetworkRuleFact['dialect'];

export interface NetworkFacts {
  readonly rules: readonly NetworkRuleFact[];
  readonly peers: readonly NetworkPeerFact[];
}

/**
 * The rules of network policies, and their peers (Kubernetes API networking.k8s.io/v1 NetworkPolicy;
 * cilium.io/v2 CiliumNetworkPolicy; projectcalico.org/v3 NetworkPolicy and GlobalNetworkPolicy), and of the JSON
 * patches that change them.
 *
 * In a fragment, a list under `ingress` or `egress` counts when its items have the fields of a rule. The policies of
 * administrators (policy.networking.k8s.io) say with each rule what it does, and are left out.
 */
export function networkOf(region: YamlRegion): NetworkFacts {
  if (subjectOf(region).kind === 'schema') return { rules: [], peers: [] };
  const reader = new NetworkReader(region);
  reader.root(region.tree.root);
  return reader;
}

interface Place {
  /** Inside of an object that is no policy. */
  readonly isOthers: boolean;
  /** The key that the node stands under. */
  readonly key: string;
  /** Paths that operations of the same JSON patch write to. */
  readonly written?: ReadonlySet<string>;
}

class NetworkReader {
  readonly rules: NetworkRuleFact[] = [];
  readonly peers: NetworkPeerFact[] = [];

  constructor(private readonly region: YamlRegion) {}

  root(root: YamlNode | undefined): void {
    const lone = resolved(root);
    if (lone?.kind === 'list' && lone.items.some((i) => isRule(mapOf(i.node)))) {
      for (const item of lone.items) {
        const map = mapOf(item.node);
        if (isRule(map)) this.lone(map, item);
      }
    } else if (lone?.kind === 'map' && isRule(lone)) this.lone(lone, { node: lone, range: lone.range });
    else this.walk(root, { isOthers: false, key: '' });
  }

  private walk(node: YamlNode | undefined, place: Place): void {
    if (node?.kind === 'list') {
      const written = writtenPaths(node);
      for (const item of node.items) this.walk(item.node, { ...place, written });
    }
    if (node?.kind !== 'map' || isSchema(node) || isAdminPolicy(node)) return;
    const operation = patchOperationOf(node);
    if (operation !== undefined && this.patch(operation, place.written)) return;
    const dialect = dialectOf(node);
    // A policy that another object describes (Kyverno's `generate`) has its spec further down.
    if (dialect !== undefined && (get(node, 'spec') ?? get(node, 'specs')) !== undefined) {
      this.spec(node, mapOf(get(node, 'spec')), dialect);
      for (const item of listOf(get(node, 'specs'))?.items ?? []) this.spec(node, mapOf(item.node), dialect);
      return;
    }
    const isObject = objectOf(node) !== undefined;
    const isSpec = !isObject && listOf(get(node, 'policyTypes')) !== undefined;
    for (const { key, value } of node.entries) {
      const isDirection = key.value === 'ingress' || key.value === 'egress';
      const isRules =
        isSpec ||
        (value?.kind === 'list' && value.items.some((i) => isListedRule(mapOf(i.node)))) ||
        (!place.isOthers && !isObject && isBareRules(node, key.value, value, place.key));
      if (isDirection && isRules && value?.kind === 'list') {
        this.list(value, key.value === 'ingress' ? 'ingress' : 'egress', 'kubernetes', true);
      } else this.walk(value, { isOthers: place.isOthers || isObject, key: key.value });
    }
  }

  private spec(policy: YamlMap, spec: YamlMap | undefined, dialect: Dialect): void {
    const isEdge = selectsPublicEdge(policy, spec);
    for (const direction of ['ingress', 'egress'] as const)
      this.list(get(spec, direction), direction, dialect, false, isEdge);
  }

  private list(
    list: YamlNode | undefined,
    direction: Direction,
    dialect: Dialect,
    isFragment: boolean,
    isPublicEdge = false,
  ): void {
    const peers: NetworkPeerFact[] = [];
    for (const item of listOf(list)?.items ?? []) {
      const read = ruleOf(this.region, item, direction, dialect, isFragment);
      if (read === undefined) continue;
      const rule = { ...read, isPublicEdge };
      this.rules.push(rule);
      if (dialect === 'kubernetes') peers.push(...peersOf(this.region, rule));
    }
    this.peers.push(...groupPeers(peers));
  }

  private lone(map: YamlMap | undefined, item: YamlItem): void {
    const direction = get(map, 'to') === undefined ? 'ingress' : 'egress';
    const read = ruleOf(this.region, item, direction, 'kubernetes', true);
    if (read !== undefined) this.add({ ...read, isPublicEdge: false });
  }

  private add(rule: NetworkRuleFact): void {
    this.rules.push(rule);
    this.peers.push(...groupPeers(peersOf(this.region, rule)));
  }

  /**
   * What an operation writes below `/spec/ingress` or `/spec/egress`: all rules, one rule, its peers, or one of
   * them. True where the operation is about such a place.
   */
  private patch(operation: PatchOperation, written: Place['written']): boolean {
    const { op, path, value } = operation;
    const [spec, direction, index, key] = path;
    if (spec !== 'spec' || (direction !== 'ingress' && direction !== 'egress')) return false;
    if (index === undefined) this.list(value?.value, direction, 'kubernetes', true);
    else if (key === undefined && value?.value !== undefined) {
      const item = { node: value.value, range: value.value.range };
      const rule = ruleOf(this.region, item, direction, 'kubernetes', true);
      if (rule !== undefined) this.add({ ...rule, isPublicEdge: false });
    } else if (op !== 'remove' || written?.has(path.join('/')) !== true) {
      const found = patchedPeers(this.region, operation, direction);
      if (found !== undefined) {
        this.rules.push(found.rule);
        this.peers.push(...groupPeers(found.peers));
      }
    }
    return true;
  }
}

/** What is removed and written again was replaced. */
function writtenPaths({ items }: YamlList): ReadonlySet<string> {
  const operations = items.flatMap(({ node }) =>
    node?.kind === 'map' ? (patchOperationOf(node) ?? []) : [],
  );
  return new Set(operations.flatMap(({ op, path }) => (op === 'remove' ? [] : [path.join('/')])));
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
