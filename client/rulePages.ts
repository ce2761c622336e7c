import { commands, l10n, Uri, window, workspace, type Disposable } from 'vscode';
import { pageScheme, pageUri, ruleOfPagePath } from '../server/lsp/protocol';

/** Serves the pages of rules from the extension's own files, so that reading one needs no network and no server. */
export function serveRulePages(extensionUri: Uri): Disposable {
  return workspace.registerTextDocumentContentProvider(pageScheme, {
    provideTextDocumentContent: async ({ path }) => {
      const rule = ruleOfPagePath(path);
      if (rule === undefined) return undefined;
      try {
        const bytes = await workspace.fs.readFile(Uri.joinPath(extensionUri, 'dist', 'rules', `${rule}.md`));
        return new TextDecoder().decode(bytes);
      } catch {
        return `# ${rule}\n\n${l10n.t('This rule has no page.')}\n`;
      }
    },
  });
}

/** Opens the page of a rule, rendered where VS Code's Markdown preview is there. */
export async function showRulePage(ruleId: unknown): Promise<void> {
  if (typeof ruleId !== 'string' || ruleOfPagePath(`/rules/${ruleId}.md`) === undefined) return;
  const uri = Uri.parse(pageUri(ruleId));
  try {
    await commands.executeCommand('markdown.showPreview', uri);
  } catch {
    await window.showTextDocument(uri, { preview: true });
  }
}
