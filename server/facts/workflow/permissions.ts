import { resolved } from '../../languages/yaml/read';
import type { YamlMap, YamlNode } from '../../languages/yaml/tree';
import { innerRange, readField } from '../field';
import { known, unknown, type Reading } from '../reading';
import type { Permissions } from '../workflowFact';

/** `permissions` of a workflow or a job; an expression is unknown, as is a fragment that does not have it. */
export function permissionsOf(text: string, map: YamlMap, isFragment: boolean): Reading<Permissions> {
  return readField(text, map, 'permissions', read, isFragment);
}

function read(node: YamlNode): Permissions | undefined {
  if (node.kind === 'scalar') {
    const all = /^(read|write)-all$/.exec(node.value)?.[1];
    return all === 'read' || all === 'write' ? { all, scopes: [] } : undefined;
  }
  if (node.kind !== 'map') return undefined;
  return {
    all: undefined,
    scopes: node.entries.map(({ key, value, range }) => {
      const level = resolved(value);
      const isKnown = level?.kind === 'scalar' && !level.hasHole;
      return {
        scope: key.value,
        level: isKnown ? known(level.value, innerRange(level)) : unknown(range),
        range,
      };
    }),
  };
}
