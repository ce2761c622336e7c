import { CodeActionKind, type CodeAction, type Diagnostic } from 'vscode-languageserver';
import type { DocumentFinding } from '../engine/analyze';
import type { DocumentFix } from '../engine/fixes';
import { message } from '../rule/finding';
import type { Analyzed } from './analyses';
import { shownFindings } from './diagnostics';
import { bulkKind, commands, previewKind, type FixAllParams } from './protocol';
import type { Session } from './session';
import { isInSeveralPlaces, workspaceEdit } from './workspaceEdit';

/** What the lightbulb calls a fix: what it does, and that a person must look where one must. */
export function titleOf(session: Session, { title, applicability }: DocumentFix): string {
  return applicability === 'safe'
    ? session.translate(title)
    : session.say(message('{title} (review)', { title: message(title) }));
}

/** The fixes of one finding, each of which was tried and holds. */
export function fixActions(
  session: Session,
  { document }: Analyzed,
  fixes: readonly DocumentFix[],
  diagnostics: Diagnostic[],
): CodeAction[] {
  return fixes.map((fix) => ({
    title: titleOf(session, fix),
    kind: CodeActionKind.QuickFix,
    diagnostics,
    ...(fix.isPreferred ? { isPreferred: true } : {}),
    edit: fixEdit(session, document, fix),
  }));
}

/** The edit of a fix; one that needs a look and touches several places is shown before it is applied. */
export function fixEdit(session: Session, document: Analyzed['document'], fix: DocumentFix) {
  const asks = fix.applicability === 'review' && isInSeveralPlaces(document.text, fix.edits);
  if (!asks) return workspaceEdit(session, document, fix.edits);
  const { title, note } = fix;
  const confirmation = { label: session.translate(title), note: note && session.say(note) };
  return workspaceEdit(session, document, fix.edits, confirmation);
}

/** Shows what the fixes of a finding would do, before they do it; for our own client. */
export function previewAction(
  session: Session,
  { document }: Analyzed,
  finding: DocumentFinding,
  fixCount: number,
  diagnostics: Diagnostic[],
): CodeAction {
  const title =
    fixCount === 1
      ? session.say(message('Preview the fix'))
      : session.say(message('Preview the {count} fixes', { count: String(fixCount) }));
  const target = { uri: document.text.uri, fingerprint: finding.fingerprint };
  return {
    title,
    kind: previewKind,
    diagnostics,
    command: { title, command: commands.previewFix, arguments: [target] },
  };
}

/** What more than one finding of the document may have safe fixes for, around the finding at hand. */
export function bulkActions(session: Session, analyzed: Analyzed, finding: DocumentFinding): CodeAction[] {
  const { engine, analysis, document } = analyzed;
  if (!engine.mayFixSafely(analysis, finding)) return [];
  const { uri } = document.text;
  const others = shownFindings(analyzed).filter(
    (one) => one !== finding && engine.mayFixSafely(analysis, one),
  );
  const [snippet] = finding.path;
  const inSnippet = snippet === undefined ? [] : others.filter(({ path }) => path[0] === snippet);
  const ofRule = others.filter(({ meta }) => meta.id === finding.meta.id);
  const actions: CodeAction[] = [];
  const offer = (title: string, scope: FixAllParams['scope']): void => {
    const params: FixAllParams = { uri, scope };
    actions.push({
      title,
      kind: bulkKind,
      command: { title, command: commands.fixAllSafe, arguments: [params] },
    });
  };
  if (inSnippet.length > 0 && inSnippet.length < others.length) {
    const index = analysis.root.embedded.indexOf(snippet as (typeof analysis.root.embedded)[number]);
    offer(session.say(message('Apply all safe fixes in this snippet')), { kind: 'snippet', index });
  }
  if (ofRule.length > 0 && ofRule.length < others.length) {
    const { id } = finding.meta;
    offer(session.say(message('Apply all safe fixes of {rule} in this file', { rule: id })), {
      kind: 'rule',
      ruleId: id,
    });
  }
  if (others.length > 0) offer(session.say(message('Apply all safe fixes in this file')), { kind: 'file' });
  return actions;
}
