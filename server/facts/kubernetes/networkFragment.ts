import { entryOf, get, isNull, listOf, mapOf } from '../../languages/yaml/read';
import type { YamlMap, YamlNode } from '../../languages/yaml/tree';

/** Without a policy around it, a map is a rule when its peers look like peers, or its ports like ports. */
export function isRule(map: YamlMap | undefined): boolean {
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
export function isListedRule(map: YamlMap | undefined): boolean {
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
 * other things, so it counts only directly under `spec` (as in a patch), or beside fields of a policy. `above` is
 * the key that the map stands under.
 */
export function isBareRules(map: YamlMap, key: string, value: YamlNode | undefined, above: string): boolean {
  if (value?.kind !== 'list' || value.isOpen || value.items.length === 0) return false;
  const isEmpty = value.items.every(({ node }) => {
    const rule = mapOf(node);
    return rule === undefined ? isNull(node) : rule.entries.length === 0 && !rule.isOpen;
  });
  return (
    isEmpty &&
    (key === 'egress' ||
      above === 'spec' ||
      get(map, 'podSelector') !== undefined ||
      listOf(get(map, 'egress')) !== undefined)
  );
}
