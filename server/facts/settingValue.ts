import { isNull } from '../languages/yaml/read';
import type { YamlScalar } from '../languages/yaml/tree';
import { at, type Range } from '../text/range';
import type { SettingFact } from './fact';
import { fallbackIn, templateDefaultIn } from './fallback';
import { contentStart } from './field';
import { absent, known, unknown } from './reading';

/** What a setting is set to. */
export type SettingValue = Pick<SettingFact, 'value' | 'valueRange' | 'fallback'>;

/** Nothing that a shell or a command line says about a setting. */
export const noCommand = { word: undefined, command: undefined, assignment: undefined } as const;

/**
 * What a scalar of `text` sets; `place` is where a value would stand if there were one. What a hole decides is
 * unknown, but the literal it falls back to is told.
 */
export function settingValueOf(scalar: YamlScalar | undefined, place: number, text: string): SettingValue {
  if (scalar === undefined) return { value: absent(), valueRange: at(place), fallback: undefined };
  const valueRange = scalar.range;
  if (isNull(scalar)) return { value: absent(), valueRange, fallback: undefined };
  const found = scalar.hasHole ? (fallbackIn(scalar.value) ?? templateDefaultIn(scalar.value)) : undefined;
  const start = found && contentStart(text, scalar);
  const fallback = found && {
    value: found.value,
    range: start === undefined ? scalar.range : rangeAt(start + found.start, found.value.length),
  };
  return {
    value: scalar.hasHole ? unknown(valueRange) : known(scalar.value, valueRange),
    valueRange,
    fallback,
  };
}

/** A variable written as one text, `K=V`. */
export interface Variable {
  readonly key: string;
  readonly keyRange: Range;
  readonly value: SettingValue;
}

/** The variable that a scalar of `text` sets; undefined when it sets none, or none that can be located. */
export function variableIn(scalar: YamlScalar, text: string): Variable | undefined {
  const equals = scalar.value.indexOf('=');
  const start = contentStart(text, scalar);
  if (equals <= 0 || start === undefined) return undefined;
  const key = scalar.value.slice(0, equals);
  if (!/^[\w.-]+$/.test(key)) return undefined;
  const value = scalar.value.slice(equals + 1);
  const valueRange = { start: start + equals + 1, end: start + scalar.value.length };
  const found = fallbackIn(value);
  const isOpen = scalar.hasHole && holdsHole(value);
  return {
    key,
    keyRange: { start, end: start + equals },
    value: {
      value: isOpen ? unknown(valueRange) : known(value, valueRange),
      valueRange,
      fallback: found && {
        value: found.value,
        range: rangeAt(valueRange.start + found.start, found.value.length),
      },
    },
  };
}

/** True when a value has an expansion or a template's action: the hole of `K=V` may be in the key alone. */
function holdsHole(value: string): boolean {
  return /\$[{(]|\{\{/.test(value);
}

/** The range of so many characters. */
export function rangeAt(start: number, length: number): Range {
  return { start, end: start + length };
}
