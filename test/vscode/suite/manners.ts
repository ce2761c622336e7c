import * as vscode from 'vscode';
import {
  closeEditors,
  codeOf,
  equal,
  findingOf,
  ours,
  showText,
  until,
  untilCodes,
  withSetting,
} from './support';
import { GUIDE, GUIDE_CODES, IMAGE, SCRIPT } from './texts';

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
    const editor = await showText(GUIDE);
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

  it('findings hide where another extension speaks, come back when it is silent, and start no endless loop', async () => {
    const others = vscode.languages.createDiagnosticCollection('stub');
    const { document } = await showText(SCRIPT, 'shellscript');
    const { uri } = document;
    await untilCodes(uri, ['pipe-to-shell']);
    const say = (source: string) => {
      const diagnostic = new vscode.Diagnostic(new vscode.Range(0, 3, 0, 9), 'Something is wrong');
      diagnostic.source = source;
      others.set(uri, [diagnostic]);
    };
    try {
      say('shellcheck');
      equal(ours(uri).map(codeOf), ['pipe-to-shell'], 'shown while nobody asked to hide it');
      await withSetting(SECTION, 'hideWhereOthersSpeak', ['shellcheck'], async () => {
        await untilCodes(uri, []);
        let changes = 0;
        const listener = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
          if (uris.some((one) => one.toString() === uri.toString())) changes += 1;
        });
        say('spellcheck');
        await untilCodes(uri, ['pipe-to-shell']);
        say('ShellCheck');
        await untilCodes(uri, []);
        others.clear();
        await untilCodes(uri, ['pipe-to-shell']);
        // Whatever is still under way is done when another document has had its turn.
        const other = await showText(IMAGE, 'yaml');
        await untilCodes(other.document.uri, ['image-latest-tag']);
        listener.dispose();
        // Three times the other extension, three times ours, and as often once more for good measure.
        equal(changes <= 12, true, `no loop: ${changes} changes`);
        say('shellcheck');
        await untilCodes(uri, []);
      });
      await untilCodes(uri, ['pipe-to-shell']);
    } finally {
      others.dispose();
    }
  });

  it('code lenses go and come with their setting', async () => {
    const { document } = await showText(GUIDE);
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
