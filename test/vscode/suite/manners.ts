import * as vscode from 'vscode';
import {
  closeEditors,
  equal,
  findingOf,
  ours,
  show,
  showText,
  until,
  untilCodes,
  withSetting,
  write,
} from './support';
import { GUIDE, GUIDE_CODES, SCRIPT } from './texts';

const SECTION = 'securityHints';

describe('manners', () => {
  afterEach(closeEditors);

  it('nothing under the cursor while a word is typed; it is back when typing pauses', async () => {
    const editor = await showText(SCRIPT, 'shellscript');
    const { document } = editor;
    await untilCodes(document.uri, ['pipe-to-shell']);
    const inWord = new vscode.Position(0, SCRIPT.indexOf('install'));
    editor.selection = new vscode.Selection(inWord, inWord);
    await vscode.commands.executeCommand('type', { text: 'x' });
    await until('nothing is shown', () => ours(document.uri).length === 0);
    await untilCodes(document.uri, ['pipe-to-shell']);
    equal(document.getText().includes('/xinstall'), true, 'the text as typed');
  });

  it('findings elsewhere stay while a word is typed', async () => {
    await write('typing.md', GUIDE);
    const editor = await show('typing.md');
    const { document } = editor;
    await untilCodes(document.uri, GUIDE_CODES);
    const inWord = findingOf(document.uri, 'node-ssh-access').range.start.translate(0, 3);
    const before = ours(document.uri).length;
    let fewest = before;
    const listener = vscode.languages.onDidChangeDiagnostics(() => {
      fewest = Math.min(fewest, ours(document.uri).length);
    });
    const away = new vscode.Position(0, 3);
    editor.selection = new vscode.Selection(away, away);
    await vscode.commands.executeCommand('type', { text: 'x' });
    await untilCodes(document.uri, GUIDE_CODES);
    editor.selection = new vscode.Selection(inWord, inWord);
    listener.dispose();
    equal(fewest, before, 'the fewest findings that were shown');
  });

  it('with quietWhileTyping off they stay under the cursor, too', async () => {
    await withSetting(SECTION, 'quietWhileTyping', false, async () => {
      const editor = await showText(SCRIPT, 'shellscript');
      const { document } = editor;
      await untilCodes(document.uri, ['pipe-to-shell']);
      const inWord = new vscode.Position(0, SCRIPT.indexOf('install'));
      editor.selection = new vscode.Selection(inWord, inWord);
      let isHidden = false;
      const listener = vscode.languages.onDidChangeDiagnostics(() => {
        isHidden ||= ours(document.uri).length === 0;
      });
      await vscode.commands.executeCommand('type', { text: 'x' });
      // The name of the file is part of the message, so a new one comes with the new text.
      await until(
        'the new text is analyzed',
        () => findingOf(document.uri, 'pipe-to-shell').range.end.character === SCRIPT.length,
      );
      listener.dispose();
      equal(isHidden, false, 'hidden meanwhile');
    });
  });

  it('code lenses go and come with their setting', async () => {
    await write('neighbors.md', GUIDE);
    const { document } = await show('neighbors.md');
    await untilCodes(document.uri, GUIDE_CODES);
    const lenses = async () =>
      (
        await vscode.commands.executeCommand<readonly vscode.CodeLens[]>(
          'vscode.executeCodeLensProvider',
          document.uri,
        )
      ).length;
    equal(await lenses(), 3, 'lenses by default');
    await withSetting(SECTION, 'codeLens', false, async () => {
      await until('no lens', async () => (await lenses()) === 0);
    });
    await until('lenses again', async () => (await lenses()) === 3);
  });

  it('runs in full in untrusted and in virtual workspaces, since nothing of them is executed', () => {
    const { packageJSON } = vscode.extensions.getExtension('security-hints.security-hints') ?? {};
    const { capabilities } = packageJSON as { capabilities: unknown };
    equal(
      capabilities,
      { untrustedWorkspaces: { supported: true }, virtualWorkspaces: true },
      'what package.json declares',
    );
  });
});
