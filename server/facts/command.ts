import type { Range } from '../text/range';
import type { Redirect, ShellAssignment, Word } from '../languages/shell/tree';

export type { Expansion, Heredoc, Redirect, ShellAssignment, Word, WordPiece } from '../languages/shell/tree';

/** An option of a command: `-u name`, `--user=name`, `-uname`. */
export interface Flag {
  /** With its dashes, as written, without a value: `--ssh-access`, `-u`. Bundled short flags (`-fsSL`) are one each. */
  readonly name: string;
  /** The word (or both words) that the flag takes. Bundled flags share their word's range. */
  readonly range: Range;
  /** The flag's own word. */
  readonly word: Word;
  /** What the flag is set to: behind `=`, behind the letter, or the next word where the program's flag takes one. */
  readonly value: Word | undefined;
}

/**
 * One simple command, with its neighbors.
 *
 * `sudo`, `env X=y`, `time`, `nohup`, `exec`, `command` in front of the program are its `wrappers`; the
 * program is what they run. A run of flags that stands alone, as manuals show them (`--ssh-access \`), is
 * a command without a program.
 */
export interface CommandFact {
  readonly kind: 'command';
  /** From the first wrapper or assignment to the last word or redirect. */
  readonly range: Range;
  /**
   * Base name of the program without its path (`curl`); '' for a lone run of flags and for pure assignments
   * and redirections; the word as written if not static.
   */
  readonly program: string;
  readonly programWord: Word | undefined;
  /** The words of all wrappers, with their flags: `sudo`, `-u`, `root`. */
  readonly wrappers: readonly Word[];
  readonly runsAsRoot: boolean;
  /** `X=y` in front of the command, or all there is of a pure assignment. */
  readonly assignments: readonly ShellAssignment[];
  /** `X=y` behind `export`, `declare`, `local` and the like; their words are among `args` too. */
  readonly declarations: readonly ShellAssignment[];
  /** All words behind the program. */
  readonly args: readonly Word[];
  readonly flags: readonly Flag[];
  /** Words that are neither a flag nor a flag's value, subcommands included: `create`, `cluster`. */
  readonly operands: readonly Word[];
  readonly redirects: readonly Redirect[];
  /** The command whose output this one reads, in the same pipeline. */
  readonly pipedFrom: CommandFact | undefined;
  readonly pipedTo: CommandFact | undefined;
  /** The whole pipeline this command is part of (itself when alone). */
  readonly pipelineRange: Range;
  /** What joins the pipeline to the one before it in its list; undefined for the first of a script. */
  readonly joinedBy: '&&' | '||' | ';' | '&' | 'newline' | undefined;
  /** What joins the next pipeline to this one. */
  readonly joins: '&&' | '||' | ';' | '&' | 'newline' | undefined;
  /**
   * The statement of the list that this command stands in (`a && b | c`): what a rewrite of several lines
   * replaces. For a command inside a word it is the statement of the outer command. Bodies of heredocs stand
   * behind it and are not part of it.
   */
  readonly statementRange: Range;
  /** The command in whose word or redirect this one stands: `bash -c "$(curl …)"`, `source <(curl …)`. */
  readonly parent:
    { readonly command: CommandFact; readonly via: 'substitution' | 'process' | 'backticks' } | undefined;
  /** Commands inside this one's words, in order. */
  readonly inner: readonly CommandFact[];
  /** True inside `if …; then`, `while …`, `! …`: the exit status is looked at. */
  readonly isCondition: boolean;
  /** False inside a function that is defined, not run, here. */
  readonly isTopLevel: boolean;
  /** The name of that function. */
  readonly inFunction: string | undefined;
  /** Where the command was read from something that is not text of this region's own (escaped backticks): no fix there. */
  readonly isEditable: boolean;
}
