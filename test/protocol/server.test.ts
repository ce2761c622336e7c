import assert from 'node:assert/strict';
import type { ConfigurationParams, Diagnostic, PublishDiagnosticsParams } from 'vscode-languageserver';
import { quarantineOf, type ActivityParams, type DocumentStatus } from '../../server/lsp/protocol';
import { analyzed, fakeEngine, unfinishedText } from './fakeEngine';
import { closeFakes, openFake as open } from './fakeSession';
import { inProcessTransport } from './inProcess';
import { Peer } from './peer';
import { editorCapabilities, plainCapabilities, range, TestSession } from './session';

const uri = 'file:///work/guide.md';

describe('language server', () => {
  afterEach(closeFakes);

  describe('capabilities', () => {
    it('offers pulled diagnostics to a client that pulls', async () => {
      const { capabilities } = await open();
      assert.deepEqual(capabilities.diagnosticProvider, {
        identifier: 'securityHints',
        interFileDependencies: false,
        workspaceDiagnostics: false,
      });
      assert.deepEqual(capabilities.textDocumentSync, { openClose: true, change: 2 });
      assert.deepEqual(capabilities.codeActionProvider, {
        codeActionKinds: ['quickfix', 'source.fixAll.securityHints'],
      });
      assert.equal(capabilities.positionEncoding, 'utf-16');
      assert.equal(capabilities.executeCommandProvider, undefined);
    });

    it('offers no pulled diagnostics to a client that does not pull', async () => {
      const { capabilities } = await open({ capabilities: plainCapabilities });
      assert.equal(capabilities.diagnosticProvider, undefined);
    });

    for (const [offered, expected] of [
      [['utf-8', 'utf-16'], 'utf-8'],
      [['utf-7', 'utf-32'], 'utf-32'],
      [[], 'utf-16'],
      [undefined, 'utf-16'],
    ] as const) {
      it(`answers ${String(offered)} with ${expected}`, async () => {
        const general = { positionEncodings: offered };
        const { capabilities } = await open({ capabilities: { ...editorCapabilities, general } });
        assert.equal(capabilities.positionEncoding, expected);
      });
    }
  });

  it('answers hello before it loads the engine, once for all documents', async () => {
    let loads = 0;
    const load = () => Promise.resolve(fakeEngine).finally(() => loads++);
    const hello = new Peer(inProcessTransport(load));
    await hello.request('initialize', { processId: null, rootUri: null, capabilities: {} });
    assert.equal(loads, 0);
    await hello.transport.close();
    const session = await TestSession.open(inProcessTransport(load));
    for (const name of [uri, 'file:///other.md']) {
      session.didOpen(name, 'a:latest');
      await session.diagnostics(name);
    }
    assert.equal(loads, 1);
    await session.close();
  });

  describe('diagnostics', () => {
    it('names rule, severity, page and fingerprint, and leaves out what is suppressed', async () => {
      const session = await open();
      session.didOpen(uri, 'a:latest quiet:latest\nb:latest hint:latest');
      const items = await session.diagnostics(uri);
      assert.deepEqual(
        items.map(({ message, severity }) => [message, severity]),
        [
          ['Image "a:latest" moves', 2],
          ['Image "b:latest" moves', 2],
          ['Image "hint:latest" moves', 4],
        ],
      );
      const [, second] = items;
      assert.equal(second?.source, 'Security Hints');
      assert.equal(second.code, 'fake-latest');
      assert.deepEqual(second.codeDescription, { href: 'security-hints:/rules/fake-latest.md' });
      assert.deepEqual(second.data, { fingerprint: 'b:latest#2' });
      assert.deepEqual(second.relatedInformation, [
        {
          location: { uri, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 8 } } },
          message: 'First here',
        },
      ]);
    });

    it('says unchanged for the same version only', async () => {
      const session = await open();
      session.didOpen(uri, 'a:latest\n');
      const first = await session.pull(uri);
      assert.equal(first.kind, 'full');
      assert.equal((await session.pull(uri, first.resultId)).kind, 'unchanged');
      session.didChange(uri, 2, [{ range: range(1, 0, 1, 0), text: 'text' }]);
      const second = await session.pull(uri, first.resultId);
      assert.equal(second.kind, 'full');
      assert.deepEqual(second.items, first.items);
    });

    it('analyzes a version once, and the last of many quick changes only', async () => {
      const session = await open({ initializationOptions: { debounceMilliseconds: 30 } });
      session.didOpen(uri, '');
      await session.diagnostics(uri);
      const pulls: Promise<readonly Diagnostic[]>[] = [];
      for (let version = 2; version <= 21; version++) {
        session.didChange(uri, version, [{ range: range(0, 0, 0, 0), text: `a${version}:latest ` }]);
        pulls.push(session.diagnostics(uri));
      }
      for (const items of await Promise.all(pulls)) assert.equal(items.length, 20);
      assert.equal(analyzed.length, 2);
      const [first] = await session.diagnostics(uri);
      assert.equal(first?.message, 'Image "a21:latest" moves');
    });

    it('drops work on a text that has changed', async () => {
      const session = await open();
      session.didOpen(uri, `${unfinishedText} a:latest`);
      const pull = session.diagnostics(uri);
      await session.peer.notification<ActivityParams>(
        'securityHints/activity',
        ({ document }) => document !== null,
      );
      session.didChange(uri, 2, [{ text: 'b:latest' }]);
      assert.deepEqual(
        (await pull).map(({ message }) => message),
        ['Image "b:latest" moves'],
      );
    });

    it('answers a cancelled request as cancelled, and the next as ever', async () => {
      const session = await open();
      session.didOpen(uri, `${unfinishedText} a:latest`);
      const { id, result } = session.peer.start('textDocument/diagnostic', { textDocument: { uri } });
      session.peer.notify('$/cancelRequest', { id });
      session.didChange(uri, 2, [{ text: 'b:latest' }]);
      await assert.rejects(result, { code: -32800 });
      assert.equal((await session.diagnostics(uri)).length, 1);
    });

    it('pushes to a client that does not pull, with the version, and clears on close', async () => {
      const session = await open({ capabilities: plainCapabilities });
      session.didOpen(uri, 'a:latest');
      const pushed = await session.peer.notification<PublishDiagnosticsParams>(
        'textDocument/publishDiagnostics',
      );
      assert.equal(pushed.version, 1);
      assert.equal(pushed.diagnostics.length, 1);
      assert.equal(pushed.diagnostics[0]?.codeDescription, undefined);
      session.didChange(uri, 2, [{ text: 'a:latest b:latest' }]);
      await session.peer.notification<PublishDiagnosticsParams>(
        'textDocument/publishDiagnostics',
        ({ version, diagnostics }) => version === 2 && diagnostics.length === 2,
      );
      session.didClose(uri);
      await session.peer.notification<PublishDiagnosticsParams>(
        'textDocument/publishDiagnostics',
        ({ diagnostics }) => diagnostics.length === 0,
      );
    });

    it('never pushes to a client that pulls', async () => {
      const session = await open();
      session.didOpen(uri, 'a:latest');
      await session.diagnostics(uri);
      session.didClose(uri);
      await session.diagnostics(uri);
      assert.ok(
        !session.peer.notifications.some(({ method }) => method === 'textDocument/publishDiagnostics'),
      );
    });

    it('asks for the configuration again when it changed, and for a new pull', async () => {
      let profile = 'recommended';
      const asked: unknown[] = [];
      const session = await open({ settings: () => ({ profile }) });
      session.peer.answer('workspace/configuration', ({ items }: ConfigurationParams) => {
        asked.push(items[0]);
        return [{ profile }];
      });
      session.didOpen(uri, 'a:latest');
      await session.diagnostics(uri);
      assert.deepEqual(asked, [{ scopeUri: uri, section: 'securityHints' }]);
      profile = 'strict';
      session.peer.notify('workspace/didChangeConfiguration', { settings: null });
      await session.peer.notification('workspace/diagnostic/refresh');
      await session.diagnostics(uri);
      assert.equal(asked.length, 2);
      assert.equal(analyzed.length, 2);
    });

    it('reads neither views of documents, nor what others wrote, nor other languages', async () => {
      const session = await open({ folders: ['file:///c%3A/work'] });
      for (const [foreign, languageId, expected] of [
        ['git:/work/guide.md', 'markdown', 0],
        ['file:///C:/work/vendor/guide.md', 'markdown', 0],
        ['file:///c%3A/work/guide.min.json', 'json', 0],
        ['file:///c%3A/work/guide.ts', 'typescript', 0],
        ['file:///c%3A/vendor/guide.md', 'markdown', 1],
        ['file:///c%3A/work/%C3%BCber%20uns.md', 'markdown', 1],
        ['untitled:Untitled-1', 'markdown', 1],
        ['vscode-vfs://github/a/b/guide.md', 'markdown', 1],
      ] as const) {
        session.didOpen(foreign, 'a:latest', languageId);
        assert.equal((await session.diagnostics(foreign)).length, expected, foreign);
      }
    });

    it('leaves a quarantined text alone until it changes', async () => {
      const quarantine = [quarantineOf(uri, 'a:latest')];
      const session = await open({ initializationOptions: { isOwnClient: true, quarantine } });
      session.didOpen(uri, 'a:latest');
      assert.deepEqual(await session.diagnostics(uri), []);
      assert.deepEqual(analyzed, []);
      const status = await session.peer.notification<DocumentStatus>('securityHints/documentStatus');
      assert.match(status.notAnalyzed[0]?.reason ?? '', /took too long/);
      session.didChange(uri, 2, [{ text: 'b:latest' }]);
      assert.equal((await session.diagnostics(uri)).length, 1);
    });

    it('tells our client what it works on and what came of it', async () => {
      const session = await open();
      session.didOpen(uri, 'a:latest quiet:latest');
      await session.diagnostics(uri);
      await session.peer.notification<ActivityParams>(
        'securityHints/activity',
        ({ document }) => document === null,
      );
      assert.deepEqual(
        session.peer.notifications
          .filter(({ method }) => /^securityHints\/(?:activity|documentStatus)$/.test(method))
          .map(({ params }) => params),
        [
          { document: { uri, version: 1 } },
          { uri, version: 1, regions: 1, findings: 1, suppressed: 1, notAnalyzed: [] },
          { document: null },
        ],
      );
    });

    it('tells other clients nothing they do not know', async () => {
      const session = await open({ initializationOptions: {} });
      session.didOpen(uri, 'a:latest');
      await session.diagnostics(uri);
      assert.ok(!session.peer.notifications.some(({ method }) => method.startsWith('securityHints/')));
    });
  });

  it('opens the page as a file in editors other than ours', async () => {
    const session = await open({ initializationOptions: {} }, (id) => `file:///pages/${id}.md`);
    assert.deepEqual(session.capabilities.executeCommandProvider, { commands: ['securityHints.showRule'] });
    session.didOpen(uri, 'a:latest');
    const [diagnostic] = await session.diagnostics(uri);
    assert.deepEqual(diagnostic?.codeDescription, { href: 'file:///pages/fake-latest.md' });
    const page = (await session.codeActions(uri, range(0, 0, 0, 0))).at(-1);
    await session.peer.request('workspace/executeCommand', page?.command);
    assert.deepEqual(await session.peer.notification('window/showDocument'), {
      uri: 'file:///pages/fake-latest.md',
    });
    await session.peer.request('workspace/executeCommand', {
      command: 'securityHints.showRule',
      arguments: ['../x'],
    });
    assert.equal(
      session.peer.notifications.filter(({ method }) => method === 'window/showDocument').length,
      1,
    );
  });

  it('logs a failure once, without the text, and answers harmlessly', async () => {
    const session = await open();
    session.didOpen(uri, 'THROW made-up-secret');
    assert.deepEqual(await session.diagnostics(uri), []);
    assert.deepEqual(await session.diagnostics(uri), []);
    assert.deepEqual(await session.codeActions(uri, range(0, 0, 0, 0)), []);
    assert.equal(await session.hover(uri, { line: 0, character: 0 }), null);
    const logged = session.peer.notifications
      .filter(({ method }) => method === 'window/logMessage')
      .map(({ params }) => (params as { message: string }).message);
    const pulls = logged.filter((line) => line.startsWith('textDocument/diagnostic failed'));
    assert.equal(pulls.length, 1);
    assert.match(pulls[0] ?? '', /TypeError: thrown by the fake/);
    assert.ok(logged.every((line) => !line.includes('made-up-secret')));
  });

  it('survives requests that make no sense', async () => {
    const session = await open();
    session.didOpen(uri, 'a:latest');
    await assert.rejects(session.peer.request('textDocument/nonsense', {}), { code: -32601 });
    session.didChange('file:///never-opened.md', 2, [{ text: 'a:latest' }]);
    session.didClose('file:///never-opened.md');
    assert.deepEqual(await session.diagnostics('file:///never-opened.md'), []);
    assert.deepEqual(await session.codeActions(uri, range(-1, -5, 1e9, 1e9)).then((a) => a.length > 0), true);
    assert.notEqual(await session.hover(uri, { line: -1, character: 99 }), undefined);
    session.didChange(uri, 2, [{ range: range(0, 5, 0, 9e9), text: 'x' }]);
    await session.peer.request('textDocument/codeAction', { textDocument: { uri } }).catch(() => undefined);
    await session.peer.request('textDocument/hover', null).catch(() => undefined);
    assert.deepEqual(await session.diagnostics(uri), []);
    session.didOpen(uri, 'b:latest');
    assert.equal((await session.diagnostics(uri)).length, 1);
  });
});
