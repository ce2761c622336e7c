import { get, isNull, listOf, mapOf, resolved, stringOf, textOf, entryOf } from '../../languages/yaml/read';
import type { YamlItem, YamlList, YamlMap, YamlNode } from '../../languages/yaml/tree';
import type { RegionOf } from '../../regions/region';
import type { RbacBindingFact, RbacRole, RbacRuleFact } from '../fact';
import { isSchema, objectOf, subjectOf } from '../recognize';
import { patchOperationOf } from './jsonPatch';
import { fieldOf, subjectsOf } from './rbacField';
import { patchedAccess } from './rbacPatch';
import { isUpstreamRole } from './upstream';

type YamlRegion = RegionOf<'yaml'> | RegionOf<'json'>;

export interface RbacFacts {
  readonly rules: readonly RbacRuleFact[];
  readonly bindings: readonly RbacBindingFact[];
}

const noRole: RbacRole = { resource: undefined, name: '', isUpstream: false, map: undefined };

/**
 * The rules of roles and the bindings of a YAML or JSON region (Kubernetes API rbac.authorization.k8s.io/v1).
 *
 * A rule is a map with `verbs` beside `resources` or `nonResourceURLs`, wherever it stands: in a Role, in a
 * chart's values, in an operator's `clusterPermissions`, on its own. What policy engines match or forbid looks
 * the same and grants nothing, so it is left out. Operations of JSON patches count where they write a part of one.
 */
export function rbacOf(region: YamlRegion): RbacFacts {
  const rules: RbacRuleFact[] = [];
  const bindings: RbacBindingFact[] = [];
  if (subjectOf(region).kind === 'schema') return { rules, bindings };
  const walk = (
    node: YamlNode | undefined,
    role: RbacRole,
    list: YamlList | undefined,
    item?: YamlItem,
  ): void => {
    if (node?.kind === 'list') for (const inner of node.items) walk(inner.node, role, node, inner);
    if (node?.kind !== 'map' || isSchema(node)) return;
    const object = objectOf(node);
    if (object?.kind === 'manifest' && isPolicy(object.apiVersion)) return;
    const around = object?.kind === 'manifest' ? roleOf(region, node, object.resource) : role;
    const operation = patchOperationOf(node);
    const patched = operation && patchedAccess(operation);
    if (patched !== undefined) {
      rules.push(...patched.rules);
      bindings.push(...patched.bindings);
      return;
    }
    const rule = ruleOf(node, around, list, item);
    if (rule !== undefined) {
      rules.push(rule);
      return;
    }
    const binding = bindingOf(region, node);
    if (binding !== undefined) bindings.push(binding);
    for (const entry of node.entries) {
      if (matchingKeys.has(entry.key.value)) continue;
      walk(entry.value, resourceOfKey(entry.key.value) ?? around, undefined);
    }
  };
  walk(region.tree.root, noRole, undefined);
  return { rules, bindings };
}

const policyGroups = new Set([
  'kyverno.io',
  'policies.kyverno.io',
  'constraints.gatekeeper.sh',
  'templates.gatekeeper.sh',
  'admissionregistration.k8s.io',
  'audit.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'authorization.k8s.io',
]);

/**
 * Kyverno's policies, Gatekeeper's constraints, admission policies, audit policies and flow schemas name verbs to
 * match them, and reviews of access answer with them.
 */
function isPolicy(apiVersion: string): boolean {
  return policyGroups.has(apiVersion.split('/', 1)[0] ?? '');
}

/** Rules of a FlowSchema or a SelfSubjectRulesReview stand under these keys, those of a role never. */
const matchingKeys = new Set(['resourceRules', 'nonResourceRules']);

function roleOf(region: YamlRegion, map: YamlMap, resource: string): RbacRole {
  if (resource !== 'Role' && resource !== 'ClusterRole') return noRole;
  const metadata = mapOf(get(map, 'metadata'));
  const name = textOf(metadata, 'name') ?? '';
  return { resource, name, isUpstream: isUpstreamRole(name, metadata, region.context.fileName), map };
}

/** An operator's manifest (OLM ClusterServiceVersion) says by the key what kind of role is made. */
function resourceOfKey(key: string): RbacRole | undefined {
  if (key === 'clusterPermissions') return { ...noRole, resource: 'ClusterRole', isUpstream: true };
  return undefined;
}

function ruleOf(
  map: YamlMap,
  role: RbacRole,
  list: YamlList | undefined,
  item: YamlItem | undefined,
): RbacRuleFact | undefined {
  const isWords = (key: string): boolean => {
    const value = get(map, key);
    if (value?.kind === 'scalar') return !isNull(value);
    return value?.kind === 'list' && value.items.every(({ node }) => resolved(node)?.kind === 'scalar');
  };
  if (!isWords('verbs') || !(isWords('resources') || isWords('nonResourceURLs'))) return undefined;
  // Webhooks and admission policies have `operations`, audit rules a `level`.
  if (get(map, 'operations') !== undefined || get(map, 'level') !== undefined) return undefined;
  const verbs = fieldOf(map, 'verbs');
  // Without a verb nothing is granted.
  if (verbs.isWhole && verbs.words.length === 0) return undefined;
  return {
    kind: 'rbacRule',
    range: map.range,
    map,
    list,
    item,
    command: undefined,
    role,
    apiGroups: fieldOf(map, 'apiGroups'),
    resources: fieldOf(map, 'resources'),
    verbs,
    nonResourceUrls: fieldOf(map, 'nonResourceURLs'),
    names: fieldOf(map, 'resourceNames'),
  };
}

/** A RoleBinding or ClusterRoleBinding, or the part of one that names its role. */
function bindingOf(region: YamlRegion, map: YamlMap): RbacBindingFact | undefined {
  const ref = entryOf(map, 'roleRef');
  const roleRef = mapOf(ref?.value);
  if (roleRef === undefined) return undefined;
  const nameEntry = entryOf(roleRef, 'name');
  const node = resolved(nameEntry?.value);
  const name = stringOf(node);
  const resource = textOf(map, 'kind');
  const metadata = mapOf(get(map, 'metadata'));
  const list = listOf(get(map, 'subjects'));
  return {
    kind: 'rbacBinding',
    range: map.range,
    map,
    command: undefined,
    resource: resource === 'RoleBinding' || resource === 'ClusterRoleBinding' ? resource : undefined,
    name: textOf(metadata, 'name') ?? '',
    isUpstream: isUpstreamRole(textOf(metadata, 'name') ?? '', metadata, region.context.fileName),
    roleKind: textOf(roleRef, 'kind') ?? '',
    role:
      name === undefined || node?.kind !== 'scalar'
        ? undefined
        : { value: name, range: node.range, item: undefined },
    subjects: subjectsOf(list),
  };
}
