import {
  entryOf,
  get,
  isOpenMap,
  listOf,
  mapOf,
  resolved,
  scalarOf,
  stringOf,
  stringsOf,
} from '../../languages/yaml/read';
import type { YamlItem, YamlList, YamlMap, YamlNode } from '../../languages/yaml/tree';
import type { RegionOf } from '../../regions/region';
import type { AuditRuleFact, ObjectFact } from '../fact';

type YamlRegion = RegionOf<'yaml'> | RegionOf<'json'>;

const levels = ['None', 'Metadata', 'Request', 'RequestResponse'];
/** Keys that limit which requests a rule is about. */
const limits = ['users', 'userGroups', 'verbs', 'resources', 'namespaces', 'nonResourceURLs'];

/**
 * The rules of audit policies (audit.k8s.io/v1 Policy), of which the first that fits a request decides; also in a
 * text that is only their list.
 */
export function auditRulesOf(region: YamlRegion, objects: readonly ObjectFact[]): readonly AuditRuleFact[] {
  const lists = objects
    .filter(({ group, resource }) => group === 'audit.k8s.io' && resource === 'Policy')
    .map(({ map }) => listOf(get(map, 'rules')));
  const { root } = region.tree;
  if (objects.length === 0) lists.push(listOf(root) ?? listOf(get(mapOf(root), 'rules')));
  return lists.flatMap((list) => (list === undefined ? [] : rulesOf(list)));
}

function rulesOf(list: YamlList): readonly AuditRuleFact[] {
  const rules: AuditRuleFact[] = [];
  // A template may put a rule in front that keeps secrets out.
  let isSettled = list.isOpen;
  list.items.forEach((item: YamlItem, index) => {
    const map = mapOf(item.node);
    const level = scalarOf(get(map, 'level'));
    const value = stringOf(level);
    if (map === undefined || level === undefined || value === undefined || !levels.includes(value)) {
      const isHole = scalarOf(item.node)?.hasHole === true || level?.hasHole === true;
      isSettled ||= isHole || (map !== undefined && isOpenMap(map));
      return;
    }
    const isCatchAll = !isOpenMap(map) && limits.every((key) => isUnset(map, key));
    const secrets = secretsIn(map);
    rules.push({
      kind: 'auditRule',
      range: item.range,
      map,
      list,
      item,
      index,
      level: { value, range: level.range },
      isCatchAll,
      secrets,
      isSettled,
      verbs: stringsOf(get(map, 'verbs')),
    });
    const isLimited = limits.some((key) => key !== 'resources' && !isUnset(map, key));
    if (secrets !== undefined && !isLimited && (value === 'None' || value === 'Metadata')) isSettled = true;
  });
  return rules;
}

function isUnset(map: YamlMap, key: string): boolean {
  const node = resolved(entryOf(map, key)?.value);
  return (
    node === undefined ||
    (node.kind === 'list' && node.items.length === 0) ||
    (node.kind === 'scalar' && node.value === '')
  );
}

/** How a rule is about secrets: it names them, it is about all there is, or not at all. */
function secretsIn(map: YamlMap): AuditRuleFact['secrets'] {
  const list = listOf(get(map, 'resources'));
  if (list === undefined || list.items.length === 0) {
    return isUnset(map, 'nonResourceURLs') && !isOpenMap(map)
      ? { isNamed: false, isAlone: false, range: undefined }
      : undefined;
  }
  for (const { node } of list.items) {
    const group = mapOf(node);
    if (group === undefined || (stringOf(get(group, 'group')) ?? '') !== '') continue;
    const kinds = listOf(get(group, 'resources'))?.items.map((item): YamlNode | undefined => item.node) ?? [];
    if (kinds.length === 0 && !isOpenMap(group)) return { isNamed: false, isAlone: false, range: undefined };
    const named = kinds.find((kind) => /^(?:secrets|secrets\/\*)$/.test(stringOf(kind) ?? ''));
    const isAlone =
      list.items.length === 1 &&
      kinds.every((kind) => /^(?:secrets|configmaps|tokenreviews)$/.test(stringOf(kind) ?? ''));
    if (named !== undefined) return { isNamed: true, isAlone, range: resolved(named)?.range };
    if (kinds.some((kind) => stringOf(kind) === '*'))
      return { isNamed: false, isAlone: false, range: undefined };
  }
  return undefined;
}
