import type { RegionContext } from '../languages/language';
import { applyEdits, hasConflict, type TextEdit } from '../text/edit';
import { mapEdit } from '../text/sourceMap';
import { growRegion, RegionPool } from './grow';
import type { Embedded, Region, RegionPath } from './region';

/**
 * Carries the edits of one region up to the root's text.
 *
 * Returns `undefined` when they have no faithful counterpart there: the caller keeps the finding and
 * offers no fix.
 *
 * Law: growing the edited root again gives, at the same path, the region with the edits applied to its own
 * text. It is checked here, at run time, so that correctness does not rest on our having thought of every
 * way of embedding. Cost: one parse of what the edit touches.
 */
export function mapEditsToRoot(
  root: Region,
  path: RegionPath,
  edits: readonly TextEdit[],
): readonly TextEdit[] | undefined {
  if (hasConflict(edits)) return undefined;
  const region = path[path.length - 1]?.region ?? root;
  if (edits.some((edit) => edit.range.end > region.text.length)) return undefined;
  if (path.length === 0) return edits;
  let current = edits;
  for (let depth = path.length - 1; depth >= 0; depth--) {
    const { map, region: child } = path[depth] as Embedded;
    const mapped = current.map((edit) => mapEdit(map, child.text, edit));
    if (!mapped.every((edit) => edit !== undefined) || hasConflict(mapped)) return undefined;
    current = mapped;
  }
  return holds(root, path, edits, current) ? current : undefined;
}

/** Holds the law: grows the edited root, and looks at what stands at the same path now. */
function holds(
  root: Region,
  path: RegionPath,
  edits: readonly TextEdit[],
  rootEdits: readonly TextEdit[],
): boolean {
  const region = (path[path.length - 1] as Embedded).region;
  const expected = applyEdits(region.text, edits);
  const edited = growRegion(
    root.language,
    applyEdits(root.text, rootEdits),
    root.context,
    RegionPool.of(root),
  );
  let parent = root;
  let now = edited;
  for (const step of path) {
    const next = now.embedded[parent.embedded.indexOf(step)];
    if (next === undefined || !isSameReading(next.region.context, step.region.context)) return false;
    parent = step.region;
    now = next.region;
  }
  return now.language === region.language && now.text === expected;
}

/** True when both are read as the same kind of thing, whatever is around them. */
function isSameReading(a: RegionContext, b: RegionContext): boolean {
  return a.carrier === b.carrier && a.template === b.template;
}
