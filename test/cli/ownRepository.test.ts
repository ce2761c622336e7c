import assert from 'node:assert/strict';
import { root, run } from './run';

interface Finding {
  readonly file: string;
  readonly severity: string;
  readonly ruleId: string;
  readonly start: { readonly line: number };
  readonly suppressed?: object;
}

/** Where findings are the purpose. */
const examples = ['examples/', 'media/walkthrough/runbook.md'];

describe('our own repository', () => {
  it('holds nothing above a hint outside its examples', function () {
    this.timeout(120_000);
    const { stdout } = run(['scan', '--format', 'json', '--fail-on', 'never'], { cwd: root });
    const { findings } = JSON.parse(stdout) as { findings: readonly Finding[] };
    const own = findings.filter(
      ({ file, severity, suppressed }) =>
        !examples.some((place) => file.startsWith(place)) && severity !== 'info' && suppressed === undefined,
    );
    assert.deepEqual(
      own.map(({ file, start, ruleId }) => `${file}:${start.line} ${ruleId}`),
      [],
    );
    assert.ok(findings.length > 100, 'the pages of the rules show what they are about, as hints');
  });
});
