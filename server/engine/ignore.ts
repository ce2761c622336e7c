import { commentSyntax, type Carrier } from '../languages/language';
import type { Embedded, Region } from '../regions/region';
import { applyEdits, type TextEdit } from '../text/edit';
import { indentationAt, lineEndAt, lineStartAt } from '../text/lines';
import type { Range } from '../text/range';
import { mapRange } from '../text/sourceMap';
import { analyzeDocument, type Analysis, type DocumentFinding } from './analyze';
import { toDocumentEdits } from './fixes';
import { suppressionPlace } from './suppress';

/** What the reader replaces by a reason of their own. */
export const reasonPlaceholder = 'why this is fine here';

/** How far a comment reaches: the next line, the snippet, the document. */
export type IgnoreScope = 'next' | 'fence' | 'file';

/**
 * The edit that puts `security-hints-ignore-SCOPE RULE: reason` at the place where it silences the finding, in the
 * comment syntax of its layer, the reason being a tab stop.
 *
 * Where the layer has no comments (JSON, the lines of a folded scalar), one above takes its place where it can
 * stand for it. Undefined where no layer can carry such a comment, or where it would not silence the finding.
 */
export function ignoreEdits(
  analysis: Analysis,
  finding: DocumentFinding,
  scope: IgnoreScope,
): readonly TextEdit[] | undefined {
  if (scope === 'file') return ignoreFile(analysis, finding);
  let range = finding.problem.at;
  for (let depth = finding.path.length; depth >= 0; depth--) {
    const step = finding.path[depth - 1];
    const parent = finding.path[depth - 2]?.region ?? analysis.root;
    const edits =
      scope === 'next'
        ? ignoreNext(analysis, finding, step?.region ?? analysis.root, range)
        : step && ignoreSnippet(analysis, finding, parent, step);
    if (edits !== undefined || step === undefined) return edits;
    range = mapRange(step.map, range);
  }
  return undefined;
}

/** Above the whole text, below what has to be its first line: a shebang, a front matter, a directive. */
function ignoreFile(analysis: Analysis, finding: DocumentFinding): readonly TextEdit[] | undefined {
  const { root } = analysis;
  const frontMatter = root.language === 'markdown' ? root.tree.blocks.frontMatter : undefined;
  const head = /^(?:#!.*\n|%.*\n)*/.exec(root.text)?.[0].length ?? 0;
  const place = frontMatter === undefined ? head : lineEndAt(root.text, frontMatter.range.end) + 1;
  return comment(analysis, finding, root, 'file', Math.min(place, root.text.length), '');
}

function ignoreNext(
  analysis: Analysis,
  finding: DocumentFinding,
  region: Region,
  range: Range,
): readonly TextEdit[] | undefined {
  const place = suppressionPlace(region, range);
  return comment(analysis, finding, region, 'next', place, indentationAt(region.text, place));
}

/** What begins on a line of its own, above which a comment of the parent can stand. */
const openedCarriers: readonly Carrier[] = ['fence', 'transcript', 'blockScalar'];

function ignoreSnippet(
  analysis: Analysis,
  finding: DocumentFinding,
  parent: Region,
  { region, map }: Embedded,
): readonly TextEdit[] | undefined {
  const content = lineStartAt(parent.text, map.segments[0]?.parentAt ?? 0);
  if (content === 0 || !openedCarriers.includes(region.context.carrier)) return undefined;
  const opener = lineStartAt(parent.text, content - 1);
  // In a quote the comment has to be one of the quote.
  const indentation = /^[ \t>]*/.exec(parent.text.slice(opener, content))?.[0] ?? '';
  return comment(analysis, finding, parent, 'fence', opener, indentation);
}

function comment(
  analysis: Analysis,
  finding: DocumentFinding,
  region: Region,
  scope: IgnoreScope,
  place: number,
  indentation: string,
): readonly TextEdit[] | undefined {
  const syntax = commentSyntax[region.language];
  if (syntax === undefined || (region.language === 'markdown' && isMdx(analysis))) return undefined;
  const lead = `${indentation}${syntax.open}security-hints-ignore-${scope} ${finding.meta.id}: `;
  const text = `${lead}${reasonPlaceholder}${syntax.close}\n`;
  const stops = [{ start: lead.length, end: lead.length + reasonPlaceholder.length }];
  const edits = toDocumentEdits(analysis, region, {
    edits: [{ range: { start: place, end: place }, text, stops }],
  });
  return edits !== undefined && silences(analysis, finding, edits) ? edits : undefined;
}

/** MDX has no comments of HTML: one would keep the page from being built (mdxjs.com, "What is MDX", Markdown). */
function isMdx({ input }: Analysis): boolean {
  return input.fileName.toLowerCase().endsWith('.mdx');
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
