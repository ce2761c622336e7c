import { applyEdits, hasConflict, type TextEdit } from '../text/edit';
import {
  analyzeDocument,
  type Analysis,
  type DocumentFinding,
  type DocumentInput,
  type RuleSet,
} from './analyze';
import type { Config } from './config';
import { proposedFixes, safeFixOf } from './fixes';

/** Rounds after which fixing stops: a fix may uncover the next finding, but not for ever. */
const maxRounds = 5;

export interface FixAllResult {
  readonly text: string;
  /** What was fixed, with the fix's title, in the order in which it was done. */
  readonly fixed: readonly { readonly ruleId: string; readonly title: string }[];
  /** The analysis of the resulting text: what it still finds was held back. */
  readonly analysis: Analysis;
  /** What is left, in the order of the text, each with the reason in a few words. */
  readonly heldBack: readonly HeldBack[];
  readonly rounds: number;
}

/** A finding that fixing all leaves as it is. */
export interface HeldBack {
  readonly finding: DocumentFinding;
  /** One of few sentences, so that findings can be counted by it. */
  readonly reason: string;
}

/**
 * Applies safe fixes until none is left.
 *
 * Only findings that are neither suppressed nor shown as wrong on purpose; `accept` may narrow them
 * further. Fixes that touch each other wait for the next round.
 */
export function fixAllSafe(
  input: DocumentInput,
  rules: RuleSet,
  config: Config,
  previous?: Analysis,
  accept: (finding: DocumentFinding) => boolean = () => true,
): FixAllResult {
  const steps = fixAllSteps(input, rules, config, previous, accept);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same, pausing after each finding: trying a fix costs an analysis. */
export function* fixAllSteps(
  input: DocumentInput,
  rules: RuleSet,
  config: Config,
  previous?: Analysis,
  accept: (finding: DocumentFinding) => boolean = () => true,
): Generator<undefined, FixAllResult> {
  let analysis = previous ?? analyzeDocument(input, rules, config);
  const fixed: { ruleId: string; title: string }[] = [];
  let rounds = 0;
  for (; rounds < maxRounds; rounds++) {
    const edits: TextEdit[] = [];
    for (const finding of analysis.findings) {
      if (!accept(finding)) continue;
      const fix = safeFixOf(analysis, finding);
      yield;
      if (fix === undefined || hasConflict([...edits, ...fix.edits]) || repeats(edits, fix.edits)) continue;
      edits.push(...fix.edits);
      fixed.push({ ruleId: finding.meta.id, title: fix.title });
    }
    if (edits.length === 0) break;
    const text = applyEdits(analysis.input.text, edits);
    analysis = analyzeDocument({ ...input, text }, rules, config, analysis);
  }
  const heldBack = analysis.findings
    .filter(({ suppressed }) => suppressed === undefined)
    .map((finding) => ({ finding, reason: reasonToHold(analysis, finding) }));
  return { text: analysis.input.text, fixed, analysis, heldBack, rounds };
}

/** Why nothing was done about a finding; asks for its fixes, and tries none of them. */
function reasonToHold(analysis: Analysis, finding: DocumentFinding): string {
  if (finding.badExample !== undefined) return 'it is shown as wrong on purpose';
  const fixes = proposedFixes(analysis, finding);
  if (fixes.length === 0) return 'no rewrite of the text alone can be right';
  return fixes.every(({ applicability }) => applicability === 'review')
    ? 'a person must look at the fix'
    : 'the safe fix would not hold here';
}

/** Two findings may share a cure; doing it twice at one place would insert it twice. */
function repeats(done: readonly TextEdit[], edits: readonly TextEdit[]): boolean {
  return edits.some((edit) => done.some((other) => other.range.start === edit.range.start));
}
