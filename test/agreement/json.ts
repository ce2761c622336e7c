import { run } from '../cli/run';
import { applied } from '../protocol/peer';
import { textIn } from './documents';
import { grouped, placeOf, shownTitle, type Documents, type LspRange, type SeenByFile } from './seen';

interface Place {
  readonly line: number;
  readonly column: number;
}
interface Span {
  readonly start: Place;
  readonly end: Place;
}

interface JsonFinding extends Span {
  readonly ruleId: string;
  readonly severity: 'critical' | 'high' | 'medium' | 'low' | 'info';
  readonly message: string;
  readonly file: string;
  readonly related: readonly (Span & { readonly message: string })[];
  readonly fixes: readonly {
    readonly title: string;
    readonly applicability: 'safe' | 'review';
    readonly edits: readonly (Span & { readonly newText: string })[];
  }[];
  readonly suppressed?: object;
}

const levels = { critical: 'error', high: 'error', medium: 'warning', low: 'note', info: 'note' } as const;

/** What `scan --format json` says of the folder. */
export function seenInJson(folder: string, documents: Documents): SeenByFile {
  const { findings } = JSON.parse(run(['scan', '--format', 'json', '.'], { cwd: folder }).stdout) as {
    readonly findings: readonly JsonFinding[];
  };
  return grouped(
    findings
      .filter(({ suppressed }) => suppressed === undefined)
      .map((finding) => [
        finding.file,
        {
          place: placeOf(ofSpan(finding)),
          rule: finding.ruleId,
          level: levels[finding.severity],
          message: finding.message,
          related: finding.related.map((related) => `${placeOf(ofSpan(related))} ${related.message}`),
          fixes: finding.fixes.map(({ title, applicability, edits }) => ({
            title: shownTitle(title, applicability),
            text: applied(
              textIn(documents, finding.file),
              edits.map((edit) => ({ range: ofSpan(edit), newText: edit.newText })),
            ),
          })),
        },
      ]),
  );
}

function ofSpan({ start, end }: Span): LspRange {
  return {
    start: { line: start.line - 1, character: start.column - 1 },
    end: { line: end.line - 1, character: end.column - 1 },
  };
}
