import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  buildIfStale,
  builtServer,
  builtWorker,
  stdioTransport,
  workerTransport,
} from '../protocol/transports';
import { writeDocuments } from './documents';
import { hasBrowserWorkbench, seenInEditor } from './editor';
import { seenInJson } from './json';
import { seenInSarif } from './sarif';
import type { Documents, SeenByFile } from './seen';
import { seenByServer } from './server';

describe('all doors say the same of the same text', function () {
  this.timeout(600_000);
  let folder = '';
  let documents: Documents;

  before(async () => {
    await buildIfStale();
    folder = mkdtempSync(path.join(os.tmpdir(), 'security-hints-agree '));
    documents = writeDocuments(folder);
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('JSON, SARIF, the server over stdio and in a web worker, the extension on desktop and in the browser', async () => {
    const json = seenInJson(folder, documents);
    for (const file of documents.keys()) {
      if (!/README|web\.yaml/.test(file)) assert.ok((json.get(file)?.length ?? 0) > 0, `nothing in ${file}`);
    }
    const fixes = [...json.values()].flat().flatMap((finding) => finding.fixes);
    assert.ok(fixes.length > 40, `${fixes.length} fixes`);
    assertSame(seenInSarif(folder, documents), json, 'SARIF');
    const stdio = stdioTransport([builtServer, '--stdio']);
    assertSame(await seenByServer(stdio, folder, documents), json, 'stdio');
    const worker = workerTransport(builtWorker);
    assertSame(await seenByServer(worker, folder, documents), json, 'worker');
    assertSame(await seenInEditor('desktop', folder, documents, json), json, 'the extension on desktop');
    if (hasBrowserWorkbench) {
      assertSame(await seenInEditor('web', folder, documents, json), json, 'the extension in the browser');
    }
  });
});

function assertSame(actual: SeenByFile, expected: SeenByFile, door: string): void {
  for (const file of new Set([...expected.keys(), ...actual.keys()])) {
    assert.deepEqual(actual.get(file) ?? [], expected.get(file) ?? [], `${door}: ${file}`);
  }
}
