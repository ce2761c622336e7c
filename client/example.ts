import { Uri, window, workspace } from 'vscode';

/** Opens the walkthrough's runbook as a document without a file: it can be edited, and nothing is left behind. */
export async function openExample(extensionUri: Uri): Promise<void> {
  const file = Uri.joinPath(extensionUri, 'media', 'walkthrough', 'runbook.md');
  const content = new TextDecoder().decode(await workspace.fs.readFile(file));
  const document = await workspace.openTextDocument({ language: 'markdown', content });
  await window.showTextDocument(document, { preview: false });
}
