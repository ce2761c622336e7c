import { mapEditsToRoot } from '../regions/mapEdits';
import type { Region } from '../regions/region';
import { isAtLeast, mapArguments, message, type Message } from '../rule/finding';
import type { Fix } from '../rule/fix';
import type { FixContext, WorkspaceFacts } from '../rule/rule';
import { applyEdits, hasConflict, joinEdits, sortEdits, type TextEdit } from '../text/edit';
import { toOriginalEdit } from '../text/normalize';
import type { Range } from '../text/range';
import { analyzeDocument, type Analysis, type DocumentFinding } from './analyze';
import { secretConcealer } from './conceal';
import { emptyWorkspace } from './documentFacts';

/** A fix in the offsets of the document's own text, its line endings those of the document. */
export interface DocumentFix {
  readonly title: string;
  readonly applicability: Fix['applicability'];
  readonly note: Message | undefined;
  readonly edits: readonly TextEdit[];
  /** The one that a careful engineer would take without thinking. */
  readonly isPreferred: boolean;
}

const fixesOfAnalysis = new WeakMap<Analysis, Map<DocumentFinding, readonly DocumentFix[]>>();

/**
 * The fixes of a finding that hold: each was applied to the text in memory and the result analyzed again.
 *
 * A fix is left out where its edits have no faithful counterpart in the document, where the finding would
 * stay, or where a new one of equal or higher severity would appear. Kept per analysis, so that asking
 * again is free.
 */
export function fixesOf(
  analysis: Analysis,
  finding: DocumentFinding,
  workspace: WorkspaceFacts = emptyWorkspace,
): readonly DocumentFix[] {
  let known = fixesOfAnalysis.get(analysis);
  if (known === undefined) {
    known = new Map<DocumentFinding, readonly DocumentFix[]>();
    fixesOfAnalysis.set(analysis, known);
  }
  let fixes = known.get(finding);
  if (fixes === undefined) known.set(finding, (fixes = computeFixes(analysis, finding, workspace)));
  return fixes;
}

/**
 * The first fix of a finding that may be applied unattended, if one holds. The others are not tried, so
 * this is cheaper than asking for all.
 */
export function safeFixOf(
  analysis: Analysis,
  finding: DocumentFinding,
  workspace: WorkspaceFacts = emptyWorkspace,
): DocumentFix | undefined {
  if (finding.suppressed !== undefined || finding.badExample !== undefined) return undefined;
  for (const fix of proposedFixes(analysis, finding, workspace)) {
    const edits = fix.applicability === 'safe' ? holdingEdits(analysis, finding, fix) : undefined;
    if (edits !== undefined) return toDocumentFix(analysis, finding, fix, edits, false);
  }
  return undefined;
}

function computeFixes(
  analysis: Analysis,
  finding: DocumentFinding,
  workspace: WorkspaceFacts,
): readonly DocumentFix[] {
  const holding: { readonly fix: Fix; readonly edits: readonly TextEdit[] }[] = [];
  for (const fix of proposedFixes(analysis, finding, workspace)) {
    const edits = holdingEdits(analysis, finding, fix);
    if (edits !== undefined) holding.push({ fix, edits });
  }
  return holding.map(({ fix, edits }, index) => {
    const isPreferred = index === 0 && isPreferable(fix, edits, holding.length, finding, analysis);
    return toDocumentFix(analysis, finding, fix, edits, isPreferred);
  });
}

/**
 * What the rule would do about a finding, untried. A bug in a rule's fixes costs the fixes, not the finding.
 */
export function proposedFixes(
  analysis: Analysis,
  finding: DocumentFinding,
  workspace: WorkspaceFacts = emptyWorkspace,
): readonly Fix[] {
  const context: FixContext = { region: finding.region, document: analysis.facts, workspace };
  try {
    return finding.problem.fixes?.(context) ?? [];
  } catch {
    return [];
  }
}

function holdingEdits(
  analysis: Analysis,
  finding: DocumentFinding,
  fix: Fix,
): readonly TextEdit[] | undefined {
  const edits = toDocumentEdits(analysis, finding.region, fix);
  return edits !== undefined && cures(analysis, finding, edits) ? edits : undefined;
}

function toDocumentFix(
  analysis: Analysis,
  finding: DocumentFinding,
  fix: Fix,
  edits: readonly TextEdit[],
  isPreferred: boolean,
): DocumentFix {
  // A title or a note may quote a name that repeats a secret; the edits are the reader's own text.
  const conceal = concealerOf(analysis);
  return {
    title: conceal(fix.title),
    // What is shown as wrong on purpose is fixed one at a time only.
    applicability: finding.badExample === undefined ? fix.applicability : 'review',
    note: fix.note === undefined ? undefined : concealNote(fix.note, conceal),
    edits,
    isPreferred,
  };
}

function concealNote(note: NonNullable<Fix['note']>, conceal: (text: string) => string): Message {
  return typeof note === 'string' ? message(conceal(note)) : mapArguments(note, conceal);
}

const concealers = new WeakMap<Analysis, (text: string) => string>();

/** Made once for an analysis: it reads all secrets of the document. */
function concealerOf(analysis: Analysis): (text: string) => string {
  let conceal = concealers.get(analysis);
  if (conceal === undefined)
    concealers.set(analysis, (conceal = secretConcealer(analysis.input.text, analysis.secrets)));
  return conceal;
}

/** The only fix; or the first, when it needs no value and deletes nothing beyond the marked text. */
function isPreferable(
  fix: Fix,
  edits: readonly TextEdit[],
  count: number,
  finding: DocumentFinding,
  analysis: Analysis,
): boolean {
  if (finding.badExample !== undefined) return false;
  if (count === 1) return true;
  const needsValue = edits.some((edit) => (edit.stops?.length ?? 0) > 0);
  const staysInside = edits.every(
    ({ range }) =>
      (finding.range.start <= range.start && range.end <= finding.range.end) ||
      analysis.input.text.slice(range.start, range.end).trim() === '',
  );
  return !needsValue && (staysInside || fix.applicability === 'safe');
}

/** All edits of a fix in the document's own text, or undefined when one of them has no counterpart there. */
export function toDocumentEdits(
  analysis: Analysis,
  region: Region,
  fix: Pick<Fix, 'edits'>,
): readonly TextEdit[] | undefined {
  const byRegion = new Map<Region, TextEdit[]>();
  for (const { region: own, ...edit } of fix.edits) {
    const target = own ?? region;
    const list = byRegion.get(target);
    if (list === undefined) byRegion.set(target, [edit]);
    else list.push(edit);
  }
  const result: TextEdit[] = [];
  for (const [target, edits] of byRegion) {
    const path = pathTo(analysis, target);
    const mapped = path && mapEditsToRoot(analysis.root, path, edits);
    if (mapped === undefined) return undefined;
    result.push(...mapped);
  }
  if (result.length === 0 || hasConflict(result)) return undefined;
  return joinEdits(result).map((edit) => toOriginalEdit(analysis.normalized, edit));
}

function pathTo(analysis: Analysis, region: Region) {
  if (region === analysis.root) return [];
  const walk = (parent: Region): readonly Region['embedded'][number][] | undefined => {
    for (const step of parent.embedded) {
      if (step.region === region) return [step];
      const rest = walk(step.region);
      if (rest !== undefined) return [step, ...rest];
    }
    return undefined;
  };
  return walk(analysis.root);
}

/** True when the edited document no longer has the finding, and nothing new that is as bad. */
export function cures(analysis: Analysis, finding: DocumentFinding, edits: readonly TextEdit[]): boolean {
  const { input } = analysis;
  const text = applyEdits(input.text, edits);
  if (text === input.text) return false;
  const after = analyzeDocument({ ...input, text }, analysis.rules, analysis.config, analysis);
  if (after.failures.length > analysis.failures.length) return false;
  if (problemCount(after) > problemCount(analysis)) return false;
  const move = mover(edits);
  const isTouched = (range: Range): boolean => edits.some((edit) => overlaps(edit.range, range));
  /** Findings that stay where they are, by rule and place; those in rewritten text, by rule alone. */
  const staying = new Map<string, number>();
  const rewritten = new Map<string, number>();
  for (const other of analysis.findings) {
    if (other === finding) continue;
    if (isTouched(other.range)) count(rewritten, other.meta.id, 1);
    else count(staying, `${other.meta.id} ${move(other.range).start}`, 1);
  }
  const edited = newRanges(edits);
  return after.findings.every((other) => {
    if (!isAtLeast(other.severity, finding.severity)) return true;
    if (finding.meta.uncovers?.includes(other.meta.id) === true) return true;
    if (count(staying, `${other.meta.id} ${other.range.start}`, -1)) return true;
    // A rewrite carries the other findings of its text along: it is no cure for them, and no cause.
    const isInside = edited.some((range) => overlaps(other.range, range));
    return isInside && count(rewritten, other.meta.id, -1);
  });
}

/** Adds to a counter, or takes one away; false when there is none to take. */
function count(counts: Map<string, number>, key: string, by: 1 | -1): boolean {
  const now = counts.get(key) ?? 0;
  if (now + by < 0) return false;
  counts.set(key, now + by);
  return true;
}

function problemCount(analysis: Analysis): number {
  return analysis.facts.regions.reduce((sum, region) => sum + region.problems.length, 0);
}

function overlaps(a: Range, b: Range): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** What the edits wrote, in the offsets of the new text; an insertion is all of its text. */
function newRanges(edits: readonly TextEdit[]): readonly Range[] {
  let by = 0;
  return sortEdits(edits).map(({ range, text }) => {
    const start = range.start + by;
    by += text.length - (range.end - range.start);
    return { start, end: start + text.length };
  });
}

/** Where a range of the old text is in the new one; what an edit replaced is what replaced it. */
function mover(edits: readonly TextEdit[]): (range: Range) => Range {
  const sorted = sortEdits(edits);
  const moveStart = (offset: number): number => {
    let by = 0;
    for (const { range, text } of sorted) {
      if (range.end <= offset) by += text.length - (range.end - range.start);
      else if (range.start < offset) return range.start + by;
    }
    return offset + by;
  };
  const moveEnd = (offset: number): number => {
    let by = 0;
    for (const { range, text } of sorted) {
      if (range.end <= offset) by += text.length - (range.end - range.start);
      else if (range.start < offset) return range.start + by + text.length;
    }
    return offset + by;
  };
  return ({ start, end }) => {
    const from = moveStart(start);
    return { start: from, end: Math.max(from, moveEnd(end)) };
  };
}
