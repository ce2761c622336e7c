// What the suites share. No Node API: the same suites run in a web worker.
import * as vscode from 'vscode';
import type { Api } from '../../../client/extension';
import { byPosition, type Expected } from './expected';

/** The runbook that the README shows first. */
export const RUNBOOK = 'examples/docs/staging-guide.md';

const PATIENCE_MS = 30_000;
const PAUSE_MS = 25;

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** Waits until the probe answers; a probe that VS Code cancels while it starts has not answered yet. */
export async function until<T>(
  what: string,
  probe: () => T | undefined | false | Thenable<T | undefined | false>,
  patience = PATIENCE_MS,
): Promise<T> {
  const end = Date.now() + patience;
  for (;;) {
    const answer = await Promise.resolve(probe()).catch((error: unknown) => {
      if (error instanceof Error && (error.name === 'Canceled' || error.message === 'Canceled'))
        return undefined;
      throw error;
    });
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`not within ${patience} ms: ${what}`);
    await sleep(PAUSE_MS);
  }
}

export function equal(actual: unknown, expected: unknown, what: string): void {
  const [left, right] = [JSON.stringify(actual, null, 1), JSON.stringify(expected, null, 1)];
  if (left !== right) throw new Error(`${what}\nactual: ${left}\nexpected: ${right}`);
}

export function uriOf(relative: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error('the tests need a workspace folder');
  return vscode.Uri.joinPath(folder.uri, relative);
}

export async function readText(relative: string): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uriOf(relative)));
}

export async function show(relative: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(uriOf(relative));
  return vscode.window.showTextDocument(document);
}

/** Shows a text that has no file. */
export async function showText(content: string, language = 'markdown'): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({ language, content });
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  // VS Code gives a new document the name of the one closed before, and with it what it had saved of that one's text
  // for the next start, unless it has forgotten that already.
  if (document.getText() !== content) await setText(editor, content);
  return editor;
}

async function setText(editor: vscode.TextEditor, content: string): Promise<void> {
  const { document } = editor;
  const whole = new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length));
  await editor.edit((edit) => edit.replace(whole, content));
  equal(document.getText(), content, 'the text of the new document');
}

/** Writes a file below the first folder of the workspace. */
export async function write(relative: string, content: string): Promise<vscode.Uri> {
  const uri = uriOf(relative);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(content));
  return uri;
}

/** What the extension offers to others. */
export function api(): Api {
  const extension = vscode.extensions.getExtension<Api>('security-hints.security-hints');
  if (!extension?.isActive) throw new Error('the extension is active');
  return extension.exports;
}

export async function closeEditors(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.files.revert');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** The files below a folder in which the command line found something. */
export async function filesWithFindings(folder: string): Promise<readonly string[]> {
  const all = JSON.parse(await readText('expected.json')) as readonly Expected[];
  const files = all.filter(({ suppressed }) => suppressed === undefined).map(({ file }) => file);
  return [...new Set(files)].filter((file) => file.startsWith(folder));
}

/** What the command line found in a file before VS Code started. */
export async function expectedIn(relative: string): Promise<readonly Expected[]> {
  const all = JSON.parse(await readText('expected.json')) as readonly Expected[];
  return all.filter((finding) => finding.file === relative && finding.suppressed === undefined);
}

export function ours(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter((diagnostic) => diagnostic.source === 'Security Hints');
}

export function codeOf(diagnostic: vscode.Diagnostic): string {
  const { code } = diagnostic;
  return String(typeof code === 'object' ? code.value : code);
}

export function summarize(diagnostics: readonly vscode.Diagnostic[]): string[] {
  return diagnostics
    .map((diagnostic) => {
      const { start, end } = diagnostic.range;
      const at = `${start.line + 1}:${start.character + 1}-${end.line + 1}:${end.character + 1}`;
      return `${at} ${vscode.DiagnosticSeverity[diagnostic.severity]} ${codeOf(diagnostic)}`;
    })
    .sort(byPosition);
}

/** Waits until the document has exactly these findings. */
export async function untilFindings(uri: vscode.Uri, expected: readonly string[], patience?: number) {
  const wanted = expected.join('\n');
  await until('the expected findings', () => summarize(ours(uri)).join('\n') === wanted, patience).catch(
    () => {
      equal(summarize(ours(uri)), expected, 'the findings in the editor');
    },
  );
  return ours(uri);
}

/** Waits until the document has findings of exactly these rules, in the order of their names. */
export async function untilCodes(uri: vscode.Uri, expected: readonly string[]): Promise<void> {
  const codes = () => ours(uri).map(codeOf).sort();
  const wanted = [...expected].sort().join();
  await until('the expected rules', () => codes().join() === wanted).catch(() => {
    equal(codes(), [...expected].sort(), 'the rules that find something');
  });
}

/** A finding of a rule, the first where there are several. */
export function findingOf(uri: vscode.Uri, code: string): vscode.Diagnostic {
  const finding = ours(uri)
    .filter((one) => codeOf(one) === code)
    .sort((one, other) => one.range.start.compareTo(other.range.start))[0];
  if (!finding) throw new Error(`${code} finds something`);
  return finding;
}

/** The action of a kind with a title, at a finding. */
export async function actionOf(
  uri: vscode.Uri,
  { range }: vscode.Diagnostic,
  kind: string,
  title: string,
): Promise<vscode.CodeAction> {
  const actions = await actionsAt(uri, range, kind);
  const action = actions.find((one) => one.title === title);
  if (!action) throw new Error(`there is "${title}" among ${actions.map((one) => one.title).join(', ')}`);
  return action;
}

/** Changes a setting while `work` runs. */
export async function withSetting<T>(
  section: string,
  name: string,
  value: unknown,
  work: () => Promise<T>,
): Promise<T> {
  const set = (to: unknown) =>
    vscode.workspace.getConfiguration(section).update(name, to, vscode.ConfigurationTarget.Global);
  await set(value);
  try {
    return await work();
  } finally {
    await set(undefined);
  }
}

/** The lightbulb's entries at a place; right after the start VS Code may still answer with none. */
export function actionsAt(
  uri: vscode.Uri,
  range: vscode.Range,
  kind: string,
): Promise<readonly vscode.CodeAction[]> {
  return until(`an action of kind ${kind}`, async () => {
    const actions = await vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      range,
      kind,
      100,
    );
    const wanted = actions.filter((action) => action.kind?.value.startsWith(kind));
    return wanted.length > 0 && wanted;
  });
}

export async function apply(action: vscode.CodeAction): Promise<void> {
  if (action.edit) {
    const { edit } = action;
    await until('the edit is applied', () => vscode.workspace.applyEdit(edit));
  }
  if (action.command) {
    const args = (action.command.arguments ?? []) as unknown[];
    await vscode.commands.executeCommand(action.command.command, ...args);
  }
}

/** The numbers (from 1) of the lines that differ, when nothing is inserted or removed elsewhere. */
export function changedLines(before: string, after: string): { from: number; to: number; text: string } {
  const [old, now] = [before.split('\n'), after.split('\n')];
  let head = 0;
  while (head < old.length && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && old.at(-1 - tail) === now.at(-1 - tail)) {
    tail += 1;
  }
  return { from: head + 1, to: old.length - tail, text: now.slice(head, now.length - tail).join('\n') };
}
