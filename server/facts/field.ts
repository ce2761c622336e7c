import { entryOf, isNull, isOpenMap, resolved, slotOf } from '../languages/yaml/read';
import type { YamlMap, YamlNode, YamlScalar } from '../languages/yaml/tree';
import type { Range } from '../text/range';
import { absent, known, unknown, type Reading } from './reading';

type Target = Exclude<YamlNode, { readonly kind: 'alias' }>;

/**
 * What a map says about one of its fields.
 *
 * `convert` gives the value, or undefined where it cannot be told (a hole, another type). A field that is
 * null counts as absent, without a slot. In a fragment, and in a map that a template may add to, what is
 * not written is unknown.
 */
export function readField<T>(
  text: string,
  map: YamlMap,
  key: string,
  convert: (node: Target) => T | undefined,
  isFragment = false,
): Reading<T> {
  const entry = entryOf(map, key);
  if (entry === undefined) return isFragment || isOpenMap(map) ? unknown() : absent(slotOf(map, text));
  const target = resolved(entry.value);
  if (isNull(entry.value)) return isOpenMap(map) ? unknown(entry.range) : absent();
  if (target === undefined) return unknown(entry.range);
  const value = convert(target);
  return value === undefined ? unknown(target.range) : known(value, target.range);
}

/**
 * Where the decoded text of a scalar stands, character for character: the place of its first character.
 * Undefined where escapes, folding or indentation make the two differ.
 */
export function contentStart(text: string, scalar: YamlScalar): number | undefined {
  const isQuoted = scalar.style === 'single' || scalar.style === 'double';
  const start = scalar.range.start + (isQuoted ? 1 : 0);
  return text.startsWith(scalar.value, start) &&
    start + scalar.value.length + (isQuoted ? 1 : 0) === scalar.range.end
    ? start
    : undefined;
}

/** A scalar's range without its quotes. */
export function innerRange(scalar: YamlScalar): Range {
  const { start, end } = scalar.range;
  const isQuoted = (scalar.style === 'single' || scalar.style === 'double') && end - start >= 2;
  return isQuoted ? { start: start + 1, end: end - 1 } : scalar.range;
}
