import type { Connection } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { summarizeFixing } from '../output/fixSummary';
import type { Analyses, Analyzed } from './analyses';
import { changedLines } from './codeActions';
import { shownFindings } from './diagnostics';
import { fixEdit, titleOf } from './fixActions';
import type { Guard } from './guard';
import {
  fixAllMethod,
  fixesMethod,
  type FixAllAnswer,
  type FixAllParams,
  type FixesParams,
  type FixOffer,
} from './protocol';
import type { Session } from './session';
import { workspaceEdit } from './workspaceEdit';

/** What our own client asks when the user chooses a fix, or fixes more than one finding. */
export function registerFixRequests(
  connection: Connection,
  session: Session,
  analyses: Analyses,
  guard: Guard,
): void {
  connection.onRequest(
    fixesMethod,
    guard.request<FixesParams, readonly FixOffer[]>(fixesMethod, [], async (params, token) => {
      const analyzed = await analyses.of(params.uri, token);
      if (analyzed === undefined) return [];
      return (await analyses.more(analyzed, () => offersOf(session, analyzed, params), token)) ?? [];
    }),
  );
  connection.onRequest(
    fixAllMethod,
    guard.request<FixAllParams, FixAllAnswer | null>(fixAllMethod, null, async (params, token) => {
      const analyzed =
        params.text === undefined
          ? await analyses.of(params.uri, token)
          : await analyses.ofClosed(TextDocument.create(params.uri, '', 0, params.text), token);
      if (analyzed === undefined) return null;
      return (await analyses.more(analyzed, () => fixAllOf(session, analyzed, params), token)) ?? null;
    }),
  );
}

function* offersOf(
  session: Session,
  analyzed: Analyzed,
  { fingerprint }: FixesParams,
): Generator<undefined, readonly FixOffer[]> {
  const { engine, analysis, document } = analyzed;
  const finding = shownFindings(analyzed).find((one) => one.fingerprint === fingerprint);
  yield;
  if (finding === undefined) return [];
  return engine.fixes(analysis, finding).map((fix) => ({
    title: titleOf(session, fix),
    isSafe: fix.applicability === 'safe',
    note: fix.note && session.say(fix.note),
    edit: fixEdit(session, document, fix),
  }));
}

function* fixAllOf(
  session: Session,
  { engine, analysis, document }: Analyzed,
  { scope }: FixAllParams,
): Generator<undefined, FixAllAnswer> {
  const { text, fixed, heldBack } = yield* engine.fixAll(analysis, scope);
  const edits = changedLines(analysis.input.text, text);
  return {
    edit: fixed.length === 0 ? null : workspaceEdit(session, document, edits),
    fixed: fixed.length,
    left: heldBack.length,
    summary: summarizeFixing(fixed.length, heldBack, session.say),
  };
}
