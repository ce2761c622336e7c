import type { Range } from '../../text/range';

/** One `KEY=value` line of an environment file. */
export interface EnvEntry {
  readonly range: Range;
  readonly key: string;
  readonly keyRange: Range;
  /** Without quotes and without a comment behind it. */
  readonly value: string;
  /** With its quotes; an empty range behind the `=` when there is no value. */
  readonly valueRange: Range;
  readonly isQuoted: boolean;
  readonly isExported: boolean;
  /** True when a template, a placeholder or an expansion (`${VAR}`) decides a part of the value. */
  readonly hasHole: boolean;
}

export interface EnvTree {
  readonly entries: readonly EnvEntry[];
}
