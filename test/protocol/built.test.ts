import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describeServer } from './conversation';
import { TestSession } from './session';
import { buildIfStale, builtServer, builtWorker, stdioTransport, workerTransport } from './transports';

describe('built servers', function () {
  this.timeout(60_000);

  before(buildIfStale);

  describeServer('over stdio', () => stdioTransport([builtServer, '--stdio']));
  describeServer('in a web worker without document, process and Buffer', () => workerTransport(builtWorker));

  it('ends with its input, and with shutdown and exit', async () => {
    const left = stdioTransport([builtServer, '--stdio']);
    const session = await TestSession.open(left);
    await session.close();
    assert.equal(await left.exited, 1);
    const asked = stdioTransport([builtServer, '--stdio']);
    const { peer } = await TestSession.open(asked);
    await peer.request('shutdown', null);
    peer.notify('exit', null);
    assert.equal(await asked.exited, 0);
  });

  it('ends when the process that it serves is gone', async () => {
    const parent = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
    const transport = stdioTransport([builtServer, '--stdio', `--clientProcessId=${parent.pid ?? 0}`]);
    await TestSession.open(transport);
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    assert.equal(await transport.exited, 1);
  });

  it('survives bytes that are no message', async () => {
    const transport = stdioTransport([builtServer, '--stdio']);
    const session = await TestSession.open(transport);
    transport.sendRaw?.('Content-Length: 7\r\n\r\nnot{js}');
    session.didOpen('file:///a.md', 'nothing');
    assert.deepEqual(await session.diagnostics('file:///a.md'), []);
    await session.close();
  });

  it('opens pages as files for other editors', async () => {
    const [ruleId] = readdirSync(path.join(path.dirname(builtServer), 'rules')).map((name) =>
      name.slice(0, -3),
    );
    assert.ok(ruleId !== undefined, 'dist/rules is empty');
    const transport = stdioTransport([builtServer, '--stdio']);
    const session = await TestSession.open(transport, { initializationOptions: {} });
    await session.peer.request('workspace/executeCommand', {
      command: 'securityHints.showRule',
      arguments: [ruleId],
    });
    const { uri } = await session.peer.notification<{ uri: string }>('window/showDocument');
    assert.equal(uri, pathToFileURL(path.join(path.dirname(builtServer), 'rules', `${ruleId}.md`)).href);
    await session.close();
  });
});
