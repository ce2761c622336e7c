import {
  asInteger,
  entryOf,
  get,
  listOf,
  mapOf,
  resolved,
  stringOf,
  textOf,
} from '../../languages/yaml/read';
import type { YamlMap, YamlScalar } from '../../languages/yaml/tree';
import type { Region } from '../../regions/region';
import type { Range } from '../../text/range';
import type { NetworkPort } from '../fact';
import { readField } from '../field';
import type { Reading } from '../reading';

/** The ports of a rule, in each dialect: numbers and names, ranges, and Cilium's lists in a list. */
export function readPorts(region: Region, map: YamlMap, key: string): Reading<readonly NetworkPort[]> {
  return readField(region.text, map, key, (node) => {
    if (node.kind !== 'list' || node.isOpen) return undefined;
    return node.items.flatMap((item): readonly NetworkPort[] => {
      const target = resolved(item.node);
      if (target?.kind === 'scalar') return [calicoPort(target)];
      const port = mapOf(item.node);
      if (port === undefined) return [];
      const inner = listOf(get(port, 'ports'));
      if (inner !== undefined) return inner.items.map((i) => portOf(mapOf(i.node), i.range));
      return [portOf(port, item.range)];
    });
  });
}

/** A number, a name, or a range as Calico writes it: `8000:9000`. */
function calicoPort(scalar: YamlScalar): NetworkPort {
  const bounds = /^(\d+):(\d+)$/.exec(scalar.value);
  const [port, endPort] = bounds === null ? [] : [Number(bounds[1]), Number(bounds[2])];
  return {
    protocol: '',
    port: port ?? asInteger(scalar) ?? scalar.value,
    endPort,
    range: scalar.range,
    map: undefined,
  };
}

function portOf(map: YamlMap | undefined, range: Range): NetworkPort {
  const port = get(map, 'port');
  return {
    range: entryOf(map, 'endPort')?.range ?? map?.range ?? range,
    map,
    protocol: textOf(map, 'protocol') ?? 'TCP',
    port: asInteger(port) ?? portNumber(stringOf(port)),
    endPort: asInteger(get(map, 'endPort')),
  };
}

/** Cilium writes numbers as text. */
function portNumber(text: string | undefined): number | string | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : text;
}
