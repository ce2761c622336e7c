import * as vscode from 'vscode';
import { summarizeExpected } from './expected';
import {
  actionsAt,
  apply,
  closeEditors,
  equal,
  expectedIn,
  ours,
  readText,
  RUNBOOK,
  show,
  until,
  untilFindings,
} from './support';

const FIX_ALL = 'source.fixAll.securityHints';

describe('commands', () => {
  let expected: readonly string[];

  before(async () => {
    expected = summarizeExpected(await expectedIn(RUNBOOK));
  });

  afterEach(closeEditors);

  it(`${FIX_ALL} writes what --fix writes`, async () => {
    const { document } = await show(RUNBOOK);
    await untilFindings(document.uri, expected);
    const everything = new vscode.Range(0, 0, document.lineCount, 0);
    const [action] = await actionsAt(document.uri, everything, FIX_ALL);
    if (action) await apply(action);
    equal(document.getText(), await readText(RUNBOOK.replace('examples', 'fixed')), 'the fixed text');
  });

  it('securityHints.fixAllSafe does the same', async () => {
    const { document } = await show(RUNBOOK);
    await untilFindings(document.uri, expected);
    await vscode.commands.executeCommand('securityHints.fixAllSafe');
    const fixed = await readText(RUNBOOK.replace('examples', 'fixed'));
    await until('the document is fixed', () => document.getText() === fixed);
  });

  it('securityHints.restart brings the findings back', async () => {
    const { document } = await show(RUNBOOK);
    await untilFindings(document.uri, expected);
    let cleared = false;
    const listener = vscode.languages.onDidChangeDiagnostics(() => {
      cleared ||= ours(document.uri).length === 0;
    });
    await vscode.commands.executeCommand('securityHints.restart');
    await until('the old findings are gone', () => cleared);
    listener.dispose();
    await untilFindings(document.uri, expected);
  });

  it('the profile "strict" finds more, and "recommended" finds the same again', async () => {
    const { document } = await show(RUNBOOK);
    await untilFindings(document.uri, expected);
    const settings = vscode.workspace.getConfiguration('securityHints');
    try {
      await settings.update('profile', 'strict', vscode.ConfigurationTarget.Global);
      await until('more findings', () => ours(document.uri).length > expected.length);
    } finally {
      await settings.update('profile', undefined, vscode.ConfigurationTarget.Global);
    }
    await untilFindings(document.uri, expected);
  });
});
