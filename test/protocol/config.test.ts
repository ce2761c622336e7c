import assert from 'node:assert/strict';
import { createRuleEngine } from '../../server/entry/ruleEngine';
import type { DocumentStatus, ReadFileParams } from '../../server/lsp/protocol';
import { inProcessTransport } from './inProcess';
import { editorCapabilities, TestSession } from './session';

const manifest = 'image: registry.example.com/shop/web:latest\n';

/** A client whose workspace is a map of files, as a virtual one is; changes are told with `changed`. */
async function open(files: Map<string, string>, settings: object = {}, folder = 'vfs://host/shop') {
  const session = await TestSession.open(
    inProcessTransport(() => Promise.resolve(createRuleEngine())),
    {
      folders: [folder],
      settings: () => settings,
      capabilities: {
        ...editorCapabilities,
        workspace: { ...editorCapabilities.workspace, didChangeWatchedFiles: { dynamicRegistration: true } },
      },
    },
  );
  session.peer.answer('securityHints/readFile', ({ uri }: ReadFileParams) => ({
    text: files.get(uri) ?? null,
  }));
  const severities = async (uri: string): Promise<unknown[]> =>
    (await session.diagnostics(uri)).map(({ code, severity }) => [code, severity]);
  const changed = (uri: string): void =>
    session.peer.notify('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 2 }] });
  return { session, severities, changed };
}

describe('configuration files in the editor', () => {
  const uri = 'vfs://host/shop/deploy/web.yaml';
  const config = 'vfs://host/shop/.security-hints.yaml';

  it('hold for what lies below them, and a change holds at once', async () => {
    const files = new Map([[config, 'rules:\n  image-latest-tag: off\n']]);
    const { session, severities, changed } = await open(files);
    session.didOpen(uri, manifest, 'yaml');
    assert.deepEqual(await severities(uri), []);
    files.set(config, 'rules:\n  image-latest-tag: critical\n');
    changed(config);
    assert.deepEqual(await severities(uri), [['image-latest-tag', 1]]);
    files.delete(config);
    changed(config);
    assert.deepEqual(await severities(uri), [['image-latest-tag', 2]]);
    await session.close();
  });

  it('may be far away: findings are there before them, and right when they come', async () => {
    const files = new Map([[config, 'rules:\n  image-latest-tag: low\n']]);
    const { session, severities } = await open(files);
    const near = 'vfs://host/shop/deploy/.security-hints.yaml';
    let arrive: ((result: { text: string }) => void) | undefined;
    session.peer.answer('securityHints/readFile', ({ uri: asked }: ReadFileParams) =>
      asked === near ? new Promise((resolve) => (arrive = resolve)) : { text: files.get(asked) ?? null },
    );
    session.didOpen('vfs://host/shop/first.yaml', manifest, 'yaml');
    assert.deepEqual(await severities('vfs://host/shop/first.yaml'), [['image-latest-tag', 3]]);
    session.didOpen(uri, manifest, 'yaml');
    assert.deepEqual(await severities(uri), [['image-latest-tag', 3]]);
    arrive?.({ text: 'rules:\n  image-latest-tag: critical\n' });
    await session.peer.notification('workspace/diagnostic/refresh');
    assert.deepEqual(await severities(uri), [['image-latest-tag', 1]]);
    await session.close();
  });

  it('hold as they stand in the editor, before they are saved', async () => {
    const { session, severities } = await open(new Map([[config, '']]));
    session.didOpen(uri, manifest, 'yaml');
    assert.deepEqual(await severities(uri), [['image-latest-tag', 2]]);
    session.didOpen(config, 'rules:\n  image-latest-tag: low\n', 'yaml');
    assert.deepEqual(await severities(uri), [['image-latest-tag', 3]]);
    session.didClose(config);
    assert.deepEqual(await severities(uri), [['image-latest-tag', 2]]);
    await session.close();
  });

  it('win over the settings of the editor', async () => {
    const files = new Map([[config, 'profile: recommended\n']]);
    const { session, severities } = await open(files, { profile: 'strict' });
    session.didOpen(uri, 'image: registry.example.com/shop/web:1.2.3\n', 'yaml');
    assert.deepEqual(await severities(uri), []);
    await session.close();
  });

  it('exclude documents, and the status says so', async () => {
    const files = new Map([[config, 'exclude:\n  - deploy/\n']]);
    const { session, severities } = await open(files);
    session.didOpen(uri, manifest, 'yaml');
    assert.deepEqual(await severities(uri), []);
    const status = await session.peer.notification<DocumentStatus>('securityHints/documentStatus');
    assert.deepEqual(status.notAnalyzed, [{ reason: 'excluded by .security-hints.yaml' }]);
    await session.close();
  });

  it('hold as soon as their folder belongs to the workspace', async () => {
    const { session, severities } = await open(
      new Map([[config, 'rules:\n  image-latest-tag: low\n']]),
      {},
      'vfs://a',
    );
    session.didOpen(uri, manifest, 'yaml');
    assert.deepEqual(await severities(uri), [['image-latest-tag', 2]]);
    session.peer.notify('workspace/didChangeWorkspaceFolders', {
      event: { added: [{ uri: 'vfs://host/shop', name: 'shop' }], removed: [] },
    });
    assert.deepEqual(await severities(uri), [['image-latest-tag', 3]]);
    await session.close();
  });

  it('hold in virtual workspaces whose URIs have no authority, and for cells of notebooks', async () => {
    for (const [folder, document] of [
      ['memfs:/shop', 'memfs:/shop/deploy/web.yaml'],
      ['file:///work/my%20shop', 'vscode-notebook-cell:/work/my%20shop/deploy/setup.ipynb#W0sZmlsZQ%3D%3D'],
      ['vscode-vfs://github/shop', 'vscode-notebook-cell://github/shop/setup.ipynb#W1sdmZz'],
    ] as const) {
      const files = new Map([[`${folder}/.security-hints.yaml`, 'rules:\n  image-latest-tag: critical\n']]);
      const { session, severities } = await open(files, {}, folder);
      session.didOpen(document, manifest, 'yaml');
      assert.deepEqual(await severities(document), [['image-latest-tag', 1]], document);
      await session.close();
    }
  });

  it('are not looked for outside a virtual workspace, and not for documents without a path', async () => {
    const { session, severities } = await open(
      new Map([['vfs://host/.security-hints.yaml', 'rules:\n  image-latest-tag: off\n']]),
    );
    session.didOpen(uri, manifest, 'yaml');
    session.didOpen('untitled:Untitled-1', manifest, 'yaml');
    assert.deepEqual(await severities(uri), [['image-latest-tag', 2]]);
    assert.deepEqual(await severities('untitled:Untitled-1'), [['image-latest-tag', 2]]);
    await session.close();
  });

  it('say in the file itself what is not understood', async () => {
    const { session } = await open(new Map());
    session.didOpen(config, 'rules:\n  no-such-rule: off\n', 'yaml');
    const [problem, ...rest] = await session.diagnostics(config);
    assert.equal(problem?.message, 'No rule is called no-such-rule');
    assert.deepEqual(problem.range.start, { line: 1, character: 2 });
    assert.deepEqual(rest, []);
    await session.close();
  });
});
