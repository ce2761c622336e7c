import * as vscode from 'vscode';
import { type Expected, firstFixable, summarizeExpected } from './expected';
import {
  actionsAt,
  api,
  apply,
  changedLines,
  closeEditors,
  codeOf,
  equal,
  expectedIn,
  filesWithFindings,
  ours,
  readText,
  RUNBOOK,
  show,
  summarize,
  until,
  untilFindings,
} from './support';

/** How long a person may wait for squiggles once the text is there. */
const A_SECOND = 1000;

describe('the runbook', () => {
  let findings: readonly Expected[];
  let expected: readonly string[];

  before(async () => {
    findings = await expectedIn(RUNBOOK);
    expected = summarizeExpected(findings);
    equal(expected.length > 5, true, 'the runbook has findings');
  });

  afterEach(closeEditors);

  // The first test of all: no document was opened yet, the folder alone has woken the extension.
  it('shows what the command line finds, at the same places, within a second of the first text', async () => {
    const extension = vscode.extensions.getExtension('security-hints.security-hints');
    await until('the folder wakes the extension', () => extension?.isActive);
    await api().ready;
    const { document } = await show(RUNBOOK);
    await untilFindings(document.uri, expected, A_SECOND);
  });

  it('shows in every other example what the command line finds there', async () => {
    for (const file of await filesWithFindings('examples/')) {
      const { document } = await show(file);
      await untilFindings(document.uri, summarizeExpected(await expectedIn(file)));
    }
  });

  it('shows it again within a second of being opened again', async () => {
    const { document } = await show(RUNBOOK);
    await untilFindings(document.uri, expected, A_SECOND);
  });

  it('changes exactly the lines of the first quick fix, and undo restores them', async () => {
    const { document } = await show(RUNBOOK);
    const diagnostics = await untilFindings(document.uri, expected);
    const fixable = firstFixable(findings);
    const [fix] = fixable?.fixes ?? [];
    if (!fixable || !fix) throw new Error('the runbook has a finding that can be fixed');
    const diagnostic = diagnostics.find(
      (shown) =>
        codeOf(shown) === fixable.ruleId &&
        shown.range.start.line + 1 === fixable.start.line &&
        shown.range.start.character + 1 === fixable.start.column,
    );
    if (!diagnostic) throw new Error('the editor shows that finding');

    const [action] = await actionsAt(document.uri, diagnostic.range, 'quickfix');
    const asks = fix.applicability === 'safe' ? '' : ' (review)';
    equal(action?.title, `${fix.title}${asks}`, 'the first entry of the lightbulb');
    const before = document.getText();
    if (action) await apply(action);
    const change = changedLines(before, document.getText());
    const lines = fix.edits.flatMap(({ start, end }) => [start.line, end.line]);
    equal(change.from >= Math.min(...lines), true, 'nothing changed above the fix');
    equal(change.to <= Math.max(...lines), true, 'nothing changed below the fix');
    equal(document.getText(), applyEdits(before, fix), 'the text is what the command line would write');
    await until('the finding is gone and the others stay', () => {
      const left = ours(document.uri).map(codeOf);
      return left.length < expected.length && left.length > 0;
    });

    await vscode.commands.executeCommand('undo');
    equal(document.getText(), before, 'undo restores the text');
    await untilFindings(document.uri, expected);
  });

  it('lists in Problems what is left, and keeps it so when closed and opened again', async () => {
    const { document } = await show(RUNBOOK);
    await untilFindings(document.uri, expected);
    await closeEditors();
    const again = await show(RUNBOOK);
    await untilFindings(again.document.uri, expected);
    const everywhere = vscode.languages
      .getDiagnostics()
      .filter(([uri]) => uri.path.endsWith(RUNBOOK))
      .flatMap(([, diagnostics]) => diagnostics.filter(({ source }) => source === 'Security Hints'));
    equal(summarize(everywhere), expected, 'nothing is shown twice');
  });

  it('explains a finding in its hover', async () => {
    const { document } = await show(RUNBOOK);
    const [diagnostic] = await untilFindings(document.uri, expected);
    if (!diagnostic) throw new Error('there is a finding');
    const text = await until('a hover', async () => {
      const hovers = await vscode.commands.executeCommand<readonly vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        diagnostic.range.start,
      );
      const contents = hovers.flatMap((hover) => hover.contents);
      return contents
        .map((content) =>
          content instanceof vscode.MarkdownString ? content.value : JSON.stringify(content),
        )
        .join('\n');
    });
    equal(text.includes(codeOf(diagnostic)), true, `the hover names the rule: ${text}`);
  });

  it('finds the same in text that was never saved', async () => {
    const content = await readText(RUNBOOK);
    const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
    await vscode.window.showTextDocument(document);
    await untilFindings(document.uri, expected);
  });
});

/** The text after a fix, from the edits that the command line prints. */
function applyEdits(text: string, fix: Expected['fixes'][number]): string {
  const starts = [0];
  for (const match of text.matchAll(/\n/g)) starts.push(match.index + 1);
  const offset = ({ line, column }: { line: number; column: number }) => (starts[line - 1] ?? 0) + column - 1;
  return [...fix.edits]
    .sort((left, right) => offset(right.start) - offset(left.start))
    .reduce(
      (now, { start, end, newText }) => now.slice(0, offset(start)) + newText + now.slice(offset(end)),
      text,
    );
}
