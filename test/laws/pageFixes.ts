import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../rules/index';
import { analyzeDocument, ruleSet, type Analysis, type DocumentFinding } from '../../server/engine/analyze';
import type { Config } from '../../server/engine/config';
import { fixesOf, type DocumentFix } from '../../server/engine/fixes';
import { applyEdits } from '../../server/text/edit';
import { hostsOf, ownHost, type Hosted } from '../pages/hosts';
import { readPage, type PageFence } from '../pages/page';

export const rulesFolder = join(__dirname, '..', '..', 'rules');
export const all = ruleSet(rules);
export const strict: Config = { profile: 'strict' };

export interface PageSnippet {
  readonly ruleId: string;
  readonly fence: PageFence;
  /** The fences of the same document that stand before it. */
  readonly given: readonly PageFence[];
}

/** A fix that is offered for a snippet of a page in one of the documents that can carry it. */
export interface OfferedFix {
  readonly name: string;
  readonly snippet: PageSnippet;
  readonly hosted: Hosted;
  readonly analysis: Analysis;
  readonly finding: DocumentFinding;
  readonly fix: DocumentFix;
  /** The document with the fix applied. */
  readonly text: string;
}

/** Every snippet of every page, whatever its role. */
export function pageSnippets(): readonly PageSnippet[] {
  return readdirSync(rulesFolder).flatMap((ruleId) => {
    const file = join(rulesFolder, ruleId, 'README.md');
    if (!existsSync(file)) return [];
    const { fences } = readPage(readFileSync(file, 'utf8'));
    let given: PageFence[] = [];
    const snippets: PageSnippet[] = [];
    for (const fence of fences) {
      if (fence.role === 'given') given.push(fence);
      else {
        snippets.push({ ruleId, fence, given });
        if (fence.role !== 'fixed') given = [];
      }
    }
    return snippets;
  });
}

/** The document that the page means, and one of the others that can carry the snippet, another for each. */
export function documentsOf({ fence, given }: PageSnippet, turn: number): readonly Hosted[] {
  const others = given.length === 0 ? hostsOf(fence) : [];
  const other = others[turn % Math.max(others.length, 1)];
  return other === undefined ? [ownHost(fence, given)] : [ownHost(fence, given), other];
}

export function analyze(hosted: Hosted, text = hosted.input.text): Analysis {
  return analyzeDocument({ ...hosted.input, text }, all, strict);
}

let known: readonly OfferedFix[] | undefined;

/** Every fix of every finding in every snippet that shows something wrong; kept, since all laws ask for it. */
export function offeredFixes(): readonly OfferedFix[] {
  return (known ??= pageSnippets().flatMap((snippet, turn) =>
    snippet.fence.role !== 'bad'
      ? []
      : documentsOf(snippet, turn).flatMap((hosted) => fixesIn(snippet, hosted)),
  ));
}

function fixesIn(snippet: PageSnippet, hosted: Hosted): readonly OfferedFix[] {
  const analysis = analyze(hosted);
  return analysis.findings.flatMap((finding) =>
    fixesOf(analysis, finding).map((fix) => ({
      name: `${snippet.ruleId}, line ${snippet.fence.line}, ${hosted.host}: ${finding.meta.id}: “${fix.title}”`,
      snippet,
      hosted,
      analysis,
      finding,
      fix,
      text: applyEdits(hosted.input.text, fix.edits),
    })),
  );
}
