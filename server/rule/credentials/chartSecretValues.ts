import type { ChartSecret } from '../../facts/chartSecret';
import type { SettingFact } from '../../facts/fact';
import { definesAnchor, listStep, removeChild, replaceValue, setEntry } from '../../languages/yaml/patch';
import { entryOf, mapOf } from '../../languages/yaml/read';
import { render, renderEntries, styleOf, type Plain } from '../../languages/yaml/render';
import type { YamlEntry, YamlMap, YamlNode } from '../../languages/yaml/tree';
import type { Region } from '../../regions/region';
import { intersects } from '../../text/range';
import { insert, replace, withStops, type FixEdit } from '../fix';

export const fromExistingSecret = 'Refer to an existing Secret';

export const secretName = '‹secret name›';

/** `password: x` to `existingSecret: …` in the map of the chart that takes it, in that map's style. */
export function valueEdits(
  setting: SettingFact,
  form: ChartSecret,
  region: Region,
): readonly FixEdit[] | undefined {
  const { maps } = setting;
  const parent = maps[maps.length - 1];
  const root = maps[maps.length - form.plain.length];
  const entry = setting.entry ?? entryOf(parent, form.plain[form.plain.length - 1] ?? '');
  const around = maps.slice(-form.plain.length);
  if (parent === undefined || root === undefined || entry === undefined) return undefined;
  if (!parent.entries.includes(entry) || hasAnchor(entry)) return undefined;
  const told = lookUp(root, form.existing);
  const covered = form.covered.flatMap((path) => lookUp(root, path) ?? []);
  if (told !== undefined) return filledIn(root, told, [entry, ...covered], form, around, region);
  const above = form.plain.slice(0, -1);
  const values = [
    { path: form.existing, value: secretName },
    ...form.fields.filter(({ path }) => lookUp(root, path) === undefined),
  ];
  const isBeside = values.every(({ path }) => above.every((key, index) => path[index] === key));
  if (isBeside) {
    const inside = nested(values.map(({ path, value }) => ({ path: path.slice(above.length), value })));
    // A map of that name stands there already: its entries would be written twice.
    if (Object.keys(inside).some((key) => entryOf(parent, key) !== undefined)) return undefined;
    const gone = withoutEntries(root, covered, around, region);
    const written = withStops(replace(entry.range, indentedEntries(inside, parent, region.text)), secretName);
    return gone === undefined ? undefined : [written, ...removals(gone, region)];
  }
  const fork = form.existing.findIndex((key, depth) => key !== form.plain[depth]);
  const gone = withoutEntries(root, [entry, ...covered], around.slice(0, fork + 1), region);
  return gone === undefined ? undefined : elsewhere(values, around, form.plain, gone, region);
}

/** The name in the place of an empty one, which values hold that were copied from the chart's own. */
function filledIn(
  root: YamlMap,
  told: YamlEntry,
  plain: readonly YamlEntry[],
  { existing, plain: path, fields }: ChartSecret,
  around: readonly YamlMap[],
  region: Region,
): readonly FixEdit[] | undefined {
  const map = mapAt(root, existing.slice(0, -1));
  if (map?.entries.includes(told) !== true || hasAnchor(told) || fields.some(({ isNeeded }) => isNeeded))
    return undefined;
  if (!isEmpty(told)) return undefined;
  const fork = existing.findIndex((key, depth) => key !== path[depth]);
  const gone = withoutEntries(root, plain, [...around.slice(0, fork + 1), map], region);
  const written = replaceValue(region, map, told, render(secretName, styleOf(map, region.text)));
  if (gone === undefined || written === undefined) return undefined;
  return [...written.map((edit) => withStops(edit, secretName)), ...removals(gone, region)];
}

/**
 * The values in a map above the one that the password stands in: in front of the entry that leads to it, or in
 * the map of that name that stands there already. `maps` are those around the password, the chart's own first.
 */
function elsewhere(
  values: readonly { readonly path: readonly string[]; readonly value: string }[],
  maps: readonly YamlMap[],
  plain: readonly string[],
  gone: readonly Gone[],
  region: Region,
): readonly FixEdit[] | undefined {
  const target = values[0]?.path ?? [];
  const fork = target.findIndex((key, depth) => key !== plain[depth]);
  const container = maps[fork];
  const branch = container?.entries.find(({ key }) => key.value === plain[fork]);
  if (container === undefined || branch === undefined) return undefined;
  if (values.some(({ path }) => plain.slice(0, fork).some((key, depth) => path[depth] !== key)))
    return undefined;
  const entries = nested(values.map(({ path, value }) => ({ path: path.slice(fork), value })));
  const taken = Object.entries(entries).find(([key]) => entryOf(container, key) !== undefined);
  if (taken === undefined) {
    const others = gone.filter(({ child }) => child !== branch);
    if (others.length < gone.length) {
      const text = indentedEntries(entries, container, region.text);
      return [withStops(replace(branch.range, text), secretName), ...removals(others, region)];
    }
    const behind = container.isFlow ? ', ' : `\n${' '.repeat(container.indent)}`;
    const text = indentedEntries(entries, container, region.text) + behind;
    return [withStops(insert(branch.range.start, text), secretName), ...removals(gone, region)];
  }
  const [key, inside] = taken;
  const map = mapOf(entryOf(container, key)?.value);
  // What has to be written besides stands elsewhere, or deeper than the map that is there.
  if (map === undefined || !container.entries.some(({ value }) => value === map)) return undefined;
  if (target.length !== fork + 2 || Object.keys(entries).length > 1 || !isPlainMap(inside)) return undefined;
  const edits: FixEdit[] = [];
  for (const [name, value] of Object.entries(inside)) {
    const patch = setEntry(region, map, name, render(value, styleOf(map, region.text)));
    if (patch === undefined) return undefined;
    edits.push(...patch.map((edit) => (value === secretName ? withStops(edit, secretName) : edit)));
  }
  return [...edits, ...removals(gone, region)];
}

function isPlainMap(value: Plain | undefined): value is { readonly [key: string]: Plain } {
  return typeof value === 'object' && !Array.isArray(value);
}

export interface Gone {
  readonly map: YamlMap;
  readonly child: YamlEntry;
}

/**
 * What to take out so that these entries are gone: they, or the maps above that would be left empty with them,
 * but for those that get new entries (`kept`). Helm takes a key with nothing behind it for an order to drop the
 * chart's own defaults.
 *
 * Undefined where a comment or an anchor would be lost, and where two of them would leave a map empty.
 */
export function withoutEntries(
  root: YamlMap,
  entries: readonly YamlEntry[],
  kept: readonly YamlMap[],
  region: Region,
): readonly Gone[] | undefined {
  const wanted = new Set(entries);
  let isWhole = true as boolean;
  const inside = (map: YamlMap): readonly Gone[] =>
    map.entries.flatMap((child): readonly Gone[] => {
      if (wanted.has(child)) return [{ map, child }];
      if (child.value?.kind !== 'map') return [];
      const { value } = child;
      const below = inside(value);
      const isEmptied =
        value.entries.length > 0 && value.entries.every((one) => below.some((gone) => gone.child === one));
      if (!isEmptied || kept.includes(value)) return below;
      const isKept = hasAnchor(child) || region.comments.some(({ range }) => intersects(range, child.range));
      if (!isKept) return [{ map, child }];
      if (value.entries.length > 1) isWhole = false;
      return below;
    });
  const gone = inside(root);
  const isAll = gone.every(({ map, child }) => removeChild(region, map, child) !== undefined);
  return isWhole && isAll ? gone : undefined;
}

export function removals(gone: readonly Gone[], region: Region): readonly FixEdit[] {
  return gone.flatMap(({ map, child }) => removeChild(region, map, child) ?? []);
}

/**
 * A whole list of users to a list of Secrets that hold them: only where each of them is written out and says
 * nothing that the Secret has no line for.
 */
export function listEdits(
  { maps }: SettingFact,
  form: ChartSecret,
  region: Region,
): readonly FixEdit[] | undefined {
  const root = maps[maps.length - form.plain.length];
  const path = form.plain.slice(0, -1);
  const owner = root === undefined ? undefined : mapAt(root, path.slice(0, -1));
  const name = form.existing[form.existing.length - 1] ?? '';
  const entry = owner?.entries.find(({ key }) => key.value === path[path.length - 1]);
  const list = entry?.value?.kind === 'list' ? entry.value : undefined;
  if (owner === undefined || entry === undefined || list === undefined) return undefined;
  if (list.isOpen || hasAnchor(entry) || definesAnchor(list)) return undefined;
  const told = entryOf(owner, name);
  if (told !== undefined && (!isEmpty(told) || !owner.entries.includes(told))) return undefined;
  const isWhole = list.items.every(({ node }) => {
    if (node?.kind !== 'map' || node.isOpen) return false;
    return node.entries.every(
      ({ key, value }) => form.items?.includes(key.value) === true && isWritten(value),
    );
  });
  const isNoted = region.comments.some(({ range }) => intersects(range, entry.range));
  if (!isWhole || isNoted) return undefined;
  const style = styleOf(owner, region.text);
  if (told !== undefined) {
    const names = render([secretName], style, listStep(region, owner));
    const filled = replaceValue(region, owner, told, names);
    const gone = removeChild(region, owner, entry);
    if (filled === undefined || gone === undefined) return undefined;
    return [...filled.map((edit) => withStops(edit, secretName)), ...gone];
  }
  const written = renderEntries({ [name]: [secretName] }, style, listStep(region, owner));
  const lines = style === 'block' ? written.replaceAll('\n', `\n${' '.repeat(owner.indent)}`) : written;
  return [withStops(replace(entry.range, lines), secretName)];
}

/** A value, or a list of values, of which no template decides whether they are there. */
function isWritten(node: YamlNode | undefined): boolean {
  if (node?.kind === 'list') return !node.isOpen && node.items.every((item) => isWritten(item.node));
  return node?.kind === 'scalar';
}

function mapAt(root: YamlMap, path: readonly string[]): YamlMap | undefined {
  let map: YamlMap | undefined = root;
  for (const key of path) map = mapOf(entryOf(map, key)?.value);
  return map;
}

/** True for an entry with nothing behind it, an empty text or an empty list. */
export function isEmpty({ value }: YamlEntry): boolean {
  if (value?.kind === 'list') return value.items.length === 0 && !value.isOpen && value.anchor === undefined;
  return value === undefined || (value.kind === 'scalar' && value.value === '' && !value.hasHole);
}

function hasAnchor({ key, value }: YamlEntry): boolean {
  return key.anchor !== undefined || value?.anchor !== undefined;
}

function lookUp(root: YamlMap, path: readonly string[]): YamlEntry | undefined {
  let map: YamlMap | undefined = root;
  let found: YamlEntry | undefined;
  for (const key of path) {
    found = entryOf(map, key);
    map = found?.value?.kind === 'map' ? found.value : undefined;
  }
  return found;
}

type Tree = { [key: string]: Plain };

function nested(values: readonly { readonly path: readonly string[]; readonly value: string }[]): Tree {
  const tree: Tree = {};
  for (const { path, value } of values) {
    let at = tree;
    for (const key of path.slice(0, -1)) at = (at[key] ??= {}) as Tree;
    at[path[path.length - 1] ?? ''] = value;
  }
  return tree;
}

/** Entries as they follow each other in the map, without the indentation of the first line. */
function indentedEntries(entries: Tree, map: YamlMap, text: string): string {
  const style = styleOf(map, text);
  const written = renderEntries(entries, style);
  return style === 'block' ? written.replaceAll('\n', `\n${' '.repeat(map.indent)}`) : written;
}
