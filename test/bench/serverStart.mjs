// How long a client waits for the server: for its answer to `initialize`, and for the findings of the first document.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';

/**
 * @param {string} server the built program
 * @param {string} file a Markdown document with findings
 * @returns {Promise<{ initialized: number, found: number }>} milliseconds since the process was started
 */
export async function serverStart(server, file) {
  const started = performance.now();
  const child = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  /** @param {object} message */
  const send = (message) => {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  };
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (data) => (output += data));
  /** @param {string} part */
  const said = async (part) => {
    while (!output.includes(part)) {
      if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}`);
      await new Promise((resolve) => child.stdout.once('data', resolve));
    }
    return performance.now() - started;
  };
  try {
    send({ id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } });
    const initialized = await said('"capabilities"');
    send({ method: 'initialized', params: {} });
    const textDocument = {
      uri: pathToFileURL(file).href,
      languageId: 'markdown',
      version: 1,
      text: fs.readFileSync(file, 'utf8'),
    };
    send({ method: 'textDocument/didOpen', params: { textDocument } });
    const found = await said('textDocument/publishDiagnostics');
    return { initialized, found };
  } finally {
    child.kill();
  }
}
