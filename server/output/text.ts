import type { Severity } from '../rule/finding';
import type { Report, ReportedFinding, Excerpt, Summary } from './report';
import { severities } from '../rule/finding';

/** Puts a color on a text, or leaves it. */
export type Paint = (text: string, role: Severity | 'dim' | 'bold') => string;

/** Findings for people: place, severity, message, rule; the line with carets; what can be done. */
export function formatText(report: Report, paint: Paint = (text) => text): string {
  const blocks: string[] = [];
  report.findings.forEach((finding, index) => {
    const excerpt = report.excerpts[index];
    if (finding.suppressed === undefined && excerpt !== undefined) {
      blocks.push(formatFinding(finding, excerpt, paint));
    }
  });
  return blocks.length === 0 ? '' : `${blocks.join('\n\n')}\n`;
}

/** Long lines are cut so that the marked part stays in view. */
const widest = 160;

function formatFinding(finding: ReportedFinding, excerpt: Excerpt, paint: Paint): string {
  const { file, start } = finding;
  const head = `${paint(`${file}:${start.line}:${start.column}`, 'bold')} ${paint(finding.severity, finding.severity)} ${finding.message} ${paint(`[${finding.ruleId}]`, 'dim')}`;
  const gutter = String(excerpt.line);
  const cut = excerpt.text.length > widest ? Math.max(0, excerpt.from - 40) : 0;
  const shown = excerpt.text.slice(cut, cut + widest);
  const from = Math.min(excerpt.from - cut, shown.length);
  const to = Math.max(from + 1, Math.min(excerpt.to - cut, shown.length));
  // Tabs stay tabs, so that the carets stand under what they mark.
  const lead = shown.slice(0, from).replace(/[^\t]/g, ' ');
  const lines = [
    head,
    `  ${paint(`${gutter} |`, 'dim')} ${shown}`,
    `  ${paint(`${' '.repeat(gutter.length)} |`, 'dim')} ${lead}${paint('^'.repeat(to - from), finding.severity)}`,
  ];
  if (finding.layer.length > 0) lines.push(`  ${paint(`in ${finding.layer.join(' › ')}`, 'dim')}`);
  if (finding.eased !== undefined) lines.push(`  ${paint(finding.eased.reason, 'dim')}`);
  for (const related of finding.related) {
    lines.push(
      `  ${paint(`${related.file}:${related.start.line}:${related.start.column}`, 'dim')} ${related.message}`,
    );
  }
  for (const fix of finding.fixes)
    lines.push(`  ${fix.applicability === 'safe' ? 'safe fix' : 'fix'}: ${fix.title}`);
  return lines.join('\n');
}

/** One line about the whole run. */
export function formatSummary(summary: Summary, notAnalyzed: number): string {
  const counts = severities
    .filter((severity) => summary.bySeverity[severity] > 0)
    .map((severity) => `${summary.bySeverity[severity]} ${severity}`);
  const total = Object.values(summary.bySeverity).reduce((sum, count) => sum + count, 0);
  const findings =
    total === 0 ? 'no findings' : `${total} ${total === 1 ? 'finding' : 'findings'} (${counts.join(', ')})`;
  const skipped = notAnalyzed === 0 ? '' : `, ${notAnalyzed} not analyzed`;
  return `${findings} in ${summary.files} ${summary.files === 1 ? 'file' : 'files'}${skipped}`;
}
