import type { FactKind, FactOf } from '../facts/fact';
import type { Comment } from '../languages/language';
import type { Placed, WorkspaceFacts } from '../rule/rule';
import { placeFindings, type Analysis } from './analyze';
import { guarded, type Finding, type RuleFailure } from './run';
import { readDirective } from './suppress';

/** The facts of several documents, each with the document it stands in; gathered when first asked for. */
function workspaceFacts(analyses: readonly Analysis[]): WorkspaceFacts {
  const gathered = new Map<FactKind, readonly unknown[]>();
  return {
    all<K extends FactKind>(kind: K): readonly (Placed<FactOf<K>> & { readonly uri: string })[] {
      let placed = gathered.get(kind);
      if (placed === undefined) {
        placed = analyses.flatMap(({ facts, input }) =>
          facts.all(kind).map((one) => ({ ...one, uri: input.uri })),
        );
        gathered.set(kind, placed);
      }
      return placed as readonly (Placed<FactOf<K>> & { readonly uri: string })[];
    },
  };
}

/**
 * Runs the rules that relate documents to each other, and adds what they find to each document's analysis.
 *
 * The analyses must come from one set of rules. Returns them in the same order; one that gains no finding is
 * returned as it is. A rule that throws is a failure of the first document, and the other rules' findings stand.
 */
export function surveyWorkspace(analyses: readonly Analysis[]): readonly Analysis[] {
  const [first] = analyses;
  if (first === undefined || first.rules.workspace.length === 0) return analyses;
  const facts = workspaceFacts(analyses);
  const failures: RuleFailure[] = [];
  const found = new Map<string, Finding[]>();
  for (const rule of first.rules.workspace) {
    guarded(rule, failures, () =>
      rule.survey(facts, ({ region, uri, ...problem }) => {
        const finding = { rule, region, problem };
        const same = found.get(uri);
        if (same === undefined) found.set(uri, [finding]);
        else same.push(finding);
      }),
    );
  }
  return analyses.map((analysis) => {
    const more = found.get(analysis.input.uri) ?? [];
    const own = analysis === first ? failures : [];
    // Now it can be told whether a comment that silences one of these rules does anything.
    const isAsked = analysis.facts.regions.some(({ comments }) => comments.some(isDirective));
    if (more.length === 0 && own.length === 0 && !isAsked) return analysis;
    const surveyed = { ...analysis, found: [...analysis.found, ...more] };
    const failed = { ...surveyed, failures: [...analysis.failures, ...own] };
    return { ...failed, ...placeFindings(failed, failed.found, true) };
  });
}

function isDirective({ text }: Comment): boolean {
  return readDirective(text) !== undefined;
}
