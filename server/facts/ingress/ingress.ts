import {
  entryOf,
  get,
  getPath,
  isOpenMap,
  listOf,
  mapOf,
  resolved,
  stringOf,
  textOf,
} from '../../languages/yaml/read';
import type { YamlMap, YamlNode } from '../../languages/yaml/tree';
import type { RegionOf } from '../../regions/region';
import type { IngressController, IngressFact, ObjectFact } from '../fact';
import { readField } from '../field';
import { absent, known, unknown, valueOf, type Reading } from '../reading';

type YamlRegion = RegionOf<'yaml'> | RegionOf<'json'>;

/**
 * The Ingress objects of a region (networking.k8s.io/v1), each with the controller that serves it as far as the
 * text tells: by `ingressClassName`, by the older annotation, or by the prefix of its annotations.
 */
export function ingressesOf(region: YamlRegion, objects: readonly ObjectFact[]): readonly IngressFact[] {
  return objects
    .filter(
      ({ resource, group }) => resource === 'Ingress' && /^(networking\.k8s\.io|extensions)$/.test(group),
    )
    .map((object) => ingressOf(region, object));
}

function ingressOf(region: YamlRegion, object: ObjectFact): IngressFact {
  const { metadata, spec, annotations } = object;
  const map = mapOf(get(metadata, 'annotations'));
  const isOpen =
    object.map.isOpen ||
    metadata === undefined ||
    isOpenMap(metadata) ||
    (map !== undefined && isOpenMap(map)) ||
    spec === undefined ||
    isOpenMap(spec) ||
    (map === undefined && resolved(entryOf(metadata, 'annotations')?.value)?.kind === 'scalar');
  const className: Reading<string> =
    spec === undefined ? unknown() : readField(region.text, spec, 'ingressClassName', stringOf);
  return {
    kind: 'ingress',
    object,
    className,
    controller: controllerOf(
      valueOf(className) ?? annotations.get('kubernetes.io/ingress.class'),
      annotations,
    ),
    annotations: map,
    isOpen,
    tls: tlsOf(spec, isOpen),
    backends: backendsOf(spec),
  };
}

/** A non-empty `tls`. A hole leaves it open. */
function tlsOf(spec: YamlMap | undefined, isOpen: boolean): Reading<boolean> {
  const entry = entryOf(spec, 'tls');
  if (entry === undefined) return isOpen ? unknown() : absent();
  const list = listOf(entry.value);
  if (list === undefined) return unknown(entry.range);
  return list.isOpen && list.items.length === 0
    ? unknown(entry.range)
    : known(list.items.length > 0, entry.range);
}

const classes: readonly (readonly [RegExp, IngressController])[] = [
  [/^(?:[\w.-]+-)?alb$/, 'alb'],
  [/^(?:[\w.-]+-)?nginx(?:-[\w.-]+)?$/, 'ingress-nginx'],
  [/^(?:[\w.-]+-)?traefik(?:-[\w.-]+)?$/, 'traefik'],
  [/^(?:[\w.-]+-)?haproxy(?:-[\w.-]+)?$/, 'haproxy'],
];

const prefixes: readonly (readonly [string, IngressController])[] = [
  ['alb.ingress.kubernetes.io/', 'alb'],
  ['nginx.ingress.kubernetes.io/', 'ingress-nginx'],
  ['nginx.org/', 'nginx-inc'],
  ['traefik.ingress.kubernetes.io/', 'traefik'],
  ['haproxy.org/', 'haproxy'],
  ['haproxy-ingress.github.io/', 'haproxy-ingress'],
];

/** The controller of a class's name and of annotations: the prefix of an annotation says it more exactly. */
function controllerOf(
  className: string | undefined,
  annotations: ReadonlyMap<string, string>,
): IngressController | undefined {
  for (const [prefix, controller] of prefixes) {
    for (const name of annotations.keys()) if (name.startsWith(prefix)) return controller;
  }
  return classes.find(([pattern]) => className !== undefined && pattern.test(className))?.[1];
}

function backendsOf(spec: YamlMap | undefined): readonly string[] {
  const names: string[] = [];
  const add = (backend: YamlNode | undefined): void => {
    const name = stringOf(getPath(backend, 'service', 'name')) ?? textOf(mapOf(backend), 'serviceName');
    if (name !== undefined) names.push(name);
  };
  add(get(spec, 'defaultBackend') ?? get(spec, 'backend'));
  for (const rule of listOf(get(spec, 'rules'))?.items ?? []) {
    for (const path of listOf(getPath(rule.node, 'http', 'paths'))?.items ?? [])
      add(get(mapOf(path.node), 'backend'));
  }
  return names;
}
