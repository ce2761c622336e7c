import assert from 'node:assert/strict';
import type { CodeLens, MarkupContent, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver';
import {
  parsePreview,
  previewUri,
  type FixAllAnswer,
  type FixAllParams,
  type FixOffer,
} from '../../server/lsp/protocol';
import { applied } from './peer';
import { actionAt, closeRules, openRules } from './ruleSession';
import { editorCapabilities, editsOf, type TestSession } from './session';

const uri = 'file:///work/my%20docs/guide.md';
const ssh = 'eksctl create nodegroup --cluster a --ssh-access --ssh-public-key k';
const guide = [
  '# Guide',
  '',
  '```bash',
  ssh,
  `${ssh}2`,
  '```',
  '',
  '- ```bash',
  `  ${ssh}3`,
  '  ```',
  '',
  '```yaml',
  'image: shop:latest',
  '```',
  '',
].join('\r\n');

const capabilities = {
  ...editorCapabilities,
  workspace: {
    ...editorCapabilities.workspace,
    textDocumentContent: {},
    workspaceEdit: {
      documentChanges: true,
      snippetEditSupport: true,
      resourceOperations: ['create'],
      changeAnnotationSupport: {},
    },
  },
};

const open = (): Promise<TestSession> => openRules({ capabilities, folders: ['file:///work'] });

const textAfter = (text: string, edit: unknown): string =>
  applied(text, editsOf({ title: '', edit: edit as WorkspaceEdit }).edits);

describe('previews', () => {
  afterEach(closeRules);

  it('name their fix in a URI that survives the editor', () => {
    const target = { uri: 'file:///c%3A/%C3%BCber uns/a.md', fingerprint: 'f', fix: 2 };
    assert.deepEqual(parsePreview(previewUri(target)), target);
    assert.match(previewUri(target), /^security-hints-preview:\/a\.md\?/);
    assert.match(
      previewUri({ ...target, uri: 'untitled:Untitled-1' }),
      /^security-hints-preview:\/Untitled-1\?/,
    );
    for (const other of ['file:///a.md', 'security-hints-preview:/a?{}', 'security-hints-preview:/a?%'])
      assert.equal(parsePreview(other), undefined);
  });

  it('are the document after the fix, and follow it', async () => {
    const session = await open();
    session.didOpen(uri, guide);
    const [first] = await session.diagnostics(uri);
    const { fingerprint } = first?.data as { fingerprint: string };
    const preview = previewUri({ uri, fingerprint, fix: 0 });
    const content = async (): Promise<string> =>
      (await session.peer.request<{ text: string }>('workspace/textDocumentContent', { uri: preview })).text;
    assert.equal(await content(), guide.replace(' --ssh-access --ssh-public-key k\r', '\r'));
    session.didChange(uri, 2, [{ text: `New\r\n\r\n${guide}` }]);
    const refreshed = await session.peer.notification<{ uri: string }>(
      'workspace/textDocumentContent/refresh',
    );
    assert.equal(refreshed.uri, preview);
    assert.equal(await content(), `New\r\n\r\n${guide.replace(' --ssh-access --ssh-public-key k\r', '\r')}`);
    session.didChange(uri, 3, [{ text: 'Nothing\r\n' }]);
    assert.equal(await content(), 'Nothing\r\n');
  });

  it('show what changes in the hover, with secrets concealed', async () => {
    const session = await open();
    const secret = ['Sw0rdf1sh', 'qX7Lw9'].join('-');
    session.didOpen(
      'file:///work/a.yaml',
      `apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: a\n      env:\n        - name: DB_PASSWORD\n          value: ${secret}\n`,
      'yaml',
    );
    const found = await session.diagnostics('file:///work/a.yaml');
    const [credential] = found.filter(({ code }) => code === 'hardcoded-credential');
    assert.ok(credential !== undefined);
    const { value } = (await session.hover('file:///work/a.yaml', credential.range.start))
      ?.contents as MarkupContent;
    assert.match(value, /```diff\n/);
    assert.ok(!value.includes(secret), value);
  });
});

describe('fixing more than one finding', () => {
  afterEach(closeRules);

  const ask = async (session: TestSession, params: FixAllParams): Promise<FixAllAnswer> => {
    const answer = await session.peer.request<FixAllAnswer | null>('securityHints/fixAll', params);
    assert.ok(answer !== null);
    return answer;
  };

  it('fixes a snippet, a rule or all, and says what it left and why', async () => {
    const session = await open();
    session.didOpen(uri, guide);
    const snippet = await ask(session, { uri, scope: { kind: 'snippet', index: 0 } });
    const flags = / --ssh-access --ssh-public-key k(\d?)/g;
    assert.equal(
      textAfter(guide, snippet.edit),
      guide.replace(flags, (all, n: string) => (n === '3' ? all : '')),
    );
    assert.equal(snippet.summary, '2 findings fixed');
    const all = await ask(session, { uri, scope: { kind: 'file' } });
    assert.equal(textAfter(guide, all.edit), guide.replace(flags, ''));
    assert.equal(all.summary, '3 findings fixed; 1 finding left: a person must look at the fix (1)');
    const rule = await ask(session, { uri, scope: { kind: 'rule', ruleId: 'image-latest-tag' } });
    assert.deepEqual([rule.edit, rule.fixed, rule.left], [null, 0, 1]);
    assert.equal(rule.summary, 'Nothing fixed; 1 finding left: a person must look at the fix (1)');
  });

  it('fixes a document that is not open', async () => {
    const session = await open();
    const answer = await ask(session, {
      uri: 'file:///work/b.sh',
      text: `${ssh}\n`,
      scope: { kind: 'file' },
    });
    assert.equal(textAfter(`${ssh}\n`, answer.edit), 'eksctl create nodegroup --cluster a\n');
    const none = { uri: 'file:///work/b.png', text: ssh, scope: { kind: 'file' } };
    assert.equal(await session.peer.request('securityHints/fixAll', none), null);
  });

  it('is offered in the lightbulb where there is more than one', async () => {
    const session = await open();
    session.didOpen(uri, guide);
    const [first] = await session.diagnostics(uri);
    assert.ok(first !== undefined);
    const actions = await session.codeActions(uri, first.range, ['quickfix.securityHints.fixAll']);
    assert.deepEqual(
      actions.map(({ title, command }) => [title, (command?.arguments?.[0] as FixAllParams).scope]),
      [
        ['Apply all safe fixes in this snippet', { kind: 'snippet', index: 0 }],
        ['Apply all safe fixes in this file', { kind: 'file' }],
      ],
    );
  });

  it('says how many there are above each snippet', async () => {
    const session = await open();
    session.didOpen(uri, guide);
    const lenses = await session.peer.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
    const resolved = await Promise.all(
      lenses.map((lens) => session.peer.request<CodeLens>('codeLens/resolve', lens)),
    );
    assert.deepEqual(
      resolved.map(({ range, command }) => [range.start, command?.title, command?.command]),
      [
        [{ line: 2, character: 0 }, '2 findings · fix 2 safe ones', 'securityHints.fixAllSafe'],
        [{ line: 7, character: 0 }, '1 finding · fix 1 safe one', 'securityHints.fixAllSafe'],
        [{ line: 11, character: 0 }, '1 finding', 'securityHints.showFinding'],
      ],
    );
  });

  it('offers each fix of a finding with its edit', async () => {
    const session = await open();
    session.didOpen(uri, guide);
    const [first] = await session.diagnostics(uri);
    const params = { uri, fingerprint: (first?.data as { fingerprint: string }).fingerprint };
    const offers = await session.peer.request<readonly FixOffer[]>('securityHints/fixes', params);
    assert.deepEqual(
      offers.map(({ title, isSafe }) => [title, isSafe]),
      [['Remove the SSH flags', true]],
    );
    assert.equal(
      textAfter(guide, offers[0]?.edit),
      guide.replace(' --ssh-access --ssh-public-key k\r', '\r'),
    );
  });
});

describe('a fix that touches several places', () => {
  afterEach(closeRules);

  it('asks before it is applied when a person must look', async () => {
    const session = await open();
    const text =
      '```bash\nset -e\ncurl -fsSL https://get.example.com/x.sh -o x.sh\necho one\necho two\nbash x.sh\n```\n';
    session.didOpen(uri, text);
    const found = await session.diagnostics(uri);
    const actions = await session.codeActions(
      uri,
      found[0]?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      ['quickfix'],
    );
    for (const action of actions) {
      const edit = action.edit;
      if (edit?.documentChanges === undefined) continue;
      const [change] = edit.documentChanges as TextDocumentEdit[];
      const lines = (change?.edits ?? []).map(({ range }) => [range.start.line, range.end.line] as const);
      const isApart = lines.some(
        ([start], index) => index > 0 && start > (lines[index - 1]?.[1] ?? start) + 1,
      );
      const asks = edit.changeAnnotations !== undefined;
      assert.equal(asks, isApart && action.title.endsWith('(review)'), action.title);
    }
  });
});

describe('switching a rule off for the workspace', () => {
  afterEach(closeRules);

  it('makes the configuration file, or adds to the one there is', async () => {
    const session = await open();
    session.didOpen(uri, guide);
    const title = 'Switch image-latest-tag off in .security-hints.yaml';
    const action = await actionAt(session, uri, 'image-latest-tag', title);
    assert.deepEqual(action?.edit?.documentChanges?.[0], {
      kind: 'create',
      uri: 'file:///work/.security-hints.yaml',
      options: { ignoreIfExists: true },
    });
    const config = 'file:///work/.security-hints.yaml';
    session.didOpen(config, '# ours\nrules:\n  node-ssh-access: low\n', 'yaml');
    const added = await actionAt(session, uri, 'image-latest-tag', title);
    const [change, ...others] = added?.edit?.documentChanges as TextDocumentEdit[];
    assert.deepEqual(others, []);
    assert.equal(change?.textDocument.uri, config);
    assert.equal(
      applied('# ours\nrules:\n  node-ssh-access: low\n', change.edits as never),
      '# ours\nrules:\n  node-ssh-access: low\n  image-latest-tag:\n    severity: off\n    reason: why this is fine here\n',
    );
  });
});
