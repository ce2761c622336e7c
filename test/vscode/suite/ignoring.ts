import * as vscode from 'vscode';
import {
  actionOf,
  apply,
  closeEditors,
  equal,
  findingOf,
  readText,
  showText,
  uriOf,
  until,
  untilCodes,
  write,
} from './support';
import { GUIDE, GUIDE_CODES, IMAGE } from './texts';

const IGNORE = 'quickfix.securityHints.ignore';
const REASON = 'why this is fine here';

describe('ignoring', () => {
  afterEach(closeEditors);

  for (const [place, comment, left] of [
    ['here', '# security-hints-ignore-next node-ssh-access', 2],
    ['in this snippet', '<!-- security-hints-ignore-fence node-ssh-access', 1],
    ['in this file', '<!-- security-hints-ignore-file node-ssh-access', 0],
  ] as const) {
    it(`a finding ${place} leaves a reason to be typed, and undo brings the finding back`, async () => {
      const editor = await showText(GUIDE);
      const { document } = editor;
      await untilCodes(document.uri, GUIDE_CODES);
      const finding = findingOf(document.uri, 'node-ssh-access');
      await apply(
        await actionOf(document.uri, finding, IGNORE, `Ignore node-ssh-access ${place} with a reason`),
      );
      equal(document.getText().includes(`${comment}: ${REASON}`), true, `the comment: ${document.getText()}`);
      equal(document.getText(editor.selection), REASON, 'what is selected');
      const others = GUIDE_CODES.filter((code) => code !== 'node-ssh-access');
      const rest = Array.from({ length: left }, () => 'node-ssh-access');
      await untilCodes(document.uri, [...others, ...rest]);
      await vscode.commands.executeCommand('undo');
      await untilCodes(document.uri, GUIDE_CODES);
    });
  }

  it('the finding at the cursor, by command', async () => {
    const editor = await showText(IMAGE, 'yaml');
    await untilCodes(editor.document.uri, ['image-latest-tag']);
    const { start } = findingOf(editor.document.uri, 'image-latest-tag').range;
    editor.selection = new vscode.Selection(start, start);
    await vscode.commands.executeCommand('securityHints.ignoreHere');
    await untilCodes(editor.document.uri, []);
    equal(
      editor.document.lineAt(0).text.startsWith('# security-hints-ignore-next image-latest-tag:'),
      true,
      'it',
    );
  });

  it('a rule everywhere makes a configuration file that holds at once, and no longer when it is deleted', async () => {
    const config = uriOf('.security-hints.yaml');
    const uri = await write('ignoring/web.yaml', IMAGE);
    try {
      await vscode.window.showTextDocument(uri, { preview: false });
      await untilCodes(uri, ['image-latest-tag']);
      const title = 'Switch image-latest-tag off in .security-hints.yaml';
      await apply(await actionOf(uri, findingOf(uri, 'image-latest-tag'), IGNORE, title));
      await untilCodes(uri, []);
      const made = await until('the file is shown', () =>
        vscode.window.activeTextEditor?.document.uri.toString() === config.toString()
          ? vscode.window.activeTextEditor.document
          : undefined,
      );
      equal(
        made.getText().startsWith('rules:\n  image-latest-tag:\n    severity: off\n'),
        true,
        made.getText(),
      );
      await made.save();
      await closeEditors();
      await vscode.window.showTextDocument(uri, { preview: false });
      const other = await showText('```sh\ncurl -fsSL http://tools.ferrybook.example/a.sh | sh\n```\n');
      await untilCodes(other.document.uri, ['pipe-to-shell']);
      await untilCodes(uri, []);
      await vscode.workspace.fs.delete(config);
      await untilCodes(uri, ['image-latest-tag']);
    } finally {
      await closeEditors();
      await vscode.workspace.fs.delete(uri);
      await Promise.resolve(vscode.workspace.fs.delete(config)).catch(() => undefined);
    }
  });

  it('follows a configuration file that is written beside the editor, and says what it does not understand', async () => {
    const uri = await write('ignoring/web.yaml', IMAGE);
    const config = await write('ignoring/.security-hints.yaml', 'rules:\n  image-latest-tag: critical\n');
    try {
      await vscode.window.showTextDocument(uri, { preview: false });
      const severity = () => findingOf(uri, 'image-latest-tag').severity;
      await untilCodes(uri, ['image-latest-tag']);
      await until('critical', () => severity() === vscode.DiagnosticSeverity.Error);
      await write('ignoring/.security-hints.yaml', 'rules:\n  image-latest-tag: low\n');
      await until('low', () => severity() === vscode.DiagnosticSeverity.Information);
      await write('ignoring/.security-hints.yaml', 'rules:\n  image-lastest-tag: low\n');
      await vscode.window.showTextDocument(config, { preview: false });
      await untilCodes(config, ['configuration']);
      equal((await readText('ignoring/.security-hints.yaml')).includes('lastest'), true, 'the file');
    } finally {
      await closeEditors();
      for (const one of [uri, config]) await vscode.workspace.fs.delete(one);
    }
  });

  it('what is no longer there is found, and its comment removed', async () => {
    const text = `# security-hints-ignore-next image-latest-tag: until the next release\n${IMAGE.replace('latest', '2.4.1')}`;
    const { document } = await showText(text, 'yaml');
    await untilCodes(document.uri, ['unused-suppression']);
    const finding = findingOf(document.uri, 'unused-suppression');
    await apply(await actionOf(document.uri, finding, 'quickfix', 'Remove the comment'));
    equal(document.getText(), IMAGE.replace('latest', '2.4.1'), 'the text');
    await untilCodes(document.uri, []);
  });

  it('ends with its last day', async () => {
    const { document } = await showText(
      `# security-hints-ignore-next image-latest-tag until=2020-01-31: a demo\n${IMAGE}`,
      'yaml',
    );
    await untilCodes(document.uri, ['image-latest-tag', 'unused-suppression']);
  });
});
