import assert from 'node:assert/strict';
import fc from 'fast-check';
import { connectionsIn } from '../../server/facts/secret/connectionString';
import { privateKeysIn } from '../../server/facts/secret/privateKey';
import { tokensIn } from '../../server/facts/secret/token';

/** Characters without sense, the same at each run; `alphabet` keeps to what the shape allows. */
function body(length: number, alphabet = 'kR7mQ2xV9bTzW4nJ8cYpL5hGdF3sAe6u'): string {
  let out = '';
  for (let i = 0, state = 7; i < length; i++) {
    state = (state * 1103515245 + 12345) % 2147483648;
    out += alphabet.charAt((state >> 8) % alphabet.length);
  }
  return out;
}

const hex = '9f3a7c1e5b8d2046';
const base32 = 'QX4MZ7TRK2WJ5VNB3HCY6PLD';

/** Put together at run time, so that no scanner stumbles over this file. */
const tokens: Readonly<Record<string, string>> = {
  'AWS access key': 'AKIA' + body(16, base32),
  'GitHub token': 'ghp_' + body(36),
  'GitHub fine-grained token': 'github_pat_' + body(82),
  'GitLab token': 'glpat-' + body(20),
  'Slack token': ['xoxb', body(12, '123456789'), body(12, '918273645'), body(24)].join('-'),
  'Slack webhook address': 'https://hooks.slack.com/' + `services/T${body(8)}/B${body(8)}/${body(24)}`,
  'Stripe live key': 'sk_' + 'live_' + body(24),
  'Google API key': 'AIza' + body(35),
  'npm token': 'npm_' + body(36),
  'PyPI token': 'pypi-' + 'AgEIcHlwaS5vcmc' + body(70),
  'Docker Hub token': 'dckr_' + 'pat_' + body(27),
  'Vault token': 'hvs.' + body(90),
  'SendGrid key': ['SG', body(22), body(43)].join('.'),
  'DigitalOcean token': 'dop_v1_' + body(64, hex),
  'Azure storage account key': 'AccountKey=' + body(86) + '==',
  'JSON web token': ['eyJ' + body(30), 'eyJ' + body(60), body(43)].join('.'),
  'age secret key': 'AGE-SECRET-' + 'KEY-1' + body(58, base32),
};

describe('tokensIn', () => {
  for (const [label, token] of Object.entries(tokens)) {
    it(`finds a ${label} and nothing else`, () => {
      const text = `# ${label}\nvalue: "${token}", next\n`;
      const found = tokensIn(text);
      assert.deepEqual(
        found.map((one) => [one.label, text.slice(one.start, one.end)]),
        [[label, token]],
      );
    });
    it(`does not take a ${label} that ends in EXAMPLE or goes on as a word`, () => {
      assert.deepEqual(tokensIn(`x${token.slice(0, -7)}EXAMPLE`), []);
      assert.deepEqual(
        tokensIn(`a_${token}`).filter((one) => one.start > 0 && /^\w/.test(token) && one.start === 2),
        [],
      );
    });
  }

  for (const text of [
    'ghp_' + 'x'.repeat(36),
    'ghp_' + '1234567890abcdef'.repeat(2) + '1234',
    'glpat-' + 'abcdefghij'.repeat(2),
    'ghp_YourGitHubTokenGoesHere' + body(13),
    'AKIAIOSFODNN7EXAMPLE',
    'AIDA' + body(16, base32),
    'sha256:' + body(64, hex),
    'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c',
    'npm_config_registry=https://registry.npmjs.org',
    'pk_' + 'live_' + body(24),
  ]) {
    it(`finds none in ${text.slice(0, 24)}…`, () => assert.deepEqual(tokensIn(text), []));
  }

  it('marks a key of a test environment as harmless', () => {
    assert.equal(tokensIn('sk_' + 'test_' + body(24))[0]?.isHarmless, true);
  });

  it('stays in order and without overlap on any mix of prefixes', () => {
    const piece = fc.constantFrom(
      'ghp_',
      'eyJ',
      '.eyJ',
      '.',
      ' ',
      '=',
      'AKIA',
      'glc_',
      '/',
      body(40),
      body(16, base32),
      'xoxb-1-',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        let end = 0;
        for (const token of tokensIn(pieces.join(''))) {
          assert.ok(token.start >= end && token.end > token.start);
          end = token.end;
        }
      }),
    );
  });

  it('reads hostile text once', () => {
    for (const piece of [
      'eyJ',
      '=eyJ',
      '/glc_',
      'eyJaaaaaaaaaaaa.',
      'ghp_',
      '-----BEGIN PRIVATE KEY-----',
      'a://b:c',
      '?pwd=',
    ]) {
      const text = piece.repeat(Math.ceil(300_000 / piece.length));
      const started = process.cpuUsage().user;
      tokensIn(text);
      privateKeysIn(text);
      connectionsIn(text);
      assert.ok(process.cpuUsage().user - started < 3_000_000, piece);
    }
  });
});

describe('privateKeysIn', () => {
  const armor = (type: string, inner: string): string =>
    `-----BEGIN ${type}PRIVATE ` + `KEY-----\n${inner}\n-----END ${type}PRIVATE ` + 'KEY-----';
  for (const type of ['', 'RSA ', 'EC ', 'OPENSSH ', 'ENCRYPTED ']) {
    it(`finds a key in ${type}armor`, () => {
      const text = `before\n${armor(type, body(64) + '\n' + body(64))}\nafter`;
      const [found] = privateKeysIn(text);
      assert.equal(found === undefined ? '' : text.slice(0, found.start), 'before\n');
      assert.equal(found === undefined ? '' : text.slice(found.end), '\nafter');
    });
  }
  it('finds a key that a string holds in one line', () => {
    assert.equal(privateKeysIn(armor('RSA ', body(64) + '\\n' + body(64)).replace(/\n/g, '\\n')).length, 1);
  });
  for (const inner of ['...', '<your key>', 'MIIEpAIBAAKCAQEA...', '', 'REDACTED']) {
    it(`takes “${inner}” for no key`, () => assert.deepEqual(privateKeysIn(armor('RSA ', inner)), []));
  }
  it('takes a certificate and a public key for none', () => {
    assert.deepEqual(
      privateKeysIn(`-----BEGIN CERTIFICATE-----\n${body(64)}\n-----END CERTIFICATE-----`),
      [],
    );
    assert.deepEqual(privateKeysIn(`-----BEGIN PUBLIC KEY-----\n${body(64)}\n-----END PUBLIC KEY-----`), []);
  });
});

describe('connectionsIn', () => {
  for (const [text, password, parts] of [
    ['DATABASE_URL=postgres://booking:Fj0rd-Line@db.ferry.internal:5432/booking', 'Fj0rd-Line', {}],
    ['mongodb+srv://app:Fj0rd-Line@cluster0.ferry.cloud/db', 'Fj0rd-Line', {}],
    ['redis://:Fj0rd-Line@redis:6379/0', 'Fj0rd-Line', {}],
    ['git clone https://deploy:Fj0rd-Line@git.ferry.internal/app.git', 'Fj0rd-Line', {}],
    ['jdbc:postgresql://db:5432/booking?user=app&password=Fj0rd-Line', 'Fj0rd-Line', {}],
    ['Server=sql.ferry.internal;Database=booking;User Id=app;Password=Fj0rd-Line;', 'Fj0rd-Line', {}],
    ['jdbc:oracle:thin:app/Fj0rd-Line@//ora.ferry.internal:1521/XE', 'Fj0rd-Line', {}],
    ['dsn: app:Fj0rd-Line@tcp(mysql.ferry.internal:3306)/booking?parseTime=true', 'Fj0rd-Line', {}],
    ['root:root@tcp(127.0.0.1:3306)/booking', 'root', { isDefault: true, isReservedHost: true }],
    ['amqp://guest:guest@rabbitmq:5672', 'guest', { isDefault: true }],
    ['postgres://postgres:postgres@localhost/app', 'postgres', { isDefault: true, isReservedHost: true }],
    ['https://user:Fj0rd-Line@example.com/', 'Fj0rd-Line', { isReservedHost: true }],
  ] as const) {
    it(`finds the password of ${text.slice(0, 30)}…`, () => {
      const [found] = connectionsIn(text);
      assert.equal(found && text.slice(found.start, found.end), password);
      const expected = { isDefault: false, isReservedHost: false, ...parts };
      assert.equal(found?.isDefault, expected.isDefault);
      assert.equal(found.isReservedHost, expected.isReservedHost);
    });
  }
  for (const text of [
    'postgres://user:password@host:5432/db',
    'postgres://username:pass@host/db',
    'postgres://${USER}:${PASSWORD}@host/db',
    'postgres://app:$(PASSWORD)@host/db',
    'postgres://app:<password>@host/db',
    'postgres://app:{{ .Values.password }}@host/db',
    'postgres://app:****@host/db',
    'https://user@host/path',
    'https://host:8443/a@b',
    'https://host/?q=password=x',
    'a;password=abc',
    'git@github.com:ferry/app.git',
    'docker://registry:5000/app@sha256',
    'jdbc:oracle:thin:@//ora.ferry.internal:1521/XE',
    'jdbc:oracle:thin:<user>/<password>@//ora:1521/XE',
    'jdbc:oracle:thin:app/${DB_PASSWORD}@//ora:1521/XE',
    'user:password@tcp(host:3306)/dbname',
    'app:$PW@tcp(db:3306)/booking',
    'app:<password>@tcp(db:3306)/booking',
    'app@tcp(db:3306)/booking',
  ]) {
    it(`finds none in ${text}`, () => assert.deepEqual(connectionsIn(text), []));
  }
});
