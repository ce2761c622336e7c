import { entryOf, get, mapOf, scalarOf, stringOf, textOf } from '../../languages/yaml/read';
import type { YamlEntry, YamlMap, YamlNode } from '../../languages/yaml/tree';
import type { Region } from '../../regions/region';
import type { Range } from '../../text/range';
import type { AnnotationFact, ObjectFact } from '../fact';
import { valueOf } from '../reading';
import { isSchema, objectOf, subjectOf } from '../recognize';

/** What a text tells a service mesh about one workload, service or namespace. */
export interface MeshFact {
  readonly kind: 'mesh';
  readonly mesh: 'istio' | 'linkerd';
  readonly what: MeshSetting;
  /** As written: `PERMISSIVE`, `disabled`, `5432,6379`. */
  readonly value: string;
  /** The key that sets it. */
  readonly name: string;
  readonly valueRange: Range;
  readonly entry: YamlEntry | undefined;
  readonly map: YamlMap | undefined;
  /** The port, for a mode of one. */
  readonly port: string | undefined;
  /** Whom the client rule is about; undefined in a fragment. */
  readonly host: string | undefined;
}

export type MeshSetting =
  | 'mtlsMode'
  | 'portMtlsMode'
  | 'clientTlsMode'
  | 'skipVerify'
  | 'injection'
  | 'inboundPolicy'
  | 'skippedPorts';

const annotations: { readonly [name: string]: readonly [MeshFact['mesh'], MeshSetting] | undefined } = {
  'sidecar.istio.io/inject': ['istio', 'injection'],
  'istio-injection': ['istio', 'injection'],
  'istio.io/dataplane-mode': ['istio', 'injection'],
  'traffic.sidecar.istio.io/excludeInboundPorts': ['istio', 'skippedPorts'],
  'traffic.sidecar.istio.io/excludeOutboundPorts': ['istio', 'skippedPorts'],
  'linkerd.io/inject': ['linkerd', 'injection'],
  'config.linkerd.io/default-inbound-policy': ['linkerd', 'inboundPolicy'],
  'config.linkerd.io/skip-inbound-ports': ['linkerd', 'skippedPorts'],
  'config.linkerd.io/skip-outbound-ports': ['linkerd', 'skippedPorts'],
};

/**
 * Settings of Istio (security.istio.io PeerAuthentication; networking.istio.io DestinationRule, `trafficPolicy`)
 * and of Linkerd and Istio by annotation or label, in manifests, fragments of them, and `kubectl annotate` or
 * `label`.
 */
export function meshOf(
  region: Region,
  objects: readonly ObjectFact[],
  found: readonly AnnotationFact[],
): readonly MeshFact[] {
  const facts = found.flatMap((annotation): readonly MeshFact[] => {
    const setting = Object.hasOwn(annotations, annotation.name) ? annotations[annotation.name] : undefined;
    const value = valueOf(annotation.value);
    if (setting === undefined || value === undefined) return [];
    const [mesh, what] = setting;
    const { name, valueRange, entry, map } = annotation;
    return [
      { kind: 'mesh', mesh, what, value, name, valueRange, entry, map, port: undefined, host: undefined },
    ];
  });
  if (region.language !== 'yaml' && region.language !== 'json') return facts;
  if (subjectOf(region).kind === 'schema') return facts;
  return [...facts, ...istioFields(region.tree.root, objects)];
}

function istioFields(root: YamlNode | undefined, objects: readonly ObjectFact[]): readonly MeshFact[] {
  const facts: MeshFact[] = [];
  const hosts = new Map(
    objects.filter((o) => o.resource === 'DestinationRule').map((o) => [o.map, textOf(o.spec, 'host')]),
  );
  const add = (
    what: MeshSetting,
    map: YamlMap | undefined,
    key: string,
    host?: string,
    port?: string,
  ): void => {
    const entry = entryOf(map, key);
    const scalar = scalarOf(entry?.value);
    const value = stringOf(entry?.value);
    if (scalar === undefined || value === undefined) return;
    const name = key;
    facts.push({
      kind: 'mesh',
      mesh: 'istio',
      what,
      value,
      name,
      valueRange: scalar.range,
      entry,
      map,
      port,
      host,
    });
  };
  const addTls = (policy: YamlNode | undefined, host: string | undefined): void => {
    const tls = mapOf(get(mapOf(policy), 'tls'));
    add('clientTlsMode', tls, 'mode', host);
    add('skipVerify', tls, 'insecureSkipVerify', host);
  };
  const walk = (node: YamlNode | undefined, host: string | undefined): void => {
    if (node?.kind === 'list') for (const item of node.items) walk(item.node, host);
    if (node?.kind !== 'map' || isSchema(node)) return;
    const own = objectOf(node) === undefined ? (host ?? textOf(node, 'host')) : hosts.get(node);
    for (const { key, value } of node.entries) {
      const map = mapOf(value);
      if (key.value === 'mtls') add('mtlsMode', map, 'mode');
      else if (key.value === 'portLevelMtls') {
        for (const port of map?.entries ?? [])
          add('portMtlsMode', mapOf(port.value), 'mode', undefined, port.key.value);
      } else if (key.value === 'trafficPolicy') {
        addTls(value, own);
        const ports = get(map, 'portLevelSettings');
        if (ports?.kind === 'list') for (const item of ports.items) addTls(item.node, own);
      } else walk(value, own);
    }
  };
  walk(root, undefined);
  return facts;
}
