import type { Range } from '../../text/range';

/** One `KEY=value` line of an environment file. */
export interface EnvEntry {
  readonly range: Range;
  readonly key: string;
  readonly keyRange: Range;
  /** Without quotes and without a comment behind it. */
  readonly value: string;
  readonly valueRange: Range;
  readonly isQuoted: boolean;
  readonly isExported: boolean;
  readonly hasHole: boolean;
}

export interface EnvTree {
  readonly entries: readonly EnvEntry[];
}
