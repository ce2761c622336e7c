import { entryOf, listOf, mapOf, textOf } from '../languages/yaml/read';
import type { SettingFact } from './fact';

/**
 * True for `{name: auth.password, value: x}`, whose name is the path of a value: Argo CD's `helm.parameters`,
 * helmfile's `set`.
 */
export function isParameter({ path, key, entry, source }: SettingFact): boolean {
  if (source !== 'yaml' || entry?.key.value !== 'value') return false;
  return key.includes('.') || isArgocdParameter(path) || isHelmfileSet(path);
}

/** True in `helm.parameters` of an Application. */
export function isArgocdParameter(path: readonly string[]): boolean {
  const [owner, list] = path.slice(-4);
  return owner === 'helm' && list === 'parameters';
}

/** True in `releases[].set` of helmfile, or in `setString`. */
export function isHelmfileSet(path: readonly string[]): boolean {
  return path[0] === 'releases' && /^set(?:String)?$/.test(path[path.length - 3] ?? '');
}

/** True when the list that a parameter stands in has one of that name. */
export function hasParameter({ maps, path }: SettingFact, name: string): boolean {
  const list = listOf(entryOf(maps[maps.length - 2], path[path.length - 3] ?? '')?.value);
  return list?.items.some(({ node }) => textOf(mapOf(node), 'name') === name) === true;
}

/** True for a parameter whose name or value other places may refer to. */
export function isAnchored({ maps, entry }: SettingFact): boolean {
  const name = entryOf(maps[maps.length - 1], 'name');
  return [name, entry].some((one) => one?.value?.anchor !== undefined);
}
