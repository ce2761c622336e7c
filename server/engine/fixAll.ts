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
import { message, type Message } from '../rule/finding';

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
  readonly reason: Message;
}

/** Which findings of an analysis are to be fixed. */
export type Accept = (finding: DocumentFinding, analysis: Analysis) => boolean;

const everything: Accept = () => true;

/** A part of a document that is fixed alone. */
export type FixScope =
  | { readonly kind: 'file' }
  | { readonly kind: 'rule'; readonly ruleId: string }
  /** The text that the document itself carries at this place in the list: a fence of a Markdown document. */
  | { readonly kind: 'snippet'; readonly index: number };

/** Tells what belongs to a scope. Fixes put no text between snippets, so a snippet keeps its place in the list. */
export function inScope(scope: FixScope): Accept {
  switch (scope.kind) {
    case 'file':
      return everything;
    case 'rule':
      return ({ meta }) => meta.id === scope.ruleId;
    case 'snippet':
      return ({ path }, { root }) => path[0] !== undefined && root.embedded.indexOf(path[0]) === scope.index;
  }
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
  accept: Accept = everything,
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
  accept: Accept = everything,
): Generator<undefined, FixAllResult> {
  let analysis = previous ?? analyzeDocument(input, rules, config);
  const fixed: { ruleId: string; title: string }[] = [];
  let rounds = 0;
  for (; rounds < maxRounds; rounds++) {
    const edits: TextEdit[] = [];
    for (const finding of analysis.findings) {
      if (!accept(finding, analysis)) continue;
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
    .filter((finding) => finding.suppressed === undefined && accept(finding, analysis))
    .map((finding) => ({ finding, reason: reasonToHold(analysis, finding) }));
  return { text: analysis.input.text, fixed, analysis, heldBack, rounds };
}

/** Why nothing was done about a finding; asks for its fixes, and tries none of them. */
function reasonToHold(analysis: Analysis, finding: DocumentFinding): Message {
  if (finding.badExample !== undefined) return message('it is shown as wrong on purpose');
  const fixes = proposedFixes(analysis, finding);
  if (fixes.length === 0) return message('no rewrite of the text alone can be right');
  return fixes.every(({ applicability }) => applicability === 'review')
    ? message('a person must look at the fix')
    : message('the safe fix would not hold here');
}

/** True when fixing all would try the finding: one of its fixes says that it is safe. Tries none. */
export function mayFixSafely(analysis: Analysis, finding: DocumentFinding): boolean {
  return (
    finding.suppressed === undefined &&
    finding.badExample === undefined &&
    finding.meta.fixes.some(({ applicability }) => applicability === 'safe') &&
    proposedFixes(analysis, finding).some(({ applicability }) => applicability === 'safe')
  );
}

/** Two findings may share a cure; doing it twice at one place would insert it twice. */
function repeats(done: readonly TextEdit[], edits: readonly TextEdit[]): boolean {
  return edits.some((edit) => done.some((other) => other.range.start === edit.range.start));
}
