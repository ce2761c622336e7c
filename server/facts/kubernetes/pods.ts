import {
  asBoolean,
  asInteger,
  entryOf,
  get,
  isOpenMap,
  listOf,
  mapOf,
  stringOf,
  textOf,
} from '../../languages/yaml/read';
import type { YamlItem, YamlList, YamlMap, YamlNode } from '../../languages/yaml/tree';
import type { RegionOf } from '../../regions/region';
import type { ContainerFact, ObjectFact, WorkloadFact } from '../fact';
import { readField } from '../field';
import { absent, unknown, valueOf, type Reading } from '../reading';
import { isSchema, subjectOf } from '../recognize';
import { commandsOfContainer } from './containerCommands';
import { isNodeAgent } from './nodeAgent';

type YamlRegion = RegionOf<'yaml'> | RegionOf<'json'>;

export interface PodFacts {
  /** In the order of the text. */
  readonly workloads: readonly WorkloadFact[];
  /** Those of workloads, and those whose pod is not in the text. */
  readonly containers: readonly ContainerFact[];
}

type Draft<T> = { -readonly [K in keyof T]: T[K] };
type Role = ContainerFact['role'];

const podLists: readonly (readonly [string, Role])[] = [
  ['initContainers', 'initContainer'],
  ['containers', 'container'],
  ['ephemeralContainers', 'ephemeralContainer'],
];

/** Lists of containers in the values of charts and in resources that add to a pod. */
const otherLists: { readonly [key: string]: Role | undefined } = {
  ...Object.fromEntries(podLists),
  extraContainers: 'container',
  sidecars: 'container',
  sidecarContainers: 'container',
  extraInitContainers: 'initContainer',
};

/**
 * The pods of a region with what makes them, and all containers.
 *
 * A pod's spec is `spec` of a Pod, `spec` of what is called a template (`template`, `podTemplate`, an item of
 * `templates`) in any object, so that Argo Rollouts, Knative and other resources are read as well as
 * Deployments, and in a fragment any map with `containers`. Containers elsewhere (values of a chart, steps
 * of Tekton, templates of Argo Workflows, additions of an operator) have no workload.
 */
export function podsOf(region: YamlRegion, objects: readonly ObjectFact[]): PodFacts {
  if (subjectOf(region).kind === 'schema' || subjectOf(region).kind === 'compose')
    return { workloads: [], containers: [] };
  return new PodReader(region, objects).read();
}

interface Place {
  readonly object: ObjectFact | undefined;
  readonly key: string;
  /** The map around, and the key that it stands under. */
  readonly parent: YamlMap | undefined;
  readonly parentKey: string;
}

class PodReader {
  private readonly workloads: WorkloadFact[] = [];
  private readonly containers: ContainerFact[] = [];
  private readonly seen = new Set<YamlMap>();
  private readonly objects: ReadonlyMap<YamlMap, ObjectFact>;
  private readonly isValues: boolean;

  constructor(
    private readonly region: YamlRegion,
    objects: readonly ObjectFact[],
  ) {
    this.isValues = subjectOf(region).kind === 'helmValues';
    this.objects = new Map(objects.map((object) => [object.map, object]));
  }

  read(): PodFacts {
    const { root } = this.region.tree;
    this.node(root, { object: undefined, key: '', parent: undefined, parentKey: '' });
    if (this.containers.length === 0) this.fragment(root);
    this.containers.sort((a, b) => a.range.start - b.range.start);
    return { workloads: this.workloads, containers: this.containers };
  }

  private node(node: YamlNode | undefined, place: Place): void {
    if (node?.kind === 'list') for (const item of node.items) this.node(item.node, place);
    if (node?.kind !== 'map' || isSchema(node)) return;
    const object = this.objects.get(node) ?? place.object;
    if (object !== undefined && isPodPolicy(object)) return;
    this.lists(node, { ...place, object });
    for (const { key, value } of node.entries) {
      this.node(value, { object, key: key.value, parent: node, parentKey: place.key });
    }
  }

  private lists(map: YamlMap, place: Place): void {
    const isPod = this.isPodSpec(map, place);
    const workload = isPod ? this.workload(map, place) : undefined;
    const lists = isPod ? podLists : Object.entries(otherLists);
    const found: ContainerFact[] = [];
    for (const [key, role] of lists) {
      const list = listOf(get(map, key));
      if (list === undefined || role === undefined) continue;
      for (const item of list.items) {
        const inner = mapOf(item.node);
        if (inner === undefined || !looksLikeContainer(inner) || this.seen.has(inner)) continue;
        found.push(this.container(inner, role, workload, list, item));
      }
    }
    if (workload === undefined && isOtherPlace(place)) {
      for (const inner of otherContainers(map, place)) {
        if (!this.seen.has(inner))
          found.push(this.container(inner, 'container', undefined, undefined, undefined));
      }
    }
    found.sort((a, b) => a.range.start - b.range.start);
    this.containers.push(...found);
    if (workload === undefined) return;
    workload.containers = found;
    workload.isWhole = isWhole(workload);
    this.workloads.push(workload);
  }

  private isPodSpec(map: YamlMap, place: Place): boolean {
    return (place.object !== undefined || !this.isValues) && isPodSpec(map, place);
  }

  private workload(podSpec: YamlMap, { object, key, parent }: Place): Draft<WorkloadFact> {
    const { text } = this.region;
    const template = key === 'spec' ? parent : undefined;
    const metadata = mapOf(get(template, 'metadata'));
    const spec = object?.spec;
    const name = object?.name ?? unknown();
    const namespace = object?.namespace ?? unknown();
    const labels = new Map<string, string>();
    for (const label of mapOf(get(metadata, 'labels'))?.entries ?? []) {
      const value = stringOf(label.value);
      if (value !== undefined && !label.key.hasHole) labels.set(label.key.value, value);
    }
    const replicas: Reading<number> =
      spec === undefined
        ? unknown()
        : podSpec === spec
          ? absent()
          : readField(text, spec, 'replicas', asInteger);
    return {
      kind: 'workload',
      range: object?.range ?? podSpec.range,
      object,
      resource: object?.resource ?? '',
      name,
      namespace,
      podLabels: labels,
      replicas,
      template,
      podSpec,
      security: readField(text, podSpec, 'securityContext', asMap, object === undefined),
      isWhole: false,
      isNodeAgent: isNodeAgent(valueOf(name) ?? '', valueOf(namespace) ?? ''),
      containers: [],
    };
  }

  private container(
    map: YamlMap,
    role: Role,
    workload: WorkloadFact | undefined,
    list: YamlList | undefined,
    item: YamlItem | undefined,
  ): ContainerFact {
    this.seen.add(map);
    const { text } = this.region;
    const isSidecar = role === 'initContainer' && textOf(map, 'restartPolicy') === 'Always';
    const isFragment = workload?.object === undefined;
    return {
      kind: 'container',
      range: map.range,
      map,
      role: isSidecar ? 'sidecar' : role,
      name: readField(text, map, 'name', stringOf, isFragment),
      image: readField(text, map, 'image', stringOf, isFragment),
      resources: readField(text, map, 'resources', asMap, isFragment),
      security: readField(text, map, 'securityContext', asMap, isFragment),
      workload,
      list,
      item,
      commands: commandsOfContainer(this.region, map),
    };
  }

  /** A list of containers, or one, without anything around it. */
  private fragment(root: YamlNode | undefined): void {
    const maps =
      root?.kind === 'list'
        ? root.items.map((item) => [mapOf(item.node), item] as const)
        : [[mapOf(root), undefined] as const];
    for (const [map, item] of maps) {
      if (map === undefined || this.objects.has(map) || !isLoneContainer(map)) continue;
      this.containers.push(
        this.container(map, 'container', undefined, root?.kind === 'list' ? root : undefined, item),
      );
    }
  }
}

function asMap(node: YamlNode): YamlMap | undefined {
  return node.kind === 'map' ? node : undefined;
}

/** Objects that describe which pods are allowed, not pods. */
export function isPodPolicy({ group, resource }: ObjectFact): boolean {
  return (
    group === 'kyverno.io' ||
    group === 'policies.kyverno.io' ||
    group.endsWith('gatekeeper.sh') ||
    resource === 'PodSecurityPolicy' ||
    resource === 'SecurityContextConstraints'
  );
}

function isPodSpec(map: YamlMap, { object, key, parent, parentKey }: Place): boolean {
  const hasContainers = podLists.some(([list]) =>
    listOf(get(map, list))?.items.some((item) => {
      const inner = mapOf(item.node);
      return inner !== undefined && looksLikeContainer(inner);
    }),
  );
  if (!hasContainers) return false;
  if (object === undefined) return key === '' || key === 'spec';
  if (key !== 'spec') return false;
  if (parent === object.map) return object.resource === 'Pod' && object.group === '';
  return /template$/i.test(parentKey) || parentKey === 'templates';
}

function looksLikeContainer(map: YamlMap): boolean {
  return get(map, 'image') !== undefined || (get(map, 'name') !== undefined && isContainerLike(map));
}

const containerKeys = [
  'command',
  'args',
  'env',
  'envFrom',
  'ports',
  'resources',
  'securityContext',
  'volumeMounts',
  'livenessProbe',
  'readinessProbe',
  'imagePullPolicy',
];

function isContainerLike(map: YamlMap): boolean {
  return containerKeys.some((key) => entryOf(map, key) !== undefined);
}

/** With an image and something that only containers have; or its name and a security context. */
function isLoneContainer(map: YamlMap): boolean {
  const has = (key: string): boolean => entryOf(map, key) !== undefined;
  if (has('kind') || has('services') || has('build') || has('jobs')) return false;
  return (
    (has('name') && has('image') && isContainerLike(map)) ||
    (has('securityContext') && (has('name') || has('image')))
  );
}

function isOtherPlace({ object }: Place): boolean {
  return object !== undefined && /^(?:argoproj\.io|tekton\.dev)$/.test(object.group);
}

/** Argo Workflows: `container` or `script` of a template. Tekton: `steps` and `sidecars` of a task. */
function otherContainers(map: YamlMap, { object }: Place): readonly YamlMap[] {
  const nodes =
    object?.group === 'tekton.dev'
      ? [...(listOf(get(map, 'steps'))?.items ?? [])].map((item) => item.node)
      : [get(map, 'container'), get(map, 'script')];
  return nodes
    .map(mapOf)
    .filter((inner) => inner !== undefined && get(inner, 'image') !== undefined) as YamlMap[];
}

/**
 * A pod is whole when nothing can add to it and nothing that the API asks for is missing: a patch of
 * Kustomize has no selector, or containers without an image.
 */
function isWhole({ object, podSpec, template, containers }: WorkloadFact): boolean {
  if (object?.spec === undefined || object.map.isOpen || isOpenMap(object.spec) || isOpenMap(podSpec))
    return false;
  if (template !== undefined && isOpenMap(template)) return false;
  const needsSelector = /^(?:Deployment|StatefulSet|DaemonSet|ReplicaSet)$/.test(object.resource);
  if (needsSelector && entryOf(object.spec, 'selector') === undefined) return false;
  const isComplete = ({ map, name }: ContainerFact): boolean =>
    !isOpenMap(map) && name.state !== 'absent' && entryOf(map, 'image') !== undefined;
  return (
    containers.some(({ role }) => role === 'container') &&
    containers.every(isComplete) &&
    isClosedList(podSpec)
  );
}

/** False where a template stands among the containers. */
function isClosedList(podSpec: YamlMap): boolean {
  return podLists.every(([key]) => {
    const entry = entryOf(podSpec, key);
    return entry === undefined || listOf(entry.value)?.isOpen === false || asBoolean(entry.value) === false;
  });
}
