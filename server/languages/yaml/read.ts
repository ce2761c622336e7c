import { lineEndAt } from '../../text/lines';
import type { YamlAlias, YamlEntry, YamlList, YamlMap, YamlNode, YamlScalar } from './tree';

/** The node itself, or the target of an alias; undefined for an alias to nothing. */
export function resolved(node: YamlNode | undefined): Exclude<YamlNode, YamlAlias> | undefined {
  return node?.kind === 'alias' ? node.target : node;
}

export function mapOf(node: YamlNode | undefined): YamlMap | undefined {
  const target = resolved(node);
  return target?.kind === 'map' ? target : undefined;
}

export function listOf(node: YamlNode | undefined): YamlList | undefined {
  const target = resolved(node);
  return target?.kind === 'list' ? target : undefined;
}

export function scalarOf(node: YamlNode | undefined): YamlScalar | undefined {
  const target = resolved(node);
  return target?.kind === 'scalar' ? target : undefined;
}

/**
 * The entry of a key as Kubernetes reads it: the map's own, the last one where the key is repeated, else
 * one that a merge key (`<<: *base`, `<<: [*a, *b]`) brings in, the first of a list winning.
 *
 * Keys are compared by their text; a key with a hole is never equal. Each map is looked at once, so
 * aliases in a circle or doubled at each step cost nothing.
 */
export function entryOf(map: YamlMap | undefined, key: string): YamlEntry | undefined {
  return map === undefined ? undefined : findEntry(map, key, new Set());
}

function findEntry(map: YamlMap, key: string, seen: Set<YamlMap>): YamlEntry | undefined {
  if (seen.has(map)) return undefined;
  seen.add(map);
  for (let i = map.entries.length - 1; i >= 0; i--) {
    const entry = map.entries[i] as YamlEntry;
    if (entry.key.value === key && !entry.key.hasHole) return entry;
  }
  for (const { key: own, value } of map.entries) {
    if (own.value !== '<<' || own.style !== 'plain') continue;
    const target = resolved(value);
    const sources = target?.kind === 'list' ? target.items.map((item) => item.node) : [target];
    for (const source of sources) {
      const merged = mapOf(source);
      const found = merged === undefined ? undefined : findEntry(merged, key, seen);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** True when entries may stand in the map that its text does not show: a template, or a merge of one. */
export function isOpenMap(map: YamlMap): boolean {
  return map.isOpen || map.entries.some(({ key, value }) => key.value === '<<' && !isClosedMerge(value));
}

function isClosedMerge(value: YamlNode | undefined): boolean {
  const target = resolved(value);
  if (target === undefined) return false;
  if (target.kind === 'list') return target.items.every((item) => mapOf(item.node)?.isOpen === false);
  return target.kind === 'map' && !target.isOpen;
}

/** The value of a key, its alias followed; undefined where there is no such entry or nothing behind it. */
export function get(map: YamlMap | undefined, key: string): Exclude<YamlNode, YamlAlias> | undefined {
  return resolved(entryOf(map, key)?.value);
}

/** The value at the end of a path of keys. */
export function getPath(
  node: YamlNode | undefined,
  ...keys: readonly string[]
): Exclude<YamlNode, YamlAlias> | undefined {
  let current = resolved(node);
  for (const key of keys) {
    if (current?.kind !== 'map') return undefined;
    current = get(current, key);
  }
  return current;
}

/** The text of a scalar without holes that is not null; undefined for everything else. */
export function stringOf(node: YamlNode | undefined): string | undefined {
  const scalar = scalarOf(node);
  return scalar === undefined || scalar.hasHole || isNullScalar(scalar) ? undefined : scalar.value;
}

/** The text of `key` in the map, or undefined. */
export function textOf(map: YamlMap | undefined, key: string): string | undefined {
  return stringOf(get(map, key));
}

/** Nothing, `~` or `null`, unquoted (YAML 1.2.2 §10.3.2). */
export function isNull(node: YamlNode | undefined): boolean {
  const target = resolved(node);
  return target === undefined ? node === undefined : target.kind === 'scalar' && isNullScalar(target);
}

function isNullScalar(scalar: YamlScalar): boolean {
  return scalar.style === 'plain' && ['', '~', 'null', 'Null', 'NULL'].includes(scalar.value);
}

const trueWords = new Set(['true', 'yes', 'on', 'y']);
const falseWords = new Set(['false', 'no', 'off', 'n']);

/**
 * The boolean of an unquoted scalar by YAML 1.1 (yaml.org/type/bool), which Kubernetes' parser follows for
 * boolean fields: `yes`, `On`, `TRUE`. Undefined for quoted text, holes and other words.
 */
export function asBoolean(node: YamlNode | undefined): boolean | undefined {
  const scalar = scalarOf(node);
  if (scalar?.style !== 'plain' || scalar.hasHole) return undefined;
  const { value } = scalar;
  const lower = value.toLowerCase();
  const isUsualCase = value === lower || value === value.toUpperCase() || value.slice(1) === lower.slice(1);
  if (!isUsualCase) return undefined;
  return trueWords.has(lower) ? true : falseWords.has(lower) ? false : undefined;
}

/**
 * The integer of an unquoted scalar by YAML 1.1 (yaml.org/type/int): decimal, `0644` and `0o644` octal,
 * `0x` hexadecimal, `0b` binary, underscores between digits. Undefined for everything else.
 */
export function asInteger(node: YamlNode | undefined): number | undefined {
  const scalar = scalarOf(node);
  if (scalar?.style !== 'plain' || scalar.hasHole) return undefined;
  const text = scalar.value.replaceAll('_', '');
  const sign = text.startsWith('-') ? -1 : 1;
  const digits = text.replace(/^[-+]/, '');
  if (/^0[xX][0-9a-fA-F]+$/.test(digits)) return sign * parseInt(digits.slice(2), 16);
  if (/^0[bB][01]+$/.test(digits)) return sign * parseInt(digits.slice(2), 2);
  if (/^0o?[0-7]+$/.test(digits)) return sign * parseInt(digits.replace('o', ''), 8);
  return /^\d+$/.test(digits) ? sign * parseInt(digits, 10) : undefined;
}

/** The texts of a list's scalars; a single scalar counts as a list of one. Holes and null are left out. */
export function stringsOf(node: YamlNode | undefined): readonly string[] {
  const target = resolved(node);
  const nodes = target?.kind === 'list' ? target.items.map((item) => item.node) : [target];
  return nodes.map(stringOf).filter((text) => text !== undefined);
}

/**
 * A place for a new entry of a map: how it is written there is patch.ts's business.
 */
export interface Slot {
  readonly offset: number;
  /** Columns of the new key in a block map; undefined in a flow map. */
  readonly indent: number | undefined;
  /** True where the map is `{}` or has no entries yet. */
  readonly isFirst: boolean;
}

/** Where a new last entry of the map goes: behind its last line, or before its closing brace. */
export function slotOf(map: YamlMap, text: string): Slot {
  const last = map.entries[map.entries.length - 1];
  if (map.isFlow) {
    return { offset: last?.range.end ?? map.range.start + 1, indent: undefined, isFirst: last === undefined };
  }
  return { offset: lineEndAt(text, last?.range.end ?? map.range.end), indent: map.indent, isFirst: false };
}

/**
 * Visits the node and everything below it in the order of the text, aliases not followed: what they name
 * is visited where it is defined. `path` holds keys, and list positions as `[0]`; `maps` the maps around
 * the node, innermost last. A visitor that returns false is not led into the node.
 */
export function walkYaml(
  node: YamlNode | undefined,
  visit: (
    node: YamlNode,
    path: readonly string[],
    maps: readonly YamlMap[],
    entry: YamlEntry | undefined,
  ) => unknown,
  path: readonly string[] = [],
  maps: readonly YamlMap[] = [],
  entry?: YamlEntry,
): void {
  if (node === undefined || visit(node, path, maps, entry) === false) return;
  if (node.kind === 'map') {
    const inner = [...maps, node];
    for (const e of node.entries) walkYaml(e.value, visit, [...path, e.key.value], inner, e);
  } else if (node.kind === 'list') {
    node.items.forEach((item, index) => walkYaml(item.node, visit, [...path, `[${index}]`], maps, undefined));
  }
}
