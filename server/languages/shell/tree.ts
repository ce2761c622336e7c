import type { ParsedScript } from 'unbash';

/**
 * A shell script as unbash reads it (version 6, GNU Bash grammar), its offsets in the region's text.
 *
 * Only languages/shell and facts/shell look inside; rules see command facts.
 */
export interface ShellTree {
  readonly script: ParsedScript;
}
