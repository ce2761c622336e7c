import { entryOf, textOf } from '../../languages/yaml/read';
import type { YamlEntry, YamlMap } from '../../languages/yaml/tree';

/** One operation of a JSON patch (RFC 6902), as kustomizations and `kubectl patch --type=json` have them. */
export interface PatchOperation {
  readonly op: 'add' | 'replace' | 'remove';
  /** The parts of its path (RFC 6901), unescaped: `spec`, `egress`, `-`. */
  readonly path: readonly string[];
  readonly map: YamlMap;
  /** What is written there; undefined for `remove`. */
  readonly value: YamlEntry | undefined;
}

/** The operation that a map is, or undefined. `test`, `move` and `copy` write nothing that stands in the text. */
export function patchOperationOf(map: YamlMap): PatchOperation | undefined {
  const op = textOf(map, 'op');
  const path = textOf(map, 'path');
  if ((op !== 'add' && op !== 'replace' && op !== 'remove') || path?.startsWith('/') !== true)
    return undefined;
  const value = op === 'remove' ? undefined : entryOf(map, 'value');
  if (op !== 'remove' && value === undefined) return undefined;
  const parts = path.slice(1).split('/');
  return {
    op,
    path: parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')),
    map,
    value,
  };
}

/** True for a place in a list: its number, or the one behind its end. */
export function isListPlace(part: string | undefined): boolean {
  return part !== undefined && /^(?:-|\d+)$/.test(part);
}
