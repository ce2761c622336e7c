import { factsOf } from '../facts/extract';
import type { FactKind, FactOf } from '../facts/fact';
import { walkRegions, type Region } from '../regions/region';
import type { DocumentFacts, Placed, WorkspaceFacts } from '../rule/rule';

/** The facts of a document's regions, in the order of the text, gathered when first asked for. */
export function documentFacts(root: Region): DocumentFacts {
  const regions: Region[] = [];
  walkRegions(root, (region) => regions.push(region));
  const gathered = new Map<FactKind, readonly Placed<unknown>[]>();
  return {
    regions,
    all<K extends FactKind>(kind: K): readonly Placed<FactOf<K>>[] {
      let placed = gathered.get(kind);
      if (placed === undefined) {
        placed = regions.flatMap((region) => factsOf(region)[kind].map((fact) => ({ fact, region })));
        gathered.set(kind, placed);
      }
      return placed as readonly Placed<FactOf<K>>[];
    },
  };
}

/** A workspace of which nothing has been read. */
export const emptyWorkspace: WorkspaceFacts = { all: () => [] };

/**
 * What a document rule read, as a list that can be compared: the same list, the same findings.
 *
 * It names the regions that have facts of these kinds. A region keeps its facts for as long as it is unchanged, so
 * comparing regions by identity is enough.
 */
export function readSignature(facts: DocumentFacts, kinds: readonly FactKind[]): readonly unknown[] {
  const signature: unknown[] = [];
  for (const region of facts.regions) {
    const own = factsOf(region);
    if (kinds.some((kind) => own[kind].length > 0)) signature.push(region);
  }
  return signature;
}
