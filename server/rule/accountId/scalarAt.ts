import type { YamlNode, YamlScalar } from '../../languages/yaml/tree';
import type { RegionOf } from '../../regions/region';
import { contains, type Range } from '../../text/range';

/** A scalar and what stands around it. */
export interface PlacedScalar {
  readonly scalar: YamlScalar;
  /** The keys down to it; a list's items add none. */
  readonly keys: readonly string[];
  readonly isInFlow: boolean;
}

/** The scalar value that a range stands in; undefined in keys and comments. */
export function scalarAt(
  region: RegionOf<'yaml'> | RegionOf<'json'>,
  range: Range,
): PlacedScalar | undefined {
  let [node, keys, isInFlow]: [YamlNode | undefined, readonly string[], boolean] = [
    region.tree.root,
    [],
    false,
  ];
  while (node !== undefined && node.kind !== 'alias') {
    if (node.kind === 'scalar')
      return contains(node.range, range) ? { scalar: node, keys, isInFlow } : undefined;
    isInFlow ||= node.isFlow;
    if (node.kind === 'list') {
      node = node.items.find((item) => contains(item.range, range))?.node;
    } else {
      const entry = node.entries.find((one) => contains(one.range, range));
      if (entry !== undefined) keys = [...keys, entry.key.value];
      node = entry?.value;
    }
  }
  return undefined;
}
