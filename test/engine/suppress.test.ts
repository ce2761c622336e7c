import assert from 'node:assert/strict';
import { isDate, readDirective } from '../../server/engine/suppress';
import { analyze } from '../rules/document';

describe('suppression comment', () => {
  it('names scope, rules, end and reason, each at its place', () => {
    const text = 'security-hints-ignore-next pipe-to-shell, node-ssh-access until=2027-01-31: lab only: fine';
    const read = readDirective(text);
    assert.ok(read !== undefined);
    assert.equal(read.defect, undefined);
    assert.equal(read.scope, 'next');
    assert.deepEqual(
      read.rules.map(({ value }) => value),
      ['pipe-to-shell', 'node-ssh-access'],
    );
    assert.equal(read.until?.value, '2027-01-31');
    assert.equal(read.reason, 'lab only: fine');
    for (const { value, at } of [...read.rules, read.until]) {
      assert.equal(text.slice(at.start, at.end), value);
    }
    assert.equal(readDirective('security-hints-ignore-fence a: b')?.scope, 'fence');
    assert.equal(readDirective('security-hints-ignore-file a: b')?.scope, 'file');
  });

  for (const [text, defect] of [
    ['security-hints-ignore-next pipe-to-shell', 'noReason'],
    ['security-hints-ignore-next pipe-to-shell:', 'noReason'],
    ['security-hints-ignore-next: no rule', 'noRule'],
    ['security-hints-ignore-all a: b', 'noScope'],
    ['security-hints-ignore', 'noScope'],
    ['security-hints-ignore-next a until=tomorrow: b', 'noDate'],
    ['security-hints-ignore-next a until=31.12.2026: b', 'noDate'],
    ['security-hints-ignore-next a until=2027-02-30: b', 'noDate'],
  ] as const) {
    it(`does not hold without rule, reason or a real end: ${text}`, () =>
      assert.equal(readDirective(text)?.defect, defect));
  }

  for (const text of [
    'please security-hints-ignore-next a: b',
    'security-hints',
    'security-hintsignore-next a: b',
  ]) {
    it(`is none: ${text}`, () => assert.equal(readDirective(text), undefined));
  }

  it('knows the days of the calendar', () => {
    assert.deepEqual(['2028-02-29', '2027-02-29', '2027-13-01', '27-01-01'].map(isDate), [
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('a suppression that ended', () => {
  const text = '# security-hints-ignore-next image-latest-tag until=2026-01-31: a demo\nimage: shop:latest\n';
  const idsOn = (today: string): string[] =>
    analyze('a.yaml', text, 'recommended', today).findings.flatMap(({ meta, suppressed }) =>
      suppressed === undefined ? [meta.id] : [],
    );

  it('holds on its last day', () => assert.deepEqual(idsOn('2026-01-31'), []));

  it('lets its finding come back the day after, and says so', () =>
    assert.deepEqual(idsOn('2026-02-01'), ['unused-suppression', 'image-latest-tag']));
});

describe('a suppression that cannot be judged', () => {
  it('is not called unused where a part of the document was not analyzed', () => {
    const text = `# security-hints-ignore-next image-latest-tag: a demo\na: ${'['.repeat(400)}\n`;
    const { findings, notAnalyzed } = analyze('a.yaml', text, 'recommended');
    assert.notEqual(notAnalyzed.length, 0);
    assert.deepEqual(findings, []);
  });

  it('is not unused when only another profile shows what it is about', () => {
    const text = '# security-hints-ignore-next image-without-digest: fine\nimage: shop:1.2.3\n';
    assert.deepEqual(
      analyze('a.yaml', text, 'recommended').findings.filter(({ suppressed }) => suppressed === undefined),
      [],
    );
  });
});
