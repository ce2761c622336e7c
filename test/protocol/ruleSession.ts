import type { CodeAction, Position } from 'vscode-languageserver';
import { createRuleEngine } from '../../server/entry/ruleEngine';
import { inProcessTransport } from './inProcess';
import { TestSession, type SessionOptions } from './session';

const sessions: TestSession[] = [];

/** A session with a server of the real rules, in this process. */
export async function openRules(options: SessionOptions = {}): Promise<TestSession> {
  const session = await TestSession.open(
    inProcessTransport(() => Promise.resolve(createRuleEngine())),
    options,
  );
  sessions.push(session);
  return session;
}

/** For `afterEach`. */
export async function closeRules(): Promise<void> {
  for (const session of sessions.splice(0)) await session.close();
}

/** A text whose cursor is written `¦`: without it, and where it stands. */
export function withCursor(marked: string): { readonly text: string; readonly position: Position } {
  const [before = '', after = ''] = marked.split('¦');
  const lines = before.split('\n');
  return {
    text: before + after,
    position: { line: lines.length - 1, character: (lines.at(-1) ?? '').length },
  };
}

/** The action of that title, of all that the lightbulb offers at the first finding of the rule. */
export async function actionAt(
  session: TestSession,
  uri: string,
  ruleId: string,
  title: string,
): Promise<CodeAction | undefined> {
  const found = (await session.diagnostics(uri)).find(({ code }) => code === ruleId);
  if (found === undefined) throw new Error(`nothing found by ${ruleId}`);
  const actions = await session.codeActions(uri, found.range, undefined, [found]);
  return actions.find((action) => action.title === title);
}
