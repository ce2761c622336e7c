import { mapOf, resolved, stringOf } from '../../languages/yaml/read';
import type { YamlMap, YamlNode } from '../../languages/yaml/tree';
import { innerRange, readField } from '../field';
import type { Reading } from '../reading';
import type { Trigger } from '../workflowFact';

/** The events of `on`: one word, a list of them, or a map with what limits each. */
export function triggersOf(text: string, map: YamlMap, isFragment: boolean): Reading<readonly Trigger[]> {
  return readField(text, map, 'on', read, isFragment);
}

function read(node: YamlNode): readonly Trigger[] | undefined {
  if (node.kind === 'scalar') return single(node);
  if (node.kind === 'list') {
    const found = node.items.map((item) => single(item.node));
    return found.every((trigger) => trigger !== undefined) ? found.flat() : undefined;
  }
  if (node.kind !== 'map') return undefined;
  return node.entries.map(({ key, value }) => ({
    name: key.value,
    range: innerRange(key),
    map: mapOf(value),
  }));
}

function single(node: YamlNode | undefined): readonly Trigger[] | undefined {
  const name = stringOf(node);
  const scalar = resolved(node);
  if (name === undefined || scalar?.kind !== 'scalar') return undefined;
  return [{ name, range: innerRange(scalar), map: undefined }];
}
