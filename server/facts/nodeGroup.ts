import { asBoolean, entryOf, get, listOf, mapOf } from '../languages/yaml/read';
import type { YamlMap, YamlNode } from '../languages/yaml/tree';
import type { RegionOf } from '../regions/region';
import type { NodeGroupFact } from './fact';
import { readField } from './field';
import { objectOf, subjectOf } from './recognize';

type YamlRegion = RegionOf<'yaml'> | RegionOf<'json'>;

const listKeys = ['nodeGroups', 'managedNodeGroups'];

/** Fields of a node group that hardly anything else has (eksctl v0.230.0, pkg/apis/eksctl.io/v1alpha5/types.go). */
const ownKeys = [
  'desiredCapacity',
  'privateNetworking',
  'amiFamily',
  'instancesDistribution',
  'preBootstrapCommands',
  'overrideBootstrapCommand',
  'volumeSize',
  'managedNodeGroups',
];
const sshKeys = [
  'allow',
  'publicKey',
  'publicKeyPath',
  'publicKeyName',
  'sourceSecurityGroupIds',
  'enableSsm',
];
const policyKeys = ['attachPolicyARNs', 'withAddonPolicies', 'attachPolicy', 'instanceRoleARN'];

/**
 * The node groups of an eksctl ClusterConfig, of a text with its lists (`nodeGroups`,
 * `managedNodeGroups`), or of a fragment with a node group's fields.
 */
export function nodeGroupsOf(region: YamlRegion): readonly NodeGroupFact[] {
  const subject = subjectOf(region);
  const groups: NodeGroupFact[] = [];
  if (subject.kind !== 'manifest' && subject.kind !== 'unknown' && subject.kind !== 'helmValues')
    return groups;
  const add = (map: YamlMap | undefined, isFragment: boolean): void => {
    if (map !== undefined) groups.push(groupOf(region, map, isFragment));
  };
  const walk = (node: YamlNode | undefined, isKnown: boolean): void => {
    if (node?.kind === 'list') for (const item of node.items) walk(item.node, isKnown);
    if (node?.kind !== 'map') return;
    const object = objectOf(node);
    if (object !== undefined && !isClusterConfig(object)) {
      if (object.kind !== 'manifest' || object.resource !== 'List') return;
    }
    const isCluster = isKnown || (object !== undefined && isClusterConfig(object));
    let hasLists = false;
    for (const key of listKeys) {
      for (const item of listOf(get(node, key))?.items ?? []) {
        hasLists = true;
        add(mapOf(item.node), !isCluster);
      }
    }
    if (hasLists) return;
    if (!isCluster && looksLikeGroup(node)) add(node, true);
    else if (!isCluster) for (const entry of node.entries) walk(entry.value, false);
  };
  walk(region.tree.root, false);
  return groups;
}

function isClusterConfig(object: ReturnType<typeof objectOf>): boolean {
  return (
    object?.kind === 'manifest' &&
    object.resource === 'ClusterConfig' &&
    !object.apiVersion.startsWith('kubeadm')
  );
}

function looksLikeGroup(map: YamlMap): boolean {
  const has = (inner: YamlMap | undefined, keys: readonly string[]): boolean =>
    keys.some((key) => get(inner, key) !== undefined);
  if (has(mapOf(get(map, 'ssh')), sshKeys) || has(mapOf(get(map, 'iam')), policyKeys)) return true;
  return get(map, 'instanceType') !== undefined && has(map, ownKeys);
}

function groupOf({ text }: YamlRegion, map: YamlMap, isFragment: boolean): NodeGroupFact {
  return {
    kind: 'nodeGroup',
    range: map.range,
    map,
    ssh: entryOf(map, 'ssh'),
    iam: entryOf(map, 'iam'),
    privateNetworking: readField(text, map, 'privateNetworking', asBoolean, isFragment),
    isFragment,
  };
}
