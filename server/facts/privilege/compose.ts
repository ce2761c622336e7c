import {
  asBoolean,
  entryOf,
  get,
  listOf,
  mapOf,
  stringOf,
  textOf,
  walkYaml,
} from '../../languages/yaml/read';
import type { YamlItem, YamlList, YamlMap } from '../../languages/yaml/tree';
import type { RegionOf } from '../../regions/region';
import type { PrivilegeFact, PrivilegeKind } from '../fact';
import { isNodeAgent } from '../kubernetes/nodeAgent';
import { objectOf, subjectOf } from '../recognize';
import { reachOfHostPath } from './hostPath';
import { dangerousCapability, isRootUser, unconfinedOption } from './words';

type YamlRegion = RegionOf<'yaml'> | RegionOf<'json'>;

/**
 * The privileges of the services of a Compose file (Compose specification, services), its extension fields
 * included, and of a fragment with a service in it.
 */
export function composePrivileges(region: YamlRegion): readonly PrivilegeFact[] {
  const isCompose = subjectOf(region).kind === 'compose';
  const found: PrivilegeFact[] = [];
  walkYaml(region.tree.root, (node, path) => {
    if (node.kind !== 'map') return undefined;
    if (objectOf(node) !== undefined) return false;
    const name = path[path.length - 1] ?? '';
    const isService = isCompose
      ? (path.length === 2 && path[0] === 'services') || (path.length === 1 && name.startsWith('x-'))
      : path.length <= 1 && (looksLikeService(node) || (path.length === 0 && isBareService(node)));
    if (isService) found.push(...service(node, isNodeAgent(`${name}-${imageWords(node)}`, '')));
    return undefined;
  });
  return found;
}

function imageWords(map: YamlMap): string {
  return (textOf(map, 'image') ?? '').split('/').pop()?.split(':')[0] ?? '';
}

/** With an image, and something that only Compose writes that way. */
function looksLikeService(map: YamlMap): boolean {
  const has = (key: string): boolean => entryOf(map, key) !== undefined;
  const isService = has('image') || has('build') || has('container_name');
  const hasOwn =
    ['restart', 'network_mode', 'cap_add', 'security_opt', 'container_name', 'environment', 'pid'].some(
      has,
    ) ||
    listOf(get(map, 'volumes'))?.items[0]?.node?.kind === 'scalar' ||
    (has('privileged') && !has('securityContext'));
  return isService && hasOwn;
}

const ownKeys = new Set(
  'privileged pid ipc network_mode cap_add cap_drop security_opt user volumes environment ports restart'.split(
    ' ',
  ),
);

/** A few settings of a service without its name: all of them Compose's, and one that is nobody else's. */
function isBareService(map: YamlMap): boolean {
  const isOwn = ['network_mode', 'cap_add', 'security_opt'].some((key) => entryOf(map, key) !== undefined);
  const volume = listOf(get(map, 'volumes'))?.items[0]?.node;
  const isMount = volume?.kind === 'scalar' && volume.value.includes(':');
  return (isOwn || isMount) && map.entries.every(({ key }) => ownKeys.has(key.value));
}

function service(map: YamlMap, isAgent: boolean): readonly PrivilegeFact[] {
  const found: PrivilegeFact[] = [];
  const add = (
    what: PrivilegeKind,
    detail: string,
    range: PrivilegeFact['range'],
    place: PrivilegeFact['place'],
  ): void => {
    found.push({
      kind: 'privilege',
      what,
      detail,
      range,
      source: 'compose',
      workload: undefined,
      container: undefined,
      isNodeAgent: isAgent,
      place,
    });
  };
  const entry = (what: PrivilegeKind, key: string, detail: string): void => {
    const own = entryOf(map, key);
    if (own !== undefined) add(what, detail, own.range, { at: 'entry', map, entry: own });
  };
  if (asBoolean(entryOf(map, 'privileged')?.value) === true) entry('privileged', 'privileged', 'privileged');
  for (const key of ['network_mode', 'pid', 'ipc', 'userns_mode', 'uts']) {
    if (textOf(map, key) === 'host') entry('hostNamespace', key, key);
  }
  if (isRootUser(textOf(map, 'user') ?? '')) entry('rootUser', 'user', textOf(map, 'user') ?? '');
  const items = (key: string, read: (text: string) => readonly [PrivilegeKind, string] | undefined): void => {
    const list = listOf(get(map, key));
    for (const item of list?.items ?? []) {
      const said = read(textOfItem(item));
      if (list !== undefined && said !== undefined) addItem(list, item, said);
    }
  };
  const addItem = (
    list: YamlList,
    item: YamlItem,
    [what, detail]: readonly [PrivilegeKind, string],
  ): void => {
    const source = get(mapOf(item.node), 'source');
    if (item.node !== undefined) add(what, detail, (source ?? item.node).range, { at: 'item', list, item });
  };
  items('cap_add', (text) => {
    const name = dangerousCapability(text);
    return name === undefined ? undefined : ['dangerousCapability', name];
  });
  items('security_opt', (text) => {
    const option = unconfinedOption(text);
    return option === undefined ? undefined : ['unconfined', option];
  });
  items('volumes', (text) => {
    const path = text.split(':', 1)[0] ?? '';
    const reach = reachOfHostPath(path);
    const isMount = text.includes(':') && reach !== undefined && reach !== 'hostPath';
    return isMount ? [reach, path] : undefined;
  });
  return found;
}

/** A text, or the long form of a volume as its short one. */
function textOfItem({ node }: YamlItem): string {
  const map = mapOf(node);
  if (map === undefined) return stringOf(node) ?? '';
  return textOf(map, 'type') === 'volume'
    ? ''
    : `${textOf(map, 'source') ?? ''}:${textOf(map, 'target') ?? ''}`;
}
