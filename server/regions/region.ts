import type {
  Comment,
  Hole,
  LanguageId,
  NotAnalyzed,
  ParseProblem,
  RegionContext,
  Trees,
} from '../languages/language';
import type { Message } from '../text/message';
import type { Range } from '../text/range';
import { mapRange, type SourceMap } from '../text/sourceMap';

/**
 * A piece of text in one language, parsed, with the regions it carries.
 *
 * A region does not know where it stands; only its parent's `embedded` does. So it is reused, together
 * with its facts and findings, whenever language, text and context are the same, however far it moved.
 */
export interface RegionOf<L extends LanguageId> {
  readonly language: L;
  /** Lines end in LF. */
  readonly text: string;
  readonly context: RegionContext;
  readonly tree: Trees[L];
  readonly holes: readonly Hole[];
  readonly problems: readonly ParseProblem[];
  readonly comments: readonly Comment[];
  readonly notAnalyzed: readonly NotAnalyzed[];
  readonly embedded: readonly Embedded[];
}

/** A region of some language; `language` tells which, and so what its tree is. */
export type Region = { [L in LanguageId]: RegionOf<L> }[LanguageId];

/** A region in its parent: what it is there, for people (`step Setup`), and where its text comes from. */
export interface Embedded {
  readonly label: Message;
  readonly region: Region;
  readonly map: SourceMap;
}

/** Where a region stands: the embeddings from the root region inwards; empty for the root itself. */
export type RegionPath = readonly Embedded[];

/** Visits the region and all that it carries, in the order of the text. */
export function walkRegions(root: Region, visit: (region: Region, path: RegionPath) => void): void {
  const step = (region: Region, path: RegionPath): void => {
    visit(region, path);
    for (const embedded of region.embedded) step(embedded.region, [...path, embedded]);
  };
  step(root, []);
}

/** A range of the region at `path`, in the offsets of the root's text. */
export function rangeInRoot(path: RegionPath, range: Range): Range {
  let result = range;
  for (let i = path.length - 1; i >= 0; i--) result = mapRange((path[i] as Embedded).map, result);
  return result;
}
