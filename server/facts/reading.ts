import type { Slot } from '../languages/yaml/read';
import type { Range } from '../text/range';

export type { Slot };

/**
 * What the text says about one field.
 *
 * `known`: the value stands there. `unknown`: something stands there (a template, an expansion, an alias
 * to nothing) that is decided later. `absent`: nothing stands there, the whole surroundings are visible,
 * and `slot` is where it would be written. A rule may report on known and on absent, never on unknown.
 */
export type Reading<T> = Known<T> | Unknown | Absent;

export interface Known<T> {
  readonly state: 'known';
  readonly value: T;
  readonly range: Range;
}

export interface Unknown {
  readonly state: 'unknown';
  /** Undefined where a hole or a fragment's missing parent keeps us from seeing anything at all. */
  readonly range: Range | undefined;
}

export interface Absent {
  readonly state: 'absent';
  readonly slot: Slot | undefined;
}

export function known<T>(value: T, range: Range): Known<T> {
  return { state: 'known', value, range };
}

export function unknown(range?: Range): Unknown {
  return { state: 'unknown', range };
}

export function absent(slot?: Slot): Absent {
  return { state: 'absent', slot };
}

/** The value, or undefined when it is unknown or absent. */
export function valueOf<T>(reading: Reading<T>): T | undefined {
  return reading.state === 'known' ? reading.value : undefined;
}
