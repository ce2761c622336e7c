import {
  asBoolean,
  asInteger,
  entryOf,
  get,
  listOf,
  mapOf,
  stringOf,
  textOf,
} from '../../languages/yaml/read';
import type { YamlEntry, YamlMap, YamlNode } from '../../languages/yaml/tree';
import type { RegionOf } from '../../regions/region';
import type {
  ContainerFact,
  ObjectFact,
  PrivilegeFact,
  PrivilegeKind,
  RegionFacts,
  WorkloadFact,
} from '../fact';
import { lineStartAt } from '../../text/lines';
import { isNodeAgent } from '../kubernetes/nodeAgent';
import { isPodPolicy } from '../kubernetes/pods';
import { valueOf } from '../reading';
import { isSchema, subjectOf } from '../recognize';
import { reachOfHostPath } from './hostPath';
import { grantsOf, isBareSecurityContext, isHostProcess, type Grant } from './securityContext';

type YamlRegion = RegionOf<'yaml'> | RegionOf<'json'>;

interface Place {
  readonly object: ObjectFact | undefined;
  readonly workload: WorkloadFact | undefined;
  readonly container: ContainerFact | undefined;
  /** Keys from the root on. */
  readonly path: readonly string[];
}

const hostNamespaces = ['hostPID', 'hostIPC', 'hostNetwork'];

/**
 * The privileges that manifests, values of charts and fragments of them give, each once, where it is
 * defined: a context that several containers share by an alias is one.
 */
export function kubernetesPrivileges(region: YamlRegion, facts: RegionFacts): readonly PrivilegeFact[] {
  const reader = new PrivilegeReader(region, facts);
  reader.node(region.tree.root, { object: undefined, workload: undefined, container: undefined, path: [] });
  return reader.found;
}

class PrivilegeReader {
  readonly found: PrivilegeFact[] = [];
  private readonly seen = new Set<unknown>();
  private readonly objects: ReadonlyMap<YamlMap, ObjectFact>;
  private readonly workloads: ReadonlyMap<YamlMap, WorkloadFact>;
  private readonly containers: ReadonlyMap<YamlMap, ContainerFact>;
  private readonly source: PrivilegeFact['source'];
  /** True for a chart of such a program, by the folders that it is in. */
  private readonly agent: boolean;
  private readonly text: string;
  private readonly mounts = new Map<WorkloadFact, ReadonlyMap<string, ContainerFact>>();

  constructor(region: YamlRegion, facts: RegionFacts) {
    this.objects = new Map(facts.object.map((object) => [object.map, object]));
    this.workloads = new Map(facts.workload.map((workload) => [workload.podSpec, workload]));
    this.containers = new Map(facts.container.map((container) => [container.map, container]));
    this.source = subjectOf(region).kind === 'helmValues' ? 'helmValues' : 'kubernetes';
    this.text = region.text;
    const folders = region.context.fileName.split(/[\\/]/).slice(0, -1);
    this.agent = folders.some((folder) => isNodeAgent(folder, ''));
  }

  node(node: YamlNode | undefined, place: Place): void {
    if (node?.kind === 'list') for (const item of node.items) this.node(item.node, place);
    if (node?.kind !== 'map' || isSchema(node)) return;
    const object = this.objects.get(node) ?? place.object;
    if (object !== undefined && isPodPolicy(object)) return;
    const workload = this.workloads.get(node) ?? place.workload;
    const container = this.containers.get(node) ?? place.container;
    const here = { ...place, object, workload, container };
    this.map(node, here);
    for (const { key, value } of node.entries) {
      if (key.value !== 'volumePermissions') this.node(value, { ...here, path: [...place.path, key.value] });
    }
  }

  private map(map: YamlMap, place: Place): void {
    const isRoot = place.path.length === 0 && place.object === undefined;
    if (isRoot && isBareSecurityContext(map)) this.context(map, place);
    if (/^(?:add|replace)$/.test(textOf(map, 'op') ?? '')) this.jsonPatch(map, place);
    // Of the map's own and of merged entries.
    for (const key of keysOf(map)) {
      const entry = entryOf(map, key);
      if (entry === undefined) continue;
      const inner = mapOf(entry.value);
      if (inner !== undefined && /securityContext$/i.test(key)) {
        this.context(inner, place);
        const isEmpty = inner.entries.length === 0 && !inner.isOpen && place.container === undefined;
        if (isEmpty && this.source === 'helmValues') this.entry('emptyContext', map, entry, key, place);
      }
      if (inner !== undefined && key === 'hostPath') this.hostPath(map, entry, inner, place);
      if (inner !== undefined && key === 'annotations') this.annotations(inner, place);
      if (key === 'hostPort') this.hostPort(map, entry, place);
      if (key === 'host') this.probeHost(map, entry, place);
      if (asBoolean(entry.value) !== true) continue;
      const isDemanded = key === 'hostNetwork' && isHostProcess(place.workload);
      if (hostNamespaces.includes(key) && !isDemanded) this.entry('hostNamespace', map, entry, key, place);
      if (key === 'shareProcessNamespace') this.entry('sharedProcesses', map, entry, key, place);
    }
  }

  /** An operation of a JSON patch (RFC 6902), as kustomizations and `kubectl patch` have them. */
  private jsonPatch(map: YamlMap, place: Place): void {
    const path = textOf(map, 'path') ?? '';
    const key = path.slice(path.lastIndexOf('/') + 1);
    const entry = entryOf(map, 'value');
    const inner = mapOf(entry?.value);
    if (inner !== undefined && /securityContext$/i.test(key)) this.context(inner, place);
    if (entry === undefined) return;
    const isOfContext = /securityContext\/\w+$/i.test(path);
    if (isOfContext && key === 'runAsUser' && asInteger(entry.value) === 0)
      this.entry('rootUser', map, entry, '0', place);
    if (isOfContext && key === 'runAsNonRoot' && asBoolean(entry.value) === false)
      this.entry('rootUser', map, entry, key, place);
    if (asBoolean(entry.value) !== true) return;
    if (hostNamespaces.includes(key)) this.entry('hostNamespace', map, entry, key, place);
    if (key === 'privileged') this.entry('privileged', map, entry, key, place);
    if (key === 'allowPrivilegeEscalation') this.entry('escalation', map, entry, key, place);
  }

  private context(map: YamlMap, place: Place): void {
    if (this.seen.has(map)) return;
    this.seen.add(map);
    for (const grant of grantsOf(map, place)) this.add(grant, place);
  }

  private entry(what: PrivilegeKind, map: YamlMap, entry: YamlEntry, detail: string, place: Place): void {
    this.add({ what, detail, range: entry.range, place: { at: 'entry', map, entry } }, place);
  }

  private hostPort(map: YamlMap, entry: YamlEntry, place: Place): void {
    const port = asInteger(entry.value);
    const isPort = entryOf(map, 'containerPort') !== undefined && (place.path.at(-1) ?? 'ports') === 'ports';
    if (port === undefined || port === 0 || !isPort) return;
    this.entry('hostPort', map, entry, String(port), place);
  }

  /** `host` in a probe or hook. On the network of the node, its loopback is the pod's own. */
  private probeHost(map: YamlMap, entry: YamlEntry, place: Place): void {
    const [asked = '', ...above] = [...place.path].reverse();
    const isProbe =
      /^(?:httpGet|tcpSocket)$/.test(asked) &&
      /^(?:(?:liveness|readiness|startup)Probe|postStart|preStop)$/.test(above[0] ?? '');
    const host = stringOf(entry.value) ?? '';
    if (!isProbe || host === '' || place.container === undefined) return;
    const isOnNode = asBoolean(entryOf(place.workload?.podSpec, 'hostNetwork')?.value) === true;
    if (isOnNode && /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host)) return;
    this.entry('probeHost', map, entry, host, place);
  }

  /** `volumes: [{name, hostPath: {path}}]`, a PersistentVolume's `hostPath`, or a fragment of them. */
  private hostPath(volume: YamlMap, entry: YamlEntry, map: YamlMap, place: Place): void {
    const path = entryOf(map, 'path');
    const text = stringOf(path?.value);
    const what = text === undefined ? undefined : reachOfHostPath(text);
    if (path?.value === undefined || text === undefined || what === undefined) return;
    const container = this.mountingContainer(textOf(volume, 'name'), place.workload);
    const { range } = path.value;
    this.add(
      { what, detail: text, range, place: { at: 'entry', map: volume, entry } },
      { ...place, container },
    );
  }

  private mountingContainer(
    name: string | undefined,
    workload: WorkloadFact | undefined,
  ): ContainerFact | undefined {
    if (name === undefined || workload === undefined) return undefined;
    let mounting = this.mounts.get(workload);
    if (mounting === undefined) this.mounts.set(workload, (mounting = mountingContainers(workload)));
    return mounting.get(name);
  }

  /** The forms of before Kubernetes 1.19 and 1.30. */
  private annotations(map: YamlMap, place: Place): void {
    for (const entry of map.entries) {
      const isProfile =
        entry.key.value.startsWith('container.apparmor.security.beta.kubernetes.io/') ||
        entry.key.value.startsWith('seccomp.security.alpha.kubernetes.io/') ||
        entry.key.value.startsWith('container.seccomp.security.alpha.kubernetes.io/');
      if (!isProfile || stringOf(entry.value) !== 'unconfined') continue;
      this.entry(
        'unconfined',
        map,
        entry,
        entry.key.value.includes('apparmor') ? 'AppArmor' : 'seccomp',
        place,
      );
    }
  }

  private add(grant: Grant, place: Place): void {
    const key = grant.place.at === 'entry' ? grant.place.entry : grant.range;
    if (this.seen.has(key) || this.isConditional(grant)) return;
    this.seen.add(key);
    const { workload, container } = place;
    const isNodeAgent = this.isAgent(place);
    this.found.push({ kind: 'privilege', ...grant, source: this.source, workload, container, isNodeAgent });
  }

  private isAgent({ workload, object, path }: Place): boolean {
    if (workload?.isNodeAgent === true) return true;
    const isNamed = object?.name.state === 'known';
    if (!isNamed && this.agent) return true;
    if (object === undefined) return path.some((part) => isNodeAgent(kebab(part), ''));
    return isNodeAgent(valueOf(object.name) ?? '', valueOf(object.namespace) ?? '');
  }

  /** `{{- if .Values.hostNetwork }}` right above `hostNetwork: true`: the values decide, not this text. */
  private isConditional({ place }: Grant): boolean {
    if (place.at !== 'entry') return false;
    const lineStart = lineStartAt(this.text, place.entry.range.start);
    const above = this.text.slice(lineStartAt(this.text, Math.max(0, lineStart - 1)), lineStart);
    const key = place.entry.key.value.toLowerCase();
    return /\{\{-?\s*(?:if|with)\b/.test(above) && above.toLowerCase().includes(key);
  }
}

/** `nodeExporter` and `node_exporter` as `node-exporter`. */
function kebab(key: string): string {
  return key.replace(/([a-z\d])([A-Z])/g, '$1-$2').replaceAll('_', '-');
}

/** The keys of a map and of what it merges; each map is looked at once, so aliases in a circle cost nothing. */
function keysOf(map: YamlMap): ReadonlySet<string> {
  const keys = new Set<string>();
  const seen = new Set<YamlMap>();
  const waiting: (YamlMap | undefined)[] = [map];
  for (let own = waiting.pop(); own !== undefined || waiting.length > 0; own = waiting.pop()) {
    if (own === undefined || seen.has(own)) continue;
    seen.add(own);
    for (const { key, value } of own.entries) {
      if (key.value !== '<<') keys.add(key.value);
      else {
        const list = listOf(value);
        waiting.push(...(list === undefined ? [mapOf(value)] : list.items.map((item) => mapOf(item.node))));
      }
    }
  }
  return keys;
}

/** The container that mounts each volume, by its name: an init container where only such ones do. */
function mountingContainers(workload: WorkloadFact): ReadonlyMap<string, ContainerFact> {
  const mounting = new Map<string, ContainerFact>();
  for (const container of workload.containers) {
    for (const item of listOf(get(container.map, 'volumeMounts'))?.items ?? []) {
      const name = textOf(mapOf(item.node), 'name');
      if (name === undefined) continue;
      const known = mounting.get(name);
      if (known === undefined || known.role === 'initContainer') mounting.set(name, container);
    }
  }
  return mounting;
}
