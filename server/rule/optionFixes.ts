import type { CommandFact, Flag } from '../facts/command';
import { removeFlags } from '../facts/shell/edits';
import { removeChild } from '../languages/yaml/patch';
import { removeOrCommentOut } from '../languages/yaml/commentOut';
import { walkYaml } from '../languages/yaml/read';
import type { YamlList } from '../languages/yaml/tree';
import type { Region } from '../regions/region';
import type { TextEdit } from '../text/edit';
import { equals } from '../text/range';
import { mapRange } from '../text/sourceMap';
import type { FixEdit } from './fix';
import type { DocumentFacts } from './rule';

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

/** True where one option with its value is the whole text of a region: `options: --privileged` of a workflow. */
export function isAllThatIsSaid(command: CommandFact, { word, value }: Flag, region: Region): boolean {
  const end = Math.max(word.range.end, value?.range.end ?? 0);
  return (
    region.context.carrier === 'scalar' &&
    command.programWord === undefined &&
    region.text.slice(0, word.range.start).trim() === '' &&
    region.text.slice(end).trim() === ''
  );
}

/**
 * Takes out the entry of a YAML region whose value a region's text is, since an empty value would be another one.
 *
 * Undefined where no YAML carries it, and as `removeOrCommentOut` is.
 */
export function removeEntryOfText(region: Region, document: DocumentFacts): readonly FixEdit[] | undefined {
  const parent = document.regions.find((one) => one.embedded.some((step) => step.region === region));
  const step = parent?.embedded.find((one) => one.region === region);
  if (parent?.language !== 'yaml' || step === undefined) return undefined;
  const place = mapRange(step.map, { start: 0, end: region.text.length });
  let edits: readonly TextEdit[] | undefined;
  walkYaml(parent.tree.root, (node) => {
    if (node.kind !== 'map') return;
    const entry = node.entries.find(
      ({ value }) =>
        value?.kind === 'scalar' && value.range.start <= place.start && place.end <= value.range.end,
    );
    if (entry !== undefined) edits = removeOrCommentOut(parent, node, entry);
  });
  return edits?.map((edit) => ({ ...edit, region: parent }));
}
