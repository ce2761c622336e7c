import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { folderWith, root, run } from './run';

const schemaFile = path.join(root, 'node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');

interface Result {
  readonly ruleId: string;
  readonly level: string;
  readonly rank: number;
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string };
      readonly region: Readonly<Record<'startLine' | 'startColumn' | 'endLine' | 'endColumn', number>>;
    };
  }[];
  readonly partialFingerprints: object;
  readonly fixes?: readonly object[];
  readonly suppressions?: readonly object[];
}

describe('SARIF', () => {
  const ajv = new Ajv({ strict: false, unicodeRegExp: false });
  addFormats(ajv);
  const isValid = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')) as object);

  function sarifOf(cwd: string): { results: readonly Result[]; columnKind: string } {
    const { stdout } = run(['scan', '--format', 'sarif'], { cwd });
    const log = JSON.parse(stdout) as { runs: readonly { results: readonly Result[]; columnKind: string }[] };
    assert.ok(isValid(log), JSON.stringify(isValid.errors, undefined, 2));
    return log.runs[0] as { results: readonly Result[]; columnKind: string };
  }

  it('validates against the schema of 2.1.0, with and without findings', () => {
    assert.deepEqual(sarifOf(folderWith({ 'a.md': '# Nothing\n' })).results, []);
    const { results } = sarifOf(path.join(root, 'examples'));
    assert.ok(results.length > 10);
  });

  it('gives each result its level, rank, exact region, fingerprint and fixes', () => {
    const cwd = folderWith({
      'with space é/#1.sh':
        '# security-hints-ignore-next node-ssh-access: lab\neksctl create nodegroup --ssh-access\n',
      'b.sh': 'eksctl create nodegroup --name "😀" --ssh-access\n',
      'bad.sh': Uint8Array.from([0xff]),
    });
    const { results, columnKind } = sarifOf(cwd);
    assert.equal(columnKind, 'utf16CodeUnits');
    const [first, second] = results;
    assert.ok(first && second);
    assert.equal(first.locations[0]?.physicalLocation.artifactLocation.uri, 'b.sh');
    assert.deepEqual(first.locations[0].physicalLocation.region, {
      startLine: 1,
      startColumn: 37,
      endLine: 1,
      endColumn: 49,
    });
    assert.deepEqual([first.level, first.ruleId], ['error', 'node-ssh-access']);
    assert.ok((first.fixes?.length ?? 0) > 0);
    assert.equal(second.locations[0]?.physicalLocation.artifactLocation.uri, 'with%20space%20%C3%A9/%231.sh');
    assert.equal(second.suppressions?.length, 1);
    for (const result of results) {
      assert.ok(result.rank >= 0 && result.rank <= 100);
      assert.equal(Object.keys(result.partialFingerprints).length, 1);
    }
  });
});
