import * as vscode from 'vscode';
import { closeEditors, codeOf, ours, show, until } from './support';

// Files whose names say nothing, so that only the language id can bring them to the server. The ids are those
// of other extensions, contributed here by the extension in test/vscode/stub-languages.
const DOCUMENTS: Record<string, readonly string[]> = {
  'compose.txt': ['dockercompose'],
  'deployment.txt': ['helm', 'yaml'],
  'environment.txt': ['dotenv', 'properties'],
  'install.txt': ['shellscript', 'zsh'],
  'pipeline.txt': ['azure-pipelines', 'gitlab'],
  'playbook.txt': ['ansible'],
  'policy.txt': ['json', 'jsonc'],
  'runbook.txt': ['markdown', 'mdx'],
  'workflow.txt': ['github-actions-workflow'],
};

describe('documents by language id', () => {
  afterEach(closeEditors);

  for (const [name, ids] of Object.entries(DOCUMENTS)) {
    for (const id of ids) {
      it(`${id} (${name})`, async () => {
        const { document } = await show(`documents/${name}`);
        const typed = await vscode.languages.setTextDocumentLanguage(document, id);
        await until(`findings in a document of language ${id}`, () => ours(typed.uri).map(codeOf).length > 0);
      });
    }
  }

  it('nothing in plain text', async () => {
    const { document } = await show('documents/install.txt');
    const plain = await vscode.languages.setTextDocumentLanguage(document, 'plaintext');
    const other = await show('documents/runbook.txt');
    const markdown = await vscode.languages.setTextDocumentLanguage(other.document, 'markdown');
    await until('findings in the other document', () => ours(markdown.uri).length > 0);
    if (ours(plain.uri).length > 0) throw new Error('plain text has findings');
  });
});
