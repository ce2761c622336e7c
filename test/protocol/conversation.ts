import assert from 'node:assert/strict';
import type { MarkupContent, PublishDiagnosticsParams } from 'vscode-languageserver';
import type { DocumentStatus } from '../../server/lsp/protocol';
import { applied, textIn, type Transport } from './peer';
import { editsOf, plainCapabilities, range, TestSession, type SessionOptions } from './session';

/** CR LF, and characters of two UTF-16 units before what is found. */
const guide = [
  '# Guide 😀',
  '',
  '😀 Start a pod:',
  '',
  '- ```yaml',
  '  image: busybox:latest # 😀',
  '  ```',
  '',
].join('\r\n');
const uri = 'file:///c%3A/work/%C3%BCber%20uns/guide.md';

/** The conversation that every built server must hold, however it is run. */
export function describeServer(name: string, start: () => Transport): void {
  describe(name, function () {
    this.timeout(30_000);
    const sessions: TestSession[] = [];

    const open = async (options?: SessionOptions): Promise<TestSession> => {
      const session = await TestSession.open(start(), options);
      sessions.push(session);
      return session;
    };

    afterEach(async () => {
      for (const session of sessions.splice(0)) await session.close();
    });

    it('finds what stands in a fence in a list, in a document with CR LF and emoji', async () => {
      const session = await open();
      session.didOpen(uri, guide);
      const diagnostics = await session.diagnostics(uri);
      assert.deepEqual(
        diagnostics.map(({ code, severity }) => [code, severity]),
        [['image-latest-tag', 2]],
      );
      const [diagnostic] = diagnostics;
      assert.ok(diagnostic !== undefined);
      assert.equal(diagnostic.range.start.line, 5);
      assert.match(textIn(guide, diagnostic.range), /^(?:busybox:)?latest$/);
      assert.equal(diagnostic.codeDescription?.href, 'security-hints:/rules/image-latest-tag.md');
      const status = await session.peer.notification<DocumentStatus>('securityHints/documentStatus');
      assert.equal(status.regions, 2);
      assert.equal(status.findings, 1);
    });

    it('fixes it by a versioned edit after which it is gone', async () => {
      const session = await open();
      session.didOpen(uri, guide, 'markdown', 4);
      const [diagnostic] = await session.diagnostics(uri);
      assert.ok(diagnostic !== undefined);
      const actions = await session.codeActions(uri, diagnostic.range, undefined, [diagnostic]);
      const fix = actions.find(({ kind }) => kind === 'quickfix');
      const { version, edits } = editsOf(fix);
      assert.equal(version, 4);
      const fixed = applied(guide, edits);
      assert.equal(fixed.replace(/"?busybox:[^\s"]+"?/, ''), guide.replace(/"?busybox:[^\s"]+"?/, ''));
      session.didChange(uri, 5, [{ text: fixed }]);
      const left = await session.diagnostics(uri);
      assert.ok(left.every(({ code }) => code !== 'image-latest-tag'));
    });

    it('ignores it with a reason, in the comment syntax of the fence', async () => {
      const session = await open();
      session.didOpen(uri, guide);
      const [diagnostic] = await session.diagnostics(uri);
      assert.ok(diagnostic !== undefined);
      const [ignore] = await session.codeActions(uri, diagnostic.range, ['quickfix.securityHints.ignore']);
      const ignored = applied(guide, editsOf(ignore).edits);
      assert.match(ignored, /\r\n {2}# security-hints-ignore-next image-latest-tag: [^\r\n]+\r\n {2}image:/);
      session.didChange(uri, 2, [{ text: ignored }]);
      assert.deepEqual(await session.diagnostics(uri), []);
    });

    it('explains it', async () => {
      const session = await open();
      session.didOpen(uri, guide);
      const [diagnostic] = await session.diagnostics(uri);
      assert.ok(diagnostic !== undefined);
      const hover = await session.hover(uri, diagnostic.range.start);
      const { value } = hover?.contents as MarkupContent;
      for (const part of [/^\*\*.+\*\*/, /CWE/, /Fixes:/, /fence/]) assert.match(value, part);
    });

    it('applies all safe fixes at once', async () => {
      const session = await open();
      const text =
        '```bash\neksctl create cluster --name a \\\n  --ssh-access \\\n  --ssh-public-key k\n```\n';
      session.didOpen(uri, text);
      const [all] = await session.codeActions(uri, range(0, 0, 0, 0), ['source.fixAll']);
      assert.equal(applied(text, editsOf(all).edits), '```bash\neksctl create cluster --name a\n```\n');
    });

    it('keeps up with quick typing: the last text wins', async () => {
      const session = await open();
      session.didOpen(uri, '');
      const pulls: Promise<unknown>[] = [];
      for (let offset = 0; offset < guide.length; offset++) {
        const before = guide.slice(0, offset).split('\r\n');
        const at = { line: before.length - 1, character: (before.at(-1) ?? '').length };
        session.didChange(uri, offset + 2, [{ range: { start: at, end: at }, text: guide.charAt(offset) }]);
        if (offset % 20 === 0) pulls.push(session.diagnostics(uri));
      }
      await Promise.all(pulls);
      session.didChange(uri, 1_000, [{ text: guide }]);
      const [diagnostic, ...rest] = await session.diagnostics(uri);
      assert.equal(diagnostic?.range.start.line, 5);
      assert.deepEqual(rest, []);
    });

    it('pushes to clients that do not pull', async () => {
      const session = await open({ capabilities: plainCapabilities, initializationOptions: {} });
      session.didOpen(uri, guide);
      const pushed = await session.peer.notification<PublishDiagnosticsParams>(
        'textDocument/publishDiagnostics',
      );
      assert.equal(pushed.uri, uri);
      assert.deepEqual(
        pushed.diagnostics.map(({ code }) => code),
        ['image-latest-tag'],
      );
    });

    it('honors the profile of the settings', async () => {
      const session = await open({ settings: () => ({ profile: 'strict' }) });
      session.didOpen(uri, '```yaml\nimage: busybox:1.37.0\n```\n');
      const strict = await session.diagnostics(uri);
      assert.deepEqual(
        strict.map(({ code, severity }) => [code, severity]),
        [['image-without-digest', 4]],
      );
    });

    it('stays up and honest whatever it is sent', async () => {
      const session = await open();
      const hostile = [
        '['.repeat(3_000),
        '{'.repeat(3_000),
        '- '.repeat(5_000),
        '> '.repeat(5_000),
        '\0\ud800',
      ];
      for (const [index, text] of hostile.entries()) {
        for (const languageId of ['markdown', 'yaml', 'shellscript', 'json', 'dotenv']) {
          const other = `untitled:${languageId}-${index}`;
          session.didOpen(other, text, languageId);
          await session.diagnostics(other);
          session.didClose(other);
        }
      }
      await assert.rejects(session.peer.request('no/such/method', {}), { code: -32601 });
      session.didOpen(uri, guide);
      assert.equal((await session.diagnostics(uri)).length, 1);
    });
  });
}
