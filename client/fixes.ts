import {
  commands as registry,
  l10n,
  Position,
  ProgressLocation,
  Range,
  TabInputTextDiff,
  TextEditorRevealType,
  Uri,
  window,
  workspace,
  type CancellationToken,
  type QuickPickItem,
  type TextEditor,
} from 'vscode';
import type { BaseLanguageClient, WorkspaceEdit } from 'vscode-languageclient';
import {
  allFilePatterns,
  fixAllMethod,
  fixesMethod,
  parsePreview,
  previewUri,
  type FixAllAnswer,
  type FixAllParams,
  type FixOffer,
  type FixTarget,
} from '../server/lsp/protocol';
import { applyExactly } from './exactEdit';

type Client = () => BaseLanguageClient | undefined;

/** Shows a document beside itself after a fix; asks which where the finding has several. */
export async function previewFix(
  client: Client,
  target: Omit<FixTarget, 'fix'> & { fix?: number },
): Promise<void> {
  const offers = await offersOf(client, target);
  const fix = target.fix ?? (await chooseFix(offers));
  const offer = fix === undefined ? undefined : offers[fix];
  if (fix === undefined) return;
  if (offer === undefined) {
    window.setStatusBarMessage(l10n.t('The finding is gone'), 5_000);
    return;
  }
  const document = Uri.parse(target.uri);
  const preview = Uri.parse(previewUri({ uri: target.uri, fingerprint: target.fingerprint, fix }));
  await registry.executeCommand('vscode.diff', document, preview, offer.title, { preview: true });
}

async function chooseFix(offers: readonly FixOffer[]): Promise<number | undefined> {
  if (offers.length <= 1) return 0;
  const items = offers.map(({ title, note }, index): QuickPickItem & { index: number } => ({
    label: title,
    ...(note === undefined ? {} : { detail: note }),
    index,
  }));
  const chosen = await window.showQuickPick(items, { title: l10n.t('Which fix do you want to see?') });
  return chosen?.index;
}

/** Applies the fix that a preview shows, in the document itself, where values may be left to fill in. */
export async function applyFix(client: Client, preview: unknown): Promise<void> {
  const uri = preview instanceof Uri ? preview : shownPreview();
  const target = uri && parsePreview(uri.toString());
  if (target === undefined) return;
  const offer = (await offersOf(client, target))[target.fix];
  if (offer === undefined) {
    window.setStatusBarMessage(l10n.t('The finding is gone'), 5_000);
    return;
  }
  // The diff has done its work; what the fix leaves to fill in is filled in in the document.
  await registry.executeCommand('workbench.action.closeActiveEditor');
  await window.showTextDocument(Uri.parse(target.uri));
  await applyExactly(client(), offer.edit as WorkspaceEdit);
}

/** From the Command Palette: the preview at hand, whichever of its two sides has the focus. */
function shownPreview(): Uri | undefined {
  const shown = window.tabGroups.activeTabGroup.activeTab?.input;
  return shown instanceof TabInputTextDiff ? shown.modified : window.activeTextEditor?.document.uri;
}

async function offersOf(
  client: Client,
  { uri, fingerprint }: Omit<FixTarget, 'fix'>,
): Promise<readonly FixOffer[]> {
  return (await client()?.sendRequest<readonly FixOffer[]>(fixesMethod, { uri, fingerprint })) ?? [];
}

/** Applies all safe fixes of a document or of a part of it, and says what was left and why. */
export async function fixAllSafe(client: Client, params: FixAllParams | undefined): Promise<void> {
  const uri = params?.uri ?? window.activeTextEditor?.document.uri.toString();
  if (uri === undefined) return;
  const asked: FixAllParams = params ?? { uri, scope: { kind: 'file' } };
  const answer = await client()?.sendRequest<FixAllAnswer | null>(fixAllMethod, asked);
  if (answer === undefined || answer === null) {
    void window.showInformationMessage(l10n.t('Security Hints does not read this document.'));
    return;
  }
  if (answer.edit !== null) await applyExactly(client(), answer.edit as WorkspaceEdit);
  void window.showInformationMessage(answer.summary);
}

/** Folders that other people's text is in; the server reads none of them either. */
const excluded = '**/{.git,node_modules,vendor}/**';

/** Applies all safe fixes in every document of the workspace, as one edit that can be undone as one. */
export async function fixAllSafeInWorkspace(client: Client): Promise<void> {
  const total = { fixed: 0, left: 0, files: 0 };
  const title = l10n.t('Applying all safe fixes');
  await window.withProgress(
    { location: ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      const edits: WorkspaceEdit[] = [];
      const files = await allFiles(token);
      for (const [index, file] of files.entries()) {
        if (token.isCancellationRequested) return;
        if (index % 20 === 0) {
          progress.report({ message: workspace.asRelativePath(file), increment: 2_000 / files.length });
        }
        const answer = await fixAllIn(client, file, token);
        if (answer === undefined) continue;
        total.fixed += answer.fixed;
        total.left += answer.left;
        if (answer.edit === null) continue;
        total.files++;
        edits.push(answer.edit as WorkspaceEdit);
      }
      const documentChanges = edits.flatMap((edit) => edit.documentChanges ?? []);
      if (!token.isCancellationRequested && documentChanges.length > 0) {
        await applyExactly(client(), { documentChanges }, { isRefactoring: true });
      }
    },
  );
  void window.showInformationMessage(summaryOf(total));
}

function summaryOf({ fixed, files, left }: { fixed: number; files: number; left: number }): string {
  const done =
    fixed === 0
      ? l10n.t('Nothing fixed')
      : fixed === 1
        ? l10n.t('1 finding fixed in 1 file')
        : files === 1
          ? l10n.t('{count} findings fixed in 1 file', { count: fixed })
          : l10n.t('{count} findings fixed in {files} files', { count: fixed, files });
  const rest = left === 1 ? l10n.t('1 finding left') : l10n.t('{count} findings left', { count: left });
  return `${done}; ${rest}`;
}

/** One search for each pattern: they have alternatives of their own, and globs do not nest (VS Code, `GlobPattern`). */
async function allFiles(token: CancellationToken): Promise<readonly Uri[]> {
  const found = await Promise.all(
    allFilePatterns().map((pattern) => workspace.findFiles(pattern, excluded, undefined, token)),
  );
  return [...new Map(found.flat().map((file) => [file.toString(), file])).values()];
}

async function fixAllIn(
  client: Client,
  file: Uri,
  token: CancellationToken,
): Promise<FixAllAnswer | undefined> {
  const open = workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString());
  const params: FixAllParams = { uri: file.toString(), scope: { kind: 'file' } };
  try {
    const text = open === undefined ? await textOf(file) : undefined;
    const asked = text === undefined ? params : { ...params, text };
    return (await client()?.sendRequest<FixAllAnswer | null>(fixAllMethod, asked, token)) ?? undefined;
  } catch {
    // A file that cannot be read, or is no text, has nothing that could be fixed.
    return undefined;
  }
}

async function textOf(file: Uri): Promise<string> {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await workspace.fs.readFile(file));
}

/** Goes to a finding and shows what is to be said about it. */
export async function showFinding(uri: unknown, at: unknown): Promise<void> {
  if (typeof uri !== 'string') return;
  const { line, character } = at as { line: number; character: number };
  const position = new Position(line, character);
  const editor: TextEditor = await window.showTextDocument(Uri.parse(uri), {
    selection: new Range(position, position),
  });
  editor.revealRange(new Range(position, position), TextEditorRevealType.InCenterIfOutsideViewport);
  await registry.executeCommand('editor.action.showHover');
}
