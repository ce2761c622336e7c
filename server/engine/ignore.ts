import { commentSyntax } from '../languages/language';
import { applyEdits, type TextEdit } from '../text/edit';
import { indentationAt } from '../text/lines';
import { mapRange } from '../text/sourceMap';
import { analyzeDocument, type Analysis, type DocumentFinding } from './analyze';
import { toDocumentEdits } from './fixes';
import { suppressionPlace } from './suppress';

/** What the reader replaces by a reason of their own. */
const reasonPlaceholder = 'why this is fine here';

/**
 * The edit that puts `security-hints-ignore-next RULE: reason` above a finding, in the comment syntax of
 * its layer, the reason being a tab stop.
 *
 * Where the layer has no comments (JSON, one line of a quoted command), the parent's are used. Undefined
 * where no layer can carry one, or where the comment would not silence the finding.
 */
export function ignoreEdit(analysis: Analysis, finding: DocumentFinding): readonly TextEdit[] | undefined {
  let range = finding.problem.at;
  for (let depth = finding.path.length; depth >= 0; depth--) {
    const region = finding.path[depth - 1]?.region ?? analysis.root;
    const edits = ignoreIn(analysis, finding, region, range);
    if (edits !== undefined) return edits;
    const step = finding.path[depth - 1];
    if (step !== undefined) range = mapRange(step.map, range);
  }
  return undefined;
}

function ignoreIn(
  analysis: Analysis,
  finding: DocumentFinding,
  region: DocumentFinding['region'],
  range: DocumentFinding['range'],
): readonly TextEdit[] | undefined {
  const syntax = commentSyntax[region.language];
  if (syntax === undefined) return undefined;
  const place = suppressionPlace(region, range);
  const lead = `${indentationAt(region.text, place)}${syntax.open}security-hints-ignore-next ${finding.meta.id}: `;
  const text = `${lead}${reasonPlaceholder}${syntax.close}\n`;
  const stops = [{ start: lead.length, end: lead.length + reasonPlaceholder.length }];
  const edits = toDocumentEdits(analysis, region, {
    edits: [{ range: { start: place, end: place }, text, stops }],
  });
  return edits !== undefined && silences(analysis, finding, edits) ? edits : undefined;
}

/** True when the edited document has one suppressed finding of the rule more, and no other one more. */
function silences(analysis: Analysis, finding: DocumentFinding, edits: readonly TextEdit[]): boolean {
  const { input, rules, config } = analysis;
  const after = analyzeDocument({ ...input, text: applyEdits(input.text, edits) }, rules, config, analysis);
  const count = (of: Analysis, isSuppressed: boolean): number =>
    of.findings.filter((f) => f.meta.id === finding.meta.id && (f.suppressed !== undefined) === isSuppressed)
      .length;
  return (
    after.findings.length === analysis.findings.length &&
    count(after, true) > count(analysis, true) &&
    count(after, false) < count(analysis, false)
  );
}
