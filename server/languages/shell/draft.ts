import type { Range } from '../../text/range';
import type { Nesting, ShellCommand } from './tree';
import type { Origin } from './words';

/** A command whose neighbors are not all known yet. */
export type Draft = { -readonly [K in keyof ShellCommand]: ShellCommand[K] } & {
  readonly inner: ShellCommand[];
  pipedFrom: Draft | undefined;
  pipedTo: Draft | undefined;
};

/** What a command inherits from the constructs around it. */
export interface Scope {
  readonly origin: Origin;
  readonly parent: { readonly command: Draft; readonly via: Nesting } | undefined;
  /** Set inside a substitution: the statement that the outer command belongs to. */
  readonly statement: Range | undefined;
  readonly isCondition: boolean;
  readonly isTopLevel: boolean;
  /** The function whose definition is around, if one is. */
  readonly inFunction: string | undefined;
}

/** How commands of a list, a group or a pipeline meet what stands around them. */
export interface Ends {
  /** Reads the input of the whole. */
  readonly first: Draft | undefined;
  /** Write the output of the whole. */
  readonly last: readonly Draft[];
}

export const noEnds: Ends = { first: undefined, last: [] };

/** A command of which only its place and its surroundings are known: its words are read next. */
export function startDraft(range: Range, scope: Scope, pipelineRange: Range): Draft {
  return {
    range,
    words: [],
    assignments: [],
    declarations: [],
    redirects: [],
    timeWord: undefined,
    pipedFrom: undefined,
    pipedTo: undefined,
    pipelineRange,
    joinedBy: undefined,
    joins: undefined,
    statementRange: scope.statement ?? range,
    parent: scope.parent,
    inner: [],
    isCondition: scope.isCondition,
    isTopLevel: scope.isTopLevel,
    inFunction: scope.inFunction,
    isEditable: scope.origin.place === undefined,
  };
}

/** Joins two neighbors of a pipeline: what ends the one writes to what begins the other. */
export function pipe(from: Ends, to: Ends): void {
  if (to.first === undefined) return;
  for (const draft of from.last) draft.pipedTo = to.first;
  to.first.pipedFrom = from.last[from.last.length - 1];
}
