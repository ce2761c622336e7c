import {
  CodeActionKind,
  type CodeAction,
  type CodeActionParams,
  type Connection,
} from 'vscode-languageserver';
import type { DocumentFinding } from '../engine/analyze';
import { summarizeFixing } from '../output/fixSummary';
import { message } from '../rule/finding';
import type { TextEdit } from '../text/edit';
import { intersects } from '../text/range';
import type { Analyses, Analyzed } from './analyses';
import { shownFindings, toDiagnostic, worstFirst, type DiagnosticData } from './diagnostics';
import { bulkActions, fixActions, previewAction } from './fixActions';
import type { Guard } from './guard';
import { configAction, ignoreActions } from './ignoreActions';
import { bulkKind, commands, fixAllKind, ignoreKind, pageKind, previewKind } from './protocol';
import type { Session } from './session';
import { workspaceEdit } from './workspaceEdit';

export const codeActionKinds: readonly string[] = [CodeActionKind.QuickFix, fixAllKind];

const quickKinds = [CodeActionKind.QuickFix, previewKind, bulkKind, ignoreKind, pageKind];

/**
 * The lightbulb. Nothing is remembered between two requests: each asks the analysis of the newest text, and
 * every edit names the version it was made for, so that a client refuses it on any other.
 */
export function registerCodeActions(
  connection: Connection,
  session: Session,
  analyses: Analyses,
  guard: Guard,
): void {
  connection.onCodeAction(
    guard.request<CodeActionParams, CodeAction[]>('textDocument/codeAction', [], async (params, token) => {
      if (!session.hasCodeActionLiterals) return [];
      const wants = wantedKinds(params);
      if (![...quickKinds, fixAllKind].some(wants)) return [];
      const analyzed = await analyses.of(params.textDocument.uri, token);
      if (analyzed === undefined) return [];
      const actions = await analyses.more(analyzed, () => actionsOf(session, analyzed, params, wants), token);
      return actions ?? [];
    }),
  );
}

/** Kinds are paths: who asks for `source` also wants `source.fixAll.securityHints` (LSP 3.17). */
function wantedKinds({ context }: CodeActionParams): (kind: string) => boolean {
  const { only } = context;
  return (kind) =>
    only === undefined ||
    only.some((wanted) => wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`));
}

function* actionsOf(
  session: Session,
  analyzed: Analyzed,
  params: CodeActionParams,
  wants: (kind: string) => boolean,
): Generator<undefined, CodeAction[]> {
  const isQuick = quickKinds.some(wants);
  const actions = isQuick ? yield* quickFixes(session, analyzed, params) : [];
  const result = actions.filter(({ kind }) => wants(kind ?? ''));
  // Computing it means fixing the whole document, so only who asks for it by name gets it.
  if (params.context.only !== undefined && wants(fixAllKind)) {
    result.push(...(yield* fixAll(session, analyzed)));
  }
  return result;
}

/**
 * Findings that one lightbulb answers for. Editors ask for the whole selection, which may be the document,
 * and trying a fix costs an analysis of it; a menu of hundreds helps nobody.
 */
const maxFindings = 20;

function* quickFixes(
  session: Session,
  analyzed: Analyzed,
  params: CodeActionParams,
): Generator<undefined, CodeAction[]> {
  const { engine, analysis, document } = analyzed;
  const findings = worstFirst(askedFindings(session, analyzed, params)).slice(0, maxFindings);
  const isOwn = session.options.isOwnClient === true;
  const fixes: CodeAction[] = [];
  const previews: CodeAction[] = [];
  const ignores: CodeAction[] = [];
  const pages = new Map<string, CodeAction>();
  for (const finding of findings) {
    const isFirst = finding === findings[0];
    const diagnostics = [toDiagnostic(session, document, finding)];
    const offered = engine.fixes(analysis, finding);
    yield;
    fixes.push(...fixActions(session, analyzed, offered, diagnostics));
    if (isOwn && offered.length > 0 && isFirst) {
      previews.push(previewAction(session, analyzed, finding, offered.length, diagnostics));
    }
    ignores.push(...(yield* ignoreActions(session, analyzed, finding, diagnostics, isFirst)));
    const configured = isFirst ? configAction(session, analyzed, finding, diagnostics) : undefined;
    if (configured !== undefined) ignores.push(configured);
    const { id } = finding.meta;
    if (canShowPage(session, id) && !pages.has(id)) {
      const title = session.say(message('Open the page of {rule}', { rule: id }));
      const command = { title, command: commands.showRule, arguments: [id] };
      pages.set(id, { title, kind: pageKind, diagnostics, command });
    }
  }
  const [worst] = findings;
  const bulk = isOwn && worst !== undefined ? bulkActions(session, analyzed, worst) : [];
  // VS Code moves what belongs to no diagnostic to the end of the menu, behind the pages.
  for (const action of bulk)
    if (worst !== undefined) action.diagnostics = [toDiagnostic(session, document, worst)];
  return [...withOnePreferred(fixes, findings.length), ...previews, ...bulk, ...ignores, ...pages.values()];
}

/** Findings at the range, and those whose diagnostics the client sent along. */
function askedFindings(
  session: Session,
  analyzed: Analyzed,
  params: CodeActionParams,
): readonly DocumentFinding[] {
  const range = session.convert.fromRange(analyzed.document.text, params.range);
  const fingerprints = new Set(
    params.context.diagnostics.map(({ data }) => (data as Partial<DiagnosticData> | undefined)?.fingerprint),
  );
  return shownFindings(analyzed).filter(
    (finding) => intersects(finding.range, range) || fingerprints.has(finding.fingerprint),
  );
}

/** Of several findings at one place none is the obvious one, and an editor applies the first preferred blindly. */
function withOnePreferred(fixes: CodeAction[], findingCount: number): CodeAction[] {
  if (findingCount <= 1 || fixes.filter((fix) => fix.isPreferred === true).length <= 1) return fixes;
  return fixes.map(({ isPreferred: _, ...fix }) => fix);
}

function* fixAll(
  session: Session,
  { engine, analysis, document }: Analyzed,
): Generator<undefined, CodeAction[]> {
  const { text, fixed, heldBack } = yield* engine.fixAll(analysis, { kind: 'file' });
  if (fixed.length === 0) return [];
  const edits = changedLines(analysis.input.text, text);
  const title =
    fixed.length === 1
      ? session.say(message('Apply 1 safe fix'))
      : session.say(message('Apply {count} safe fixes', { count: String(fixed.length) }));
  const summary = summarizeFixing(fixed.length, heldBack, session.say);
  return [
    {
      title,
      kind: fixAllKind,
      edit: workspaceEdit(session, document, edits),
      ...(session.options.isOwnClient === true
        ? { command: { title, command: commands.report, arguments: [summary] } }
        : {}),
    },
  ];
}

/** The lines between the first and the last change, so that carets and folds elsewhere stay. */
export function changedLines(before: string, after: string): readonly TextEdit[] {
  const limit = Math.min(before.length, after.length);
  let start = 0;
  while (start < limit && before[start] === after[start]) start++;
  start = before.slice(0, start).lastIndexOf('\n') + 1;
  let tail = 0;
  while (tail < limit - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  // Whole lines only: no position stands between CR and LF, or inside a surrogate pair.
  while (tail > 0 && before[before.length - 1 - tail] !== '\n') tail--;
  return [{ range: { start, end: before.length - tail }, text: after.slice(start, after.length - tail) }];
}

function canShowPage(session: Session, ruleId: string): boolean {
  return (
    session.options.isOwnClient === true ||
    (session.canShowDocuments && session.pageUri(ruleId) !== undefined)
  );
}
