import * as vscode from 'vscode';
import {
  actionOf,
  api,
  apply,
  closeEditors,
  equal,
  findingOf,
  ours,
  showText,
  until,
  untilCodes,
  withSetting,
  write,
} from './support';
import { MemoryFiles } from './memoryFiles';
import { GUIDE, GUIDE_CODES, IMAGE, ONE_FIXED, SCRIPT, withoutSsh } from './texts';

/** The second folder of the workspace, which tools/editor-workspace.mjs makes. */
function secondFolder(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[1];
  if (!folder) throw new Error('the tests need a second workspace folder');
  return folder.uri;
}

/** A notebook with one cell of each of these languages and texts. */
function notebookOf(cells: readonly (readonly [language: string, text: string])[]): string {
  return JSON.stringify({
    cells: cells.map(([language, text]) => ({
      ...(language === 'markdown'
        ? { cell_type: 'markdown' }
        : { cell_type: 'code', execution_count: null, outputs: [] }),
      metadata: language === 'markdown' ? {} : { vscode: { languageId: language } },
      source: text.split(/(?<=\n)/),
    })),
    metadata: { language_info: { name: 'shellscript' } },
    nbformat: 4,
    nbformat_minor: 5,
  });
}

describe('everywhere', () => {
  afterEach(closeEditors);

  describe('notebooks', () => {
    let uri: vscode.Uri;

    beforeEach(async () => {
      uri = await write(
        'notebooks/setup.ipynb',
        notebookOf([
          ['markdown', GUIDE],
          ['shellscript', SCRIPT],
          ['yaml', IMAGE],
        ]),
      );
    });

    afterEach(async () => {
      await closeEditors();
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(uri, '..'), { recursive: true });
    });

    async function open(): Promise<readonly vscode.TextDocument[]> {
      const notebook = await vscode.workspace.openNotebookDocument(uri);
      await vscode.window.showNotebookDocument(notebook);
      return notebook.getCells().map(({ document }) => document);
    }

    it('have findings in cells of Markdown, shell and YAML, and their fixes work there', async () => {
      const [markdown, shell, yaml] = await open();
      if (!markdown || !shell || !yaml) throw new Error('three cells');
      await untilCodes(markdown.uri, GUIDE_CODES);
      await untilCodes(shell.uri, ['pipe-to-shell']);
      await untilCodes(yaml.uri, ['image-latest-tag']);
      const finding = findingOf(markdown.uri, 'node-ssh-access');
      const [fix] = await api().fixesOf(markdown, finding);
      equal(fix?.title, 'Remove the SSH flags', 'the fix');
      if (fix) await apply(fix);
      equal(markdown.getText(), withoutSsh(GUIDE, 'a'), 'the cell after the fix');
      await untilCodes(markdown.uri, ONE_FIXED);
    });

    it('obey the configuration file of their folder', async () => {
      await write(
        'notebooks/.security-hints.yaml',
        'rules:\n  pipe-to-shell: low\n  image-latest-tag: off\n',
      );
      const [, shell, yaml] = await open();
      if (!shell || !yaml) throw new Error('three cells');
      await untilCodes(shell.uri, ['pipe-to-shell']);
      await until(
        'its severity',
        () => findingOf(shell.uri, 'pipe-to-shell').severity === vscode.DiagnosticSeverity.Information,
      );
      await untilCodes(yaml.uri, []);
    });
  });

  it('documents without a file, whose language is chosen later', async () => {
    const { document } = await showText(SCRIPT, 'plaintext');
    const script = await vscode.languages.setTextDocumentLanguage(document, 'shellscript');
    await untilCodes(script.uri, ['pipe-to-shell']);
  });

  it('the right side of a diff; the left side of another time stays silent', async () => {
    const provider = vscode.workspace.registerTextDocumentContentProvider('gitlens', {
      provideTextDocumentContent: () => GUIDE,
    });
    const uri = await write('documents/changed.md', withoutSsh(GUIDE, 'a'));
    try {
      const old = vscode.Uri.parse('gitlens:/documents/changed.md?ref=HEAD');
      await vscode.commands.executeCommand('vscode.diff', old, uri);
      await untilCodes(uri, ONE_FIXED);
      equal(ours(old).length, 0, 'findings on the left side');
      const left = vscode.workspace.textDocuments.find((one) => one.uri.toString() === old.toString());
      equal(left?.languageId, 'markdown', 'the left side is a document of ours');
    } finally {
      await closeEditors();
      provider.dispose();
      await vscode.workspace.fs.delete(uri);
    }
  });

  it('files that files.associations makes scripts of', async () => {
    const uri = await write('documents/setup.conf', SCRIPT);
    try {
      await withSetting('files', 'associations', { '*.conf': 'shellscript' }, async () => {
        const { document } = await vscode.window.showTextDocument(uri);
        await until('the language', () => document.languageId === 'shellscript');
        await untilCodes(uri, ['pipe-to-shell']);
      });
    } finally {
      await closeEditors();
      await vscode.workspace.fs.delete(uri);
    }
  });

  it('several folders, each with its own settings and its own configuration file', async () => {
    const PINNED = IMAGE.replace('latest', '1.4.2');
    const first = await write('documents/image.yaml', PINNED);
    const latest = await write('documents/latest.yaml', IMAGE);
    try {
      for (const uri of [
        first,
        latest,
        vscode.Uri.joinPath(secondFolder(), 'image.yaml'),
        vscode.Uri.joinPath(secondFolder(), 'configured', 'image.yaml'),
      ]) {
        await vscode.window.showTextDocument(uri, { preview: false });
      }
      // The second folder's settings say `strict`, its configuration file weighs a rule otherwise.
      await untilCodes(vscode.Uri.joinPath(secondFolder(), 'image.yaml'), ['image-without-digest']);
      const configured = vscode.Uri.joinPath(secondFolder(), 'configured', 'image.yaml');
      await untilCodes(configured, ['image-latest-tag']);
      equal(
        findingOf(configured, 'image-latest-tag').severity,
        vscode.DiagnosticSeverity.Error,
        'its severity there',
      );
      await untilCodes(latest, ['image-latest-tag']);
      equal(
        findingOf(latest, 'image-latest-tag').severity,
        vscode.DiagnosticSeverity.Warning,
        'its severity here',
      );
      await untilCodes(first, []);
    } finally {
      await closeEditors();
      await vscode.workspace.fs.delete(first);
      await vscode.workspace.fs.delete(latest);
    }
  });

  it('virtual workspaces, with a configuration file in them', async () => {
    const files = new MemoryFiles();
    const registration = vscode.workspace.registerFileSystemProvider('memfs', files);
    const root = vscode.Uri.parse('memfs:/shop');
    const guide = vscode.Uri.joinPath(root, 'docs', 'guide.md');
    const config = vscode.Uri.joinPath(root, '.security-hints.yaml');
    files.write(guide, GUIDE);
    files.write(config, 'rules:\n  node-ssh-access: off\n');
    const count = vscode.workspace.workspaceFolders?.length ?? 0;
    vscode.workspace.updateWorkspaceFolders(count, 0, { uri: root });
    try {
      await until('the folder is there', () => vscode.workspace.workspaceFolders?.length === count + 1);
      const { document } = await vscode.window.showTextDocument(guide, { preview: false });
      await untilCodes(guide, ['curl-without-fail', 'image-latest-tag', 'pipe-to-shell']);
      await apply(
        await actionOf(guide, findingOf(guide, 'image-latest-tag'), 'quickfix', 'Pin to a version (review)'),
      );
      equal(document.getText().includes('‹version›'), true, 'the fixed text');
      files.write(config, 'rules: {}\n');
      await untilCodes(
        guide,
        GUIDE_CODES.filter((code) => code !== 'image-latest-tag'),
      );
    } finally {
      await closeEditors();
      vscode.workspace.updateWorkspaceFolders(count, 1);
      await until('the folder is gone', () => vscode.workspace.workspaceFolders?.length === count);
      registration.dispose();
    }
  });
});
