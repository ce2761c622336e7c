import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fixesOf } from '../../server/engine/fixes';
import { linesOf, toLineAndCharacter } from '../../server/text/lines';
import { analyze, fixedText } from './document';

const FILE = 'media/walkthrough/runbook.md';
const runbook = readFileSync(path.resolve(import.meta.dirname, '../..', FILE), 'utf8').replaceAll(
  '\r\n',
  '\n',
);

describe('the runbook of the walkthrough', () => {
  it('has the findings that it was written for, and no others', () => {
    const lines = linesOf(runbook);
    const found = analyze(FILE, runbook, 'recommended').findings.map(
      ({ meta, severity, range }) =>
        `${toLineAndCharacter(lines, range.start).line + 1} ${meta.id} ${severity}`,
    );
    assert.deepEqual(found, [
      '6 curl-without-fail info',
      '6 pipe-to-shell high',
      '7 node-ssh-access high',
      '13 image-latest-tag medium',
      '14 grafana-admin-password medium',
      '28 rbac-wildcard high',
    ]);
  });

  it('is clean after the first fix of each finding', () => {
    let text = runbook;
    for (let round = 0; round < 10; round++) {
      const analysis = analyze(FILE, text, 'recommended');
      const fix = analysis.findings.flatMap((finding) => fixesOf(analysis, finding))[0];
      if (fix === undefined) break;
      text = fixedText(analysis, fix);
    }
    assert.deepEqual(analyze(FILE, text, 'recommended').findings, [], text);
  });

  it('keeps silent about what has a reason', () => {
    const reason = '# security-hints-ignore-next grafana-admin-password: a lab without a network\n';
    const silenced = runbook.replace('helm upgrade', `${reason}helm upgrade`);
    const { findings } = analyze(FILE, silenced, 'recommended');
    const found = findings.filter((finding) => finding.suppressed === undefined).map(({ meta }) => meta.id);
    assert.ok(!found.includes('grafana-admin-password') && found.length === 5, found.join());
  });
});
