import type { Range } from '../../text/range';

/**
 * A shell script as facts and embeddings need it: its simple commands, located, with their neighbors.
 *
 * Read by unbash 6 (GNU Bash 5.3 grammar), whose own nodes stay in this folder.
 */
export interface ShellTree {
  /** Every simple command, those inside substitutions and functions too, in the order of the text. */
  readonly commands: readonly ShellCommand[];
  /** Every heredoc, in the order of the text. */
  readonly heredocs: readonly PlacedHeredoc[];
}

/** One word of a command, as the shell splits it. */
export interface Word {
  readonly range: Range;
  /** As written, quotes and all. */
  readonly text: string;
  /** Without quotes; expansions, substitutions and holes stay as written (`${V}`, `$(date)`). */
  readonly value: string;
  /**
   * True when `value` is exactly what the command receives. A leading `~` and a glob in a URL, a flag or
   * a `key=value` count as themselves: nothing a rule asks depends on what they become.
   */
  readonly isStatic: boolean;
  readonly expansions: readonly Expansion[];
  /** Where the characters of `value` are written: runs in order, without gap in `value`. */
  readonly pieces: readonly WordPiece[];
}

/** A run of a word's value and the place where it is written; both are equally long. */
export interface WordPiece {
  readonly valueStart: number;
  readonly length: number;
  readonly start: number;
}

/** A part of a word that the shell, or a template before it, puts a value in place of. */
export interface Expansion {
  readonly range: Range;
  readonly kind: 'variable' | 'command' | 'arithmetic' | 'process' | 'glob' | 'hole';
  /** The variable's name. */
  readonly name?: string;
  /** The literal in `${name:-literal}` or `${name:=literal}`. */
  readonly fallback?: string;
  readonly fallbackRange?: Range;
}

export interface ShellAssignment {
  readonly name: string;
  readonly nameRange: Range;
  /** Undefined for an array. */
  readonly value: Word | undefined;
  readonly range: Range;
}

export interface Redirect {
  readonly range: Range;
  /** `>`, `>>`, `<`, `<<<`, `<<`, … */
  readonly operator: string;
  /** The descriptor in front of the operator (`2` of `2>&1`). */
  readonly descriptor: number | undefined;
  /** Undefined for a heredoc. */
  readonly target: Word | undefined;
  readonly heredoc: Heredoc | undefined;
}

export interface Heredoc {
  /** The lines between the command's line and the closing line, with their last line break. */
  readonly body: Range;
  /** `<<'X'`: nothing in the body is expanded. */
  readonly isQuoted: boolean;
  /** `<<-X`: the shell takes leading tabs off each line. */
  readonly stripsTabs: boolean;
  readonly delimiter: string;
  /** True when the closing line is there. */
  readonly isClosed: boolean;
}

/** Where a command stands inside a word or redirect of another. */
export type Nesting = 'substitution' | 'process' | 'backticks';

export type Joint = '&&' | '||' | ';' | '&' | 'newline';

/** A simple command of the grammar, before anything is known about its program. */
export interface ShellCommand {
  readonly range: Range;
  readonly words: readonly Word[];
  readonly assignments: readonly ShellAssignment[];
  /** `X=y` behind `export`, `declare`, `local` and the like; their words are among `words` too. */
  readonly declarations: readonly ShellAssignment[];
  readonly redirects: readonly Redirect[];
  /** The reserved word `time` in front of the pipeline. */
  readonly timeWord: Word | undefined;
  readonly pipedFrom: ShellCommand | undefined;
  readonly pipedTo: ShellCommand | undefined;
  readonly pipelineRange: Range;
  readonly joinedBy: Joint | undefined;
  readonly joins: Joint | undefined;
  readonly statementRange: Range;
  readonly parent: { readonly command: ShellCommand; readonly via: Nesting } | undefined;
  readonly inner: readonly ShellCommand[];
  readonly isCondition: boolean;
  readonly isTopLevel: boolean;
  /** The function in whose definition the command stands. */
  readonly inFunction: string | undefined;
  readonly isEditable: boolean;
}

/** A heredoc with the simple command it belongs to; undefined for one behind `done` or `}`. */
export interface PlacedHeredoc {
  readonly heredoc: Heredoc;
  readonly command: ShellCommand | undefined;
}
