import * as vscode from 'vscode';
import {
  actionOf,
  actionsAt,
  apply,
  closeEditors,
  equal,
  findingOf,
  showText,
  until,
  untilCodes,
  withSetting,
  write,
} from './support';
import { GUIDE, GUIDE_CODES, withoutSsh } from './texts';

const PREVIEW = 'quickfix.securityHints.preview';

/** The diff that is shown; undefined while none is. */
function shownDiff(): vscode.TabInputTextDiff | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputTextDiff ? input : undefined;
}

async function previewOf(document: vscode.TextDocument, code: string): Promise<vscode.TabInputTextDiff> {
  const [preview] = await actionsAt(document.uri, findingOf(document.uri, code).range, PREVIEW);
  if (!preview) throw new Error('there is a preview');
  await apply(preview);
  return until('a diff', shownDiff);
}

describe('a fix', () => {
  afterEach(closeEditors);

  it('is shown as a diff before it is applied, and applied from there', async () => {
    const { document } = await showText(GUIDE);
    await untilCodes(document.uri, GUIDE_CODES);
    const diff = await previewOf(document, 'node-ssh-access');
    equal(diff.original.toString(), document.uri.toString(), 'the left side');
    const right = await vscode.workspace.openTextDocument(diff.modified);
    equal(right.getText(), withoutSsh(GUIDE, 'a'), 'the right side');
    equal(document.getText(), GUIDE, 'nothing is applied yet');

    await vscode.commands.executeCommand('securityHints.applyFix', diff.modified);
    equal(document.getText(), withoutSsh(GUIDE, 'a'), 'the fix is applied');
    await until('the diff is closed', () => shownDiff() === undefined);
    await vscode.commands.executeCommand('undo');
    equal(document.getText(), GUIDE, 'and can be undone');
  });

  it('leaves what only the user knows selected, to be typed over', async () => {
    const { document } = await showText(GUIDE);
    await untilCodes(document.uri, GUIDE_CODES);
    const diff = await previewOf(document, 'image-latest-tag');
    const shown = (await vscode.workspace.openTextDocument(diff.modified)).getText();
    await vscode.commands.executeCommand('securityHints.applyFix', diff.modified);
    equal(document.getText(), shown, 'the text is what the preview showed');
    const editor = await until('the document', () =>
      vscode.window.visibleTextEditors.find((one) => one.document === document),
    );
    const selected = await until('a selection', () => document.getText(editor.selection) || undefined);
    equal(selected, '‹version›', 'the first tab stop');
    await vscode.commands.executeCommand('type', { text: '1.4.2' });
    equal(document.getText().includes('/web:1.4.2"'), true, 'what was typed stands in its place');
  });

  it('is gone with its finding: an old preview applies nothing', async () => {
    const { document } = await showText(GUIDE);
    await untilCodes(document.uri, GUIDE_CODES);
    const diff = await previewOf(document, 'image-latest-tag');
    const edit = new vscode.WorkspaceEdit();
    const line = GUIDE.slice(0, GUIDE.indexOf('image:')).split('\n').length - 1;
    edit.replace(document.uri, document.lineAt(line).range, 'image: registry.example.com/shop/web:1.4.2');
    await vscode.workspace.applyEdit(edit);
    const before = document.getText();
    await vscode.commands.executeCommand('securityHints.applyFix', diff.modified);
    equal(document.getText(), before, 'the text');
  });
});

describe('all safe fixes', () => {
  afterEach(closeEditors);

  it('of a snippet, from its code lens', async () => {
    const { document } = await showText(GUIDE);
    await untilCodes(document.uri, GUIDE_CODES);
    const lenses = await vscode.commands.executeCommand<readonly vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
      10,
    );
    const { command } = lenses[0] ?? {};
    equal(command?.title, '2 findings · fix 2 safe ones', 'the lens');
    await vscode.commands.executeCommand(
      command?.command ?? '',
      ...((command?.arguments ?? []) as unknown[]),
    );
    await until('the snippet is fixed', () => document.getText() === withoutSsh(GUIDE, 'a', 'b'));
  });

  it('of a rule, from the lightbulb', async () => {
    const { document } = await showText(GUIDE);
    await untilCodes(document.uri, GUIDE_CODES);
    const title = 'Apply all safe fixes of node-ssh-access in this file';
    const finding = findingOf(document.uri, 'node-ssh-access');
    await apply(await actionOf(document.uri, finding, 'quickfix.securityHints.fixAll', title));
    await until('the rule finds nothing', () => document.getText() === withoutSsh(GUIDE, 'a', 'b', 'c'));
    await untilCodes(document.uri, ['curl-without-fail', 'image-latest-tag', 'pipe-to-shell']);
  });

  it('of a file, as one step that can be undone; what needs a look stays', async () => {
    const { document } = await showText(GUIDE);
    await untilCodes(document.uri, GUIDE_CODES);
    await vscode.commands.executeCommand('securityHints.fixAllSafe');
    await until('the file is fixed', () => document.getText() !== GUIDE);
    await untilCodes(document.uri, ['image-latest-tag', 'pipe-to-shell']);
    await vscode.commands.executeCommand('undo');
    equal(document.getText(), GUIDE, 'after one undo');
  });

  it('of the workspace, in open and in closed files', async () => {
    // What the other tests read is left as it is.
    const config = await write(
      '.security-hints.yaml',
      'exclude:\n  - documents/\n  - examples/\n  - fixed/\n',
    );
    const untouched = await write('documents/untouched.md', GUIDE);
    const closed = await write('fixing/closed.md', GUIDE);
    const open = await write('fixing/open.md', GUIDE);
    try {
      const document = await vscode.workspace.openTextDocument(open);
      await vscode.window.showTextDocument(document);
      await untilCodes(open, GUIDE_CODES);
      await vscode.commands.executeCommand('securityHints.fixAllSafeInWorkspace');
      const fixed = withoutSsh(GUIDE, 'a', 'b', 'c').replace('-sSL', '-fsSL');
      const other = await vscode.workspace.openTextDocument(closed);
      equal(document.getText(), fixed, 'the open file');
      equal(other.getText(), fixed, 'the closed file');
      equal((await vscode.workspace.openTextDocument(untouched)).getText(), GUIDE, 'the excluded file');
    } finally {
      await closeEditors();
      for (const uri of [config, untouched, closed, open]) await vscode.workspace.fs.delete(uri);
    }
  });

  it('are applied on save where editor.codeActionsOnSave asks for them', async () => {
    const uri = await write('fixing/saved.md', GUIDE);
    try {
      const document = await vscode.workspace.openTextDocument(uri);
      const editor = await vscode.window.showTextDocument(document);
      await untilCodes(uri, GUIDE_CODES);
      const actions = { 'source.fixAll.securityHints': 'explicit' };
      await withSetting('editor', 'codeActionsOnSave', actions, async () => {
        await editor.edit((edit) => edit.insert(new vscode.Position(document.lineCount, 0), 'The end.\n'));
        await document.save();
      });
      const fixed = withoutSsh(GUIDE, 'a', 'b', 'c').replace('-sSL', '-fsSL');
      equal(document.getText(), `${fixed}The end.\n`, 'the text');
      equal(document.isDirty, false, 'it is saved');
    } finally {
      await closeEditors();
      await vscode.workspace.fs.delete(uri);
    }
  });
});
