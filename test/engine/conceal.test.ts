import assert from 'node:assert/strict';
import fc from 'fast-check';
import { concealRanges, secretConcealer, secretFinder, secretsOf } from '../../server/engine/conceal';

const text = fc.string({ minLength: 1, maxLength: 60 });
const spans = fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 8 });

describe('concealed text (property)', () => {
  it('shows every character outside the secrets and none inside', () => {
    fc.assert(
      fc.property(text, spans, fc.nat(), fc.nat(), (t, pairs, a, b) => {
        // Letters tell where they stand, so that a shown one can be found again.
        const marked = Array.from(t, (_, i) => String.fromCodePoint(0x4e00 + i)).join('');
        const clamp = (x: number, y: number) => {
          const [start, end] = [x % (marked.length + 1), y % (marked.length + 1)].sort((m, n) => m - n);
          return { start: start as number, end: end as number };
        };
        const secrets = pairs.map(([x, y]) => clamp(x, y));
        const within = clamp(a, b);
        const shown = concealRanges(marked, within, secretsOf(secrets));
        for (let i = 0; i < marked.length; i++) {
          const isSecret = secrets.some((s) => s.start <= i && i < s.end);
          const isWithin = within.start <= i && i < within.end;
          assert.equal(shown.includes(marked[i] as string), isWithin && !isSecret, `${i}: ${shown}`);
        }
      }),
    );
  });

  it('a new text that repeats a secret is known by it', () => {
    const old = 'password: Sw0rdf1sh\nname: joe\n';
    const holds = secretFinder(
      old,
      secretsOf([
        { start: 10, end: 19 },
        { start: 26, end: 29 },
      ]),
    );
    assert.equal(holds('--set x=Sw0rdf1sh'), true);
    assert.equal(holds('--set x=Sw0rdfish joe'), false);
  });

  it('a secret that is repeated elsewhere is concealed there, too; words are not', () => {
    const old = 'password: Sw0rdf1sh\nother: password\nlonger: Sw0rdf1sh-2\n';
    const at = (value: string) => {
      const start = old.lastIndexOf(value);
      return { start, end: start + value.length };
    };
    const conceal = secretConcealer(
      old,
      secretsOf([{ start: 10, end: 19 }, at('password'), at('Sw0rdf1sh-2')]),
    );
    assert.equal(conceal('Login with Sw0rdf1sh, `Sw0rdf1sh-2`'), 'Login with •••, `•••`');
    assert.equal(conceal('xSw0rdf1sh Sw0rdf1shy password'), 'xSw0rdf1sh Sw0rdf1shy password');
  });

  it('a secret that is encoded elsewhere is concealed there, too', () => {
    const old = 'password: Sw0rd@f1sh\nurl: Sw0rd%2Ff1sh\nb64: U3cwcmQrZjFzaA==\n';
    const at = (value: string) => ({ start: old.indexOf(value), end: old.indexOf(value) + value.length });
    const secrets = secretsOf([at('Sw0rd@f1sh'), at('Sw0rd%2Ff1sh'), at('U3cwcmQrZjFzaA==')]);
    const conceal = secretConcealer(old, secrets);
    assert.equal(conceal('x=U3cwcmRAZjFzaA== U3cwcmRAZjFzaAo= Sw0rd%40f1sh'), 'x=••• ••• •••');
    assert.equal(conceal('Sw0rd/f1sh, Sw0rd+f1sh'), '•••, •••');
    assert.equal(secretFinder(old, secrets)('echo U3cwcmRAZjFzaA== | base64 -d'), true);
  });

  it('a plain word is repeated where it ends a word, not where it names something', () => {
    const holds = secretFinder('password: mysql\n', secretsOf([{ start: 10, end: 15 }]));
    assert.equal(holds('key: mysql-password'), false);
    assert.equal(holds('mysql -u root -pmysql -e x'), true);
    assert.equal(holds('value: "mysql"'), true);
  });

  it('costs no more per line where there are many', () => {
    const count = 40_000;
    const many = secretsOf(Array.from({ length: count }, (_, i) => ({ start: i * 10, end: i * 10 + 8 })));
    const long = 'x'.repeat(count * 10);
    const start = process.cpuUsage().user;
    for (let i = 0; i < count; i++) concealRanges(long, { start: i * 10, end: i * 10 + 10 }, many);
    assert.ok(process.cpuUsage().user - start < 2_000_000);
  });
});
