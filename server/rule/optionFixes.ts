import type { CommandFact, Flag } from '../facts/command';
import { removeFlags } from '../facts/shell/edits';
import { removeChild } from '../languages/yaml/patch';
import { walkYaml } from '../languages/yaml/read';
import type { YamlList } from '../languages/yaml/tree';
import type { Region } from '../regions/region';
import type { TextEdit } from '../text/edit';
import { equals } from '../text/range';

/**
 * Edits that take options out of a command, with their values: of a command line as `removeFlags` does, of a
 * container's `command` and `args` item by item. Empty where that cannot be.
 */
export function removeOptions(
  command: CommandFact,
  flags: readonly Flag[],
  region: Region,
): readonly TextEdit[] {
  if (region.language === 'shell') return removeFlags(command, flags, region.text);
  if (region.language !== 'yaml' && region.language !== 'json') return [];
  const words = flags.flatMap(({ word, value }) => [
    word.range,
    ...(value === undefined ? [] : [value.range]),
  ]);
  const lists: YamlList[] = [];
  walkYaml(region.tree.root, (node) => (node.kind === 'list' ? lists.push(node) : undefined));
  const edits: TextEdit[] = [];
  for (const list of lists) {
    for (const item of list.items) {
      if (!words.some((range) => item.node !== undefined && equals(item.node.range, range))) continue;
      const removed = removeChild(region, list, item);
      if (removed === undefined) return [];
      edits.push(...removed);
    }
  }
  return edits;
}
