import assert from 'node:assert/strict';
import { readSuppression } from '../../server/engine/suppress';

describe('suppression comment', () => {
  it('names scope, rules, end and reason', () => {
    assert.deepEqual(
      readSuppression(
        'security-hints-ignore-next pipe-to-shell, node-ssh-access until=2027-01-31: lab only: fine',
      ),
      {
        scope: 'next',
        rules: ['pipe-to-shell', 'node-ssh-access'],
        until: '2027-01-31',
        reason: 'lab only: fine',
      },
    );
    assert.equal(readSuppression('security-hints-ignore-fence a: b')?.scope, 'fence');
    assert.equal(readSuppression('security-hints-ignore-file a: b')?.scope, 'file');
  });

  for (const text of [
    'security-hints-ignore-next pipe-to-shell',
    'security-hints-ignore-next pipe-to-shell:',
    'security-hints-ignore-next: no rule',
    'security-hints-ignore-nextpipe-to-shell: x',
    'security-hints-ignore-all a: b',
    'please security-hints-ignore-next a: b',
    'security-hints-ignore-next a until=tomorrow: b',
    'security-hints-ignore-next a until=31.12.2026: b',
  ]) {
    it(`without rule, reason or a real end is none: ${text}`, () =>
      assert.equal(readSuppression(text), undefined));
  }
});
