import { get, mapOf, stringOf, textOf } from '../../languages/yaml/read';
import type { YamlMap, YamlNode } from '../../languages/yaml/tree';
import type { RegionOf } from '../../regions/region';
import type { ObjectFact } from '../fact';
import { readField } from '../field';
import { isSchema, objectOf, subjectOf } from '../recognize';
import { absent, unknown, type Reading } from '../reading';

type YamlRegion = RegionOf<'yaml'> | RegionOf<'json'>;

/**
 * The Kubernetes objects of a region (Kubernetes API conventions, "Objects"): the document itself, the items
 * of a `List`, and those that another object or a values file carries at any depth (`extraObjects`, Kyverno's
 * `generate`, a workflow's `manifest`), in the order of the text. Schemas describe objects and are none.
 *
 * A map with a `kind` and without an `apiVersion` counts only as the whole document: deeper, `kind` is an
 * ordinary word.
 */
export function objectsOf(region: YamlRegion): readonly ObjectFact[] {
  const objects: ObjectFact[] = [];
  if (subjectOf(region).kind === 'schema') return objects;
  const walk = (node: YamlNode | undefined, isNested: boolean): void => {
    if (node?.kind === 'list') for (const item of node.items) walk(item.node, isNested);
    if (node?.kind !== 'map' || isSchema(node)) return;
    const object = readObject(region.text, node, isNested);
    if (object !== undefined) objects.push(object);
    const isList = object !== undefined && object.resource.endsWith('List');
    for (const { value } of node.entries) walk(value, isNested || (object !== undefined && !isList));
  };
  walk(region.tree.root, false);
  return objects;
}

function readObject(text: string, map: YamlMap, isNested: boolean): ObjectFact | undefined {
  const subject = objectOf(map);
  if (subject?.kind !== 'manifest') return undefined;
  const { apiVersion, resource } = subject;
  if (apiVersion === '' && isNested) return undefined;
  const metadata = mapOf(get(map, 'metadata'));
  const field = (key: string): Reading<string> => {
    if (metadata !== undefined) return readField(text, metadata, key, stringOf);
    return map.isOpen || get(map, 'metadata') !== undefined ? unknown() : absent();
  };
  const slash = apiVersion.indexOf('/');
  return {
    kind: 'object',
    range: map.range,
    map,
    apiVersion,
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    resource,
    name: field('name'),
    namespace: field('namespace'),
    labels: stringEntries(mapOf(get(metadata, 'labels'))),
    annotations: stringEntries(mapOf(get(metadata, 'annotations'))),
    metadata,
    spec: mapOf(get(map, 'spec')),
    isNested,
  };
}

function stringEntries(map: YamlMap | undefined): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  for (const { key } of map?.entries ?? []) {
    const value = textOf(map, key.value);
    if (value !== undefined && !key.hasHole) entries.set(key.value, value);
  }
  return entries;
}
