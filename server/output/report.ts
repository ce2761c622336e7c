import type { Analysis, DocumentFinding } from '../engine/analyze';
import { concealRanges, secretConcealer, secretFinder } from '../engine/conceal';
import { describeEased } from '../engine/environment';
import { fixesOf } from '../engine/fixes';
import { formatMessage, severities, type Confidence, type Severity } from '../rule/finding';
import type { RuleMeta } from '../rule/rule';
import { lineEnd, linesOf, toLineAndCharacter, type Lines } from '../text/lines';
import type { Range } from '../text/range';

/** One-based line and column; columns count UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface Span {
  readonly start: Place;
  readonly end: Place;
}

/** A finding as every output shows it: places instead of offsets, English, no secret in it. */
export interface ReportedFinding extends Span {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly message: string;
  readonly file: string;
  readonly layer: readonly string[];
  readonly related: readonly (Span & { readonly message: string; readonly file: string })[];
  readonly fixes: readonly ReportedFix[];
  readonly fingerprint: string;
  readonly suppressed?: { readonly reason: string; readonly until?: string };
  /** Set where the environment makes the finding less severe than its rule says; one sentence. */
  readonly eased?: { readonly from: Severity; readonly reason: string };
}

export interface ReportedFix {
  readonly title: string;
  readonly applicability: 'safe' | 'review';
  readonly edits: readonly (Span & { readonly file: string; readonly newText: string })[];
}

/** The lines that a finding marks, for outputs that quote them. Secrets in them are concealed. */
export interface Excerpt {
  readonly line: number;
  readonly text: string;
  /** Columns of `text`, zero-based, end exclusive. */
  readonly from: number;
  readonly to: number;
}

export interface Report {
  readonly version: string;
  readonly rules: readonly RuleMeta[];
  readonly findings: readonly ReportedFinding[];
  /** One for each finding, in the same order. */
  readonly excerpts: readonly Excerpt[];
  readonly notAnalyzed: readonly { readonly file: string; readonly reason: string }[];
  readonly summary: Summary;
}

export interface Summary {
  readonly files: number;
  readonly regions: number;
  readonly bySeverity: { readonly [S in Severity]: number };
  readonly byRule: { readonly [ruleId: string]: number };
}

/** What one document adds to a report. */
export interface FileReport {
  readonly findings: readonly ReportedFinding[];
  readonly excerpts: readonly Excerpt[];
  readonly notAnalyzed: readonly { readonly file: string; readonly reason: string }[];
  readonly regions: number;
}

export function reportFile(analysis: Analysis, file: string): FileReport {
  const lines = linesOf(analysis.input.text);
  const holdsSecret = secretFinder(analysis.input.text, analysis.secrets);
  const conceal = secretConcealer(analysis.input.text, analysis.secrets);
  const notAnalyzed = analysis.notAnalyzed.map(({ range, reason }) => ({
    file,
    reason: `line ${toLineAndCharacter(lines, range.start).line + 1}: ${formatMessage(reason)}`,
  }));
  const failures = analysis.failures.map(({ ruleId, message }) => ({
    file,
    reason: `rule ${ruleId} failed: ${conceal(message)}`,
  }));
  return {
    findings: analysis.findings.map((finding) =>
      reportFinding(analysis, finding, file, lines, { holdsSecret, conceal }),
    ),
    excerpts: analysis.findings.map((finding) => excerptOf(analysis, finding, lines, conceal)),
    notAnalyzed: [...notAnalyzed, ...failures],
    regions: analysis.regionCount,
  };
}

function reportFinding(
  analysis: Analysis,
  finding: DocumentFinding,
  file: string,
  lines: Lines,
  { holdsSecret, conceal }: { holdsSecret: (text: string) => boolean; conceal: (text: string) => string },
): ReportedFinding {
  const fixes = fixesOf(analysis, finding)
    // A rewrite that carries another secret along is for the editor only: no output may hold it.
    .filter((fix) => !fix.edits.some((edit) => holdsSecret(edit.text)))
    .map((fix) => ({
      title: fix.title,
      applicability: fix.applicability,
      edits: fix.edits.map((edit) => ({ file, ...spanOf(lines, edit.range), newText: edit.text })),
    }));
  const { suppressed, eased } = finding;
  return {
    ruleId: finding.meta.id,
    severity: finding.severity,
    confidence: finding.confidence,
    message: conceal(formatMessage(finding.message)),
    file,
    ...spanOf(lines, finding.range),
    layer: finding.layer.map((label) => conceal(formatMessage(label))),
    related: finding.related.map((related) => ({
      message: conceal(formatMessage(related.message)),
      file,
      ...spanOf(lines, related.range),
    })),
    fixes,
    fingerprint: finding.fingerprint,
    ...(suppressed && {
      suppressed: {
        reason: suppressed.reason,
        ...(suppressed.until !== undefined && { until: suppressed.until }),
      },
    }),
    ...(eased && {
      eased: { from: eased.from, reason: conceal(describeEased(finding.severity, eased)) },
    }),
  };
}

function spanOf(lines: Lines, range: Range): Span {
  const place = (offset: number): Place => {
    const { line, character } = toLineAndCharacter(lines, offset);
    return { line: line + 1, column: character + 1 };
  };
  return { start: place(range.start), end: place(range.end) };
}

function excerptOf(
  analysis: Analysis,
  finding: DocumentFinding,
  lines: Lines,
  concealRepeated: (text: string) => string,
): Excerpt {
  const { line } = toLineAndCharacter(lines, finding.range.start);
  const start = lines.starts[line] ?? 0;
  const end = lineEnd(lines, line);
  const conceal = (from: number, to: number): string =>
    concealRepeated(
      concealRanges(analysis.input.text, { start: from, end: Math.max(from, to) }, analysis.secrets),
    );
  const before = conceal(start, finding.range.start);
  const marked = conceal(finding.range.start, Math.min(finding.range.end, end));
  const after = conceal(Math.min(finding.range.end, end), end);
  return {
    line: line + 1,
    text: before + marked + after,
    from: before.length,
    to: before.length + Math.max(1, marked.length),
  };
}

export function mergeReports(
  version: string,
  rules: readonly RuleMeta[],
  files: readonly FileReport[],
  skipped: Report['notAnalyzed'],
): Report {
  const findings = files.flatMap((file) => file.findings);
  const bySeverity = Object.fromEntries(severities.map((severity) => [severity, 0])) as Record<
    Severity,
    number
  >;
  const byRule: Record<string, number> = {};
  for (const finding of findings) {
    if (finding.suppressed !== undefined) continue;
    bySeverity[finding.severity]++;
    byRule[finding.ruleId] = (byRule[finding.ruleId] ?? 0) + 1;
  }
  return {
    version,
    rules,
    findings,
    excerpts: files.flatMap((file) => file.excerpts),
    notAnalyzed: [...files.flatMap((file) => file.notAnalyzed), ...skipped],
    summary: {
      files: files.length,
      regions: files.reduce((sum, file) => sum + file.regions, 0),
      bySeverity,
      byRule,
    },
  };
}
