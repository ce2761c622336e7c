import type { Confidence, Severity } from '../rule/finding';
import type { RuleMeta } from '../rule/rule';
import type { Report, ReportedFinding, Span } from './report';

/** SARIF 2.1.0 §3.27.10; its three levels against our five severities. */
const levels: { readonly [S in Severity]: 'error' | 'warning' | 'note' } = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};

/** SARIF 2.1.0 §3.27.25: 0 to 100, the most important highest. */
const ranks: { readonly [S in Severity]: number } = { critical: 95, high: 80, medium: 55, low: 30, info: 10 };
const doubt: { readonly [C in Confidence]: number } = { certain: 0, likely: 5, possible: 15 };

/** The report as SARIF 2.1.0 (OASIS standard, 27 March 2020). */
export function formatSarif(report: Report): string {
  const index = new Map(report.rules.map((rule, i) => [rule.id, i]));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Security Hints',
            semanticVersion: report.version,
            rules: report.rules.map(ruleOf),
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: report.notAnalyzed.map(({ file, reason }) => ({
              level: 'note',
              message: { text: `Not analyzed: ${reason}` },
              locations: [{ physicalLocation: { artifactLocation: locationOf(file) } }],
            })),
          },
        ],
        results: report.findings.map((finding) => resultOf(finding, index.get(finding.ruleId) ?? -1)),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function ruleOf(meta: RuleMeta) {
  return {
    id: meta.id,
    shortDescription: { text: meta.title },
    fullDescription: { text: meta.why },
    defaultConfiguration: {
      level: levels[meta.severity],
      rank: ranks[meta.severity],
      enabled: meta.profile === 'recommended',
    },
    properties: {
      tags: [
        'security',
        ...meta.references.map((r) => `${r.standard} ${r.version} ${r.control}`.replace(/\s+/g, ' ')),
      ],
      severity: meta.severity,
      confidence: meta.confidence,
    },
  };
}

function resultOf(finding: ReportedFinding, ruleIndex: number) {
  const { suppressed } = finding;
  return {
    ruleId: finding.ruleId,
    ruleIndex,
    level: levels[finding.severity],
    rank: Math.max(0, ranks[finding.severity] - doubt[finding.confidence]),
    message: { text: finding.message },
    locations: [
      {
        physicalLocation: { artifactLocation: locationOf(finding.file), region: regionOf(finding) },
        ...(finding.layer.length > 0 && {
          logicalLocations: [
            {
              name: finding.layer[finding.layer.length - 1],
              fullyQualifiedName: finding.layer.join(' › '),
            },
          ],
        }),
      },
    ],
    ...(finding.related.length > 0 && {
      relatedLocations: finding.related.map((related, id) => ({
        id,
        message: { text: related.message },
        physicalLocation: { artifactLocation: locationOf(related.file), region: regionOf(related) },
      })),
    }),
    partialFingerprints: { 'securityHints/v1': finding.fingerprint },
    ...(finding.fixes.length > 0 && {
      fixes: finding.fixes.map((fix) => ({
        description: { text: fix.title },
        artifactChanges: [
          {
            artifactLocation: locationOf(finding.file),
            replacements: fix.edits.map((edit) => ({
              deletedRegion: regionOf(edit),
              insertedContent: { text: edit.newText },
            })),
          },
        ],
        properties: { applicability: fix.applicability },
      })),
    }),
    ...(suppressed && {
      suppressions: [{ kind: 'inSource', status: 'accepted', justification: suppressed.reason }],
    }),
    properties: {
      severity: finding.severity,
      confidence: finding.confidence,
      ...(finding.eased && { eased: finding.eased }),
    },
  };
}

function regionOf({ start, end }: Span) {
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** SARIF 2.1.0 §3.4.3: a URI reference; what a path may hold and a URI may not is percent-encoded. */
function locationOf(file: string) {
  const uri = file
    .split('/')
    .map((part, i) => {
      const encoded = encodeURIComponent(part);
      // A first part with a colon would read as a scheme; a drive letter must not.
      return i === 0 && /^[a-zA-Z]:$/.test(part) ? `/${part}` : encoded;
    })
    .join('/');
  return { uri };
}
