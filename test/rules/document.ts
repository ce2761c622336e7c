import { rules } from '../../rules/index';
import {
  analyzeDocument,
  ruleSet,
  type Analysis,
  type DocumentFinding,
  type DocumentInput,
} from '../../server/engine/analyze';
import { fixesOf, type DocumentFix } from '../../server/engine/fixes';
import { languageOfDocument } from '../../server/languages/documents';
import type { Severity } from '../../server/rule/finding';
import type { WorkspaceFacts } from '../../server/rule/rule';
import { applyEdits } from '../../server/text/edit';

const all = ruleSet(rules);

export function analyze(
  fileName: string,
  text: string,
  profile: 'recommended' | 'strict' = 'strict',
  today?: string,
): Analysis {
  const language = languageOfDocument({ fileName, firstLine: text.split('\n', 1)[0] });
  if (language === undefined) throw new Error(`${fileName} is no document of ours`);
  const input: DocumentInput = { uri: `file:///${fileName}`, fileName, language, text };
  return analyzeDocument(input, all, { profile, ...(today === undefined ? {} : { today }) });
}

/** The facts of other documents, as a workspace that has read them. */
export function workspaceOf(...analyses: readonly Analysis[]): WorkspaceFacts {
  return {
    all: (kind) =>
      analyses.flatMap(({ facts, input }) =>
        facts.all(kind).map((placed) => ({ ...placed, uri: input.uri })),
      ),
  };
}

export function findingsOf(analysis: Analysis, ruleId: string): readonly DocumentFinding[] {
  return analysis.findings.filter((finding) => finding.meta.id === ruleId);
}

/** The one finding of the rule. */
export function findingOf(analysis: Analysis, ruleId: string): DocumentFinding {
  const [finding, ...others] = findingsOf(analysis, ruleId);
  if (finding === undefined || others.length > 0) {
    throw new Error(
      `${others.length + (finding === undefined ? 0 : 1)} findings of ${ruleId} in:\n${analysis.input.text}`,
    );
  }
  return finding;
}

export function severityOf(analysis: Analysis, ruleId: string): Severity {
  return findingOf(analysis, ruleId).severity;
}

export function fixesFor(
  analysis: Analysis,
  ruleId: string,
  workspace?: WorkspaceFacts,
): readonly DocumentFix[] {
  return fixesOf(analysis, findingOf(analysis, ruleId), workspace);
}

/** `safe Remove the SSH flags (preferred)`, one for each fix of the rule's one finding. */
export function offersOf(analysis: Analysis, ruleId: string, workspace?: WorkspaceFacts): readonly string[] {
  return fixesFor(analysis, ruleId, workspace).map(
    ({ applicability, title, isPreferred }) =>
      `${applicability} ${title}${isPreferred ? ' (preferred)' : ''}`,
  );
}

export function fixedText(analysis: Analysis, fix: DocumentFix | undefined): string {
  if (fix === undefined) throw new Error('no such fix');
  return applyEdits(analysis.input.text, fix.edits);
}

/** A document with one fence. */
export function guide(language: string, text: string, before = ''): string {
  return `# Guide\n\n${before}\`\`\`${language}\n${text}\n\`\`\`\n`;
}
