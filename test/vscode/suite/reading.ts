import * as vscode from 'vscode';
import { api, closeEditors, equal, findingOf, showText, until, untilCodes, write } from './support';
import { GUIDE, GUIDE_CODES, IMAGE } from './texts';

/** A download in one snippet, its execution in another. */
const TWO_STEPS = [
  '```bash',
  'curl -fsSL -o setup.sh https://get.example.com/setup.sh',
  '```',
  '',
  '```bash',
  'bash setup.sh',
  '```',
  '',
].join('\n');

async function hoverAt(uri: vscode.Uri, position: vscode.Position): Promise<string> {
  return until('a hover', async () => {
    const hovers = await vscode.commands.executeCommand<readonly vscode.Hover[]>(
      'vscode.executeHoverProvider',
      uri,
      position,
    );
    const texts = hovers.flatMap(({ contents }) => contents as readonly vscode.MarkdownString[]);
    return texts.map(({ value }) => value).join('\n');
  });
}

/** Completions at the first `¦` of the text, which is taken out, best first. */
async function completionsIn(editor: vscode.TextEditor): Promise<readonly string[]> {
  const { document } = editor;
  const at = document.positionAt(document.getText().indexOf('¦'));
  await editor.edit((edit) => edit.delete(new vscode.Range(at, at.translate(0, 1))));
  const { items } = await until('completions', async () => {
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      at,
    );
    return list.items.length > 0 && list;
  });
  const rank = ({ sortText, label }: vscode.CompletionItem) =>
    sortText ?? (typeof label === 'string' ? label : label.label);
  return [...items]
    .sort((one, other) => (rank(one) < rank(other) ? -1 : 1))
    .map(({ label }) => (typeof label === 'string' ? label : label.label));
}

describe('reading', () => {
  afterEach(closeEditors);

  it('a hover says what, why and where, shows the change and leads to preview and page', async () => {
    const { document } = await showText(GUIDE);
    await untilCodes(document.uri, GUIDE_CODES);
    const text = await hoverAt(document.uri, findingOf(document.uri, 'node-ssh-access').range.start);
    const line = 'eksctl create nodegroup --cluster shop --name a';
    for (const part of [
      'Nodes accept SSH logins',
      'In ',
      '“Guide”',
      `- ${line} --ssh-access`,
      `+ ${line}`,
      'command:securityHints.previewFix?',
      'command:securityHints.showRule?',
      'References:',
    ]) {
      equal(
        text.includes(part) || text.includes(part.replace(/^([-+]) /, '$1')),
        true,
        `"${part}" in ${text}`,
      );
    }
  });

  it('a code lens stands above each snippet that has findings, and not above others', async () => {
    const { document } = await showText(`${GUIDE}\n\`\`\`bash\necho done\n\`\`\`\n`);
    await untilCodes(document.uri, GUIDE_CODES);
    const lenses = await vscode.commands.executeCommand<readonly vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
      10,
    );
    equal(
      lenses.map(({ range, command }) => [range.start.line, command?.title]),
      [
        [2, '2 findings · fix 2 safe ones'],
        [7, '3 findings · fix 2 safe ones'],
        [12, '1 finding'],
      ],
      'the lenses',
    );
    const { command } = lenses[2] ?? {};
    await vscode.commands.executeCommand(
      command?.command ?? '',
      ...((command?.arguments ?? []) as unknown[]),
    );
    const { start } = findingOf(document.uri, 'image-latest-tag').range;
    await until('the cursor is at the finding', () =>
      vscode.window.activeTextEditor?.selection.active.isEqual(start),
    );
  });

  it('a finding names the other places that belong to it', async () => {
    const { document } = await showText(TWO_STEPS);
    await untilCodes(document.uri, ['unverified-download']);
    const { relatedInformation = [] } = findingOf(document.uri, 'unverified-download');
    equal(
      relatedInformation.map(({ location }) => [location.uri.toString(), location.range.start.line]),
      [[document.uri.toString(), 5]],
      'where it is run',
    );
  });

  it('comments are completed: their words, then rules, those that find something here first', async () => {
    const words = await completionsIn(await showText(`# sec¦\n${IMAGE}`, 'yaml'));
    equal(
      words.filter((word) => word.startsWith('security-hints-')),
      ['security-hints-ignore-fence', 'security-hints-ignore-file', 'security-hints-ignore-next'],
      'the words',
    );
    const rules = await completionsIn(await showText(`# security-hints-ignore-next ¦\n${IMAGE}`, 'yaml'));
    equal(rules[0], 'image-latest-tag', 'the first rule');
    const ends = await completionsIn(
      await showText(`# security-hints-ignore-next image-latest-tag ¦\n${IMAGE}`, 'yaml'),
    );
    equal(
      ends.filter((end) => /^until=\d{4}-\d\d-\d\d$/.test(end)).length,
      3,
      `ends among ${ends.slice(0, 5).join()}`,
    );
  });

  it('the configuration file is completed and explained', async () => {
    const uri = await write('reading/.security-hints.yaml', 'rules:\n  image-latest-tag: ¦\n');
    try {
      const values = await completionsIn(await vscode.window.showTextDocument(uri));
      for (const value of ['off', 'critical', 'info'])
        equal(values.includes(value), true, `${value} in ${values.join()}`);
      const text = await hoverAt(uri, new vscode.Position(1, 5));
      equal(text.includes('command:securityHints.showRule?'), true, text);
    } finally {
      await closeEditors();
      await vscode.workspace.fs.delete(uri);
    }
  });

  it('pages of rules open without a network, as documents and as previews', async () => {
    const page = await vscode.workspace.openTextDocument(
      vscode.Uri.parse('security-hints:/rules/pipe-to-shell.md'),
    );
    equal(page.languageId, 'markdown', 'its language');
    equal(page.getText().includes('## Why'), true, 'the page');
    const none = await vscode.workspace.openTextDocument(
      vscode.Uri.parse('security-hints:/rules/no-such-rule.md'),
    );
    equal(none.getText().includes('no page'), true, 'what is said of a rule that does not exist');
    await vscode.commands.executeCommand('securityHints.showRule', 'image-latest-tag');
    await until('the page is shown', () =>
      vscode.window.tabGroups.all.some(({ tabs }) =>
        tabs.some(({ label }) => label.includes('image-latest-tag')),
      ),
    );
  });

  it('the status says what was read, what is ignored and what was not read', async () => {
    const { document } = await showText(
      `${GUIDE}\n<!-- security-hints-ignore-fence image-latest-tag: a demo -->\n\n\`\`\`yaml\n${IMAGE}\`\`\`\n`,
    );
    await untilCodes(document.uri, GUIDE_CODES);
    const status = await until('the status', () => api().statusOf(document));
    equal(
      [status.regions, status.findings, status.suppressed, status.notAnalyzed],
      [5, GUIDE_CODES.length, 1, []],
      'regions, findings, ignored, not analyzed',
    );
  });
});
