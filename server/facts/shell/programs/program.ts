/** How a program reads its words: which of its options take a value, and where its own words end. */
export interface Program {
  /** Options that take the next word (or what is attached); `all`: every long one that has one behind it. */
  readonly values: readonly string[] | 'all';
  /** With `all`: long options that take none. With an inherited list: options that take none here. */
  readonly switches?: readonly string[];
  /** Options whose value must be attached: `mysql -pSECRET`. */
  readonly attached?: readonly string[];
  /**
   * `getopt`: `-fsSL`, `-ofile`. `pflag` (Go): the same, and `-n=name`. `single`: long options have one dash.
   */
  readonly style: 'getopt' | 'pflag' | 'single';
  /** Words behind so many operands belong to something else: the command in a container or on a host. */
  readonly stopAfter?: number;
}

/** The words of a text, between any blanks: tables of options read better in lines than in brackets. */
export function list(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
