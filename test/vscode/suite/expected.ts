// What the command line found before VS Code started; the editor must say the same. No VS Code API: the tests of
// the window read it, too.

/** A finding as the command line prints it; positions count from 1. */
export interface Expected {
  readonly ruleId: string;
  readonly severity: 'critical' | 'high' | 'medium' | 'low' | 'info';
  readonly file: string;
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
  readonly fixes: readonly ExpectedFix[];
  readonly suppressed?: unknown;
}

export interface ExpectedFix {
  readonly title: string;
  readonly applicability: 'safe' | 'review';
  readonly edits: readonly {
    readonly file: string;
    readonly start: { readonly line: number; readonly column: number };
    readonly end: { readonly line: number; readonly column: number };
    readonly newText: string;
  }[];
}

/**
 * The finding whose fix the lightbulb offers first: the first of the text that can be fixed, and the worst where
 * several begin at the same place.
 */
export function firstFixable(findings: readonly Expected[]): Expected | undefined {
  const first = findings.find(({ fixes }) => fixes.length > 0);
  const rank = ({ severity }: Expected) => SEVERITIES.indexOf(severity);
  return findings
    .filter(({ start, fixes }) => fixes.length > 0 && samePlace(start, first?.start))
    .sort((left, right) => rank(left) - rank(right))[0];
}

function samePlace(left: Expected['start'], right: Expected['start'] | undefined): boolean {
  return left.line === right?.line && left.column === right.column;
}

const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;

/** One line for each, in the order of the text, so that a difference can be read. */
export function summarizeExpected(findings: readonly Expected[]): string[] {
  const severities = {
    critical: 'Error',
    high: 'Error',
    medium: 'Warning',
    low: 'Information',
    info: 'Hint',
  };
  return findings
    .map(({ ruleId, severity, start, end }) => {
      const at = `${start.line}:${start.column}-${end.line}:${end.column}`;
      return `${at} ${severities[severity]} ${ruleId}`;
    })
    .sort(byPosition);
}

export function byPosition(left: string, right: string): number {
  return left.localeCompare(right, 'en', { numeric: true });
}
