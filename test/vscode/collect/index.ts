// Not a test of its own: writes down what this editor shows of the documents in the folder, for
// test/agreement, which holds it to what the command line and the servers say. `documents.json` lists them,
// each with the number of its findings and of their fixes; `seen-‹name›.json` is the answer.
import * as vscode from 'vscode';
import type { Api } from '../../../client/extension';
import type { Seen } from '../../agreement/seen';
import { apply, closeEditors, codeOf, ours, readText, show, until, uriOf } from '../suite/support';

const EXTENSION = 'security-hints.security-hints';
const levels = ['error', 'warning', 'note', 'note'] as const;

describe('what this editor shows', () => {
  it('is written down', async () => {
    const { answer, documents } = JSON.parse(await readText('documents.json')) as {
      readonly answer: string;
      readonly documents: { readonly [file: string]: Counts };
    };
    const seen: Record<string, readonly Seen[]> = {};
    for (const [file, counts] of Object.entries(documents)) seen[file] = await lookAt(file, counts);
    await vscode.workspace.fs.writeFile(uriOf(answer), new TextEncoder().encode(JSON.stringify(seen)));
  }).timeout(300_000);
});

/** What to wait for. Should the editor never show as many, the comparison says what is missing. */
interface Counts {
  readonly findings: number;
  readonly fixes: number;
}

async function lookAt(file: string, counts: Counts): Promise<readonly Seen[]> {
  const { document } = await show(file);
  await until(
    `${counts.findings} findings`,
    () => ours(document.uri).length === counts.findings,
    10_000,
  ).catch(() => undefined);
  let found: readonly Found[] = [];
  // Right after its start VS Code may still answer with no action at all.
  await until(
    `${counts.fixes} fixes`,
    async () => {
      found = await fixesIn(document);
      return found.flatMap(({ actions }) => actions).length >= counts.fixes;
    },
    10_000,
  ).catch(() => undefined);
  const seen: Seen[] = [];
  for (const { diagnostic, actions } of found) {
    const fixes: { title: string; text: string }[] = [];
    for (const action of actions)
      fixes.push({ title: action.title, text: await textAfter(document, action) });
    seen.push({
      place: placeOf(diagnostic.range),
      rule: codeOf(diagnostic),
      level: levels[diagnostic.severity],
      message: diagnostic.message,
      related: (diagnostic.relatedInformation ?? []).map(
        ({ location, message }) => `${placeOf(location.range)} ${message}`,
      ),
      fixes,
    });
  }
  await closeEditors();
  return seen;
}

interface Found {
  readonly diagnostic: vscode.Diagnostic;
  readonly actions: readonly vscode.CodeAction[];
}

async function fixesIn(document: vscode.TextDocument): Promise<readonly Found[]> {
  // Not by `vscode.executeCodeActionProvider`, which drops on its way what keeps the white space of a fix and
  // which finding it is about; the lightbulb gets both.
  const api = (await vscode.extensions.getExtension<Api>(EXTENSION)?.activate()) as Api;
  const found: Found[] = [];
  for (const diagnostic of ours(document.uri)) {
    found.push({ diagnostic, actions: await api.fixesOf(document, diagnostic) });
  }
  return found;
}

/** The document's text with the action applied; the action is undone. */
async function textAfter(document: vscode.TextDocument, action: vscode.CodeAction): Promise<string> {
  const before = document.getText();
  await apply(action);
  const after = document.getText();
  await until('the fix is undone', async () => {
    if (document.getText() === before) return true;
    await vscode.commands.executeCommand('undo');
    return document.getText() === before;
  });
  return after;
}

function placeOf({ start, end }: vscode.Range): string {
  return `${start.line}:${start.character}-${end.line}:${end.character}`;
}
