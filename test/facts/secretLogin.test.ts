import assert from 'node:assert/strict';
import { analyze } from '../rules/document';

/** Put together here so that no scanner stumbles over this file. */
const value = 'q8Zr41' + 'xT9fLm';
const token = 's.' + 'kR7mQ2xV9bTzW4nJ8cYpL5hG';

/** The credentials of a script, as they stand in its text. */
function found(script: string): readonly string[] {
  const analysis = analyze('setup.sh', `#!/bin/sh\n${script}\n`);
  return analysis.findings
    .filter(({ meta }) => meta.hidesValue === true)
    .map(({ range }) => analysis.input.text.slice(range.start, range.end));
}

describe('credentials that programs are logged in with', () => {
  const read: readonly (readonly [string, string])[] = [
    ['chpasswd', `echo "ops:${value}" | chpasswd`],
    ['chpasswd behind sudo', `printf 'ops:${value}' | sudo chpasswd`],
    ['mc', `mc alias set shop https://minio.shop.svc booking ${value}`],
    ['mc, as it was written before', `mc config host add shop https://minio.shop.svc booking ${value}`],
    ['.netrc', `cat > ~/.netrc <<'END'\nmachine git.shop.net login ci password ${value}\nEND`],
    [
      '.netrc over lines',
      `cat > "$HOME/.netrc" <<END\nmachine git.shop.net\n  login ci\n  password ${value}\nEND`,
    ],
    ['.pgpass', `tee ~/.pgpass <<'END'\ndb.shop.svc:5432:*:orders:${value}\nEND`],
  ];
  for (const [name, script] of read) {
    it(`are found: ${name}`, () => assert.deepEqual(found(script), [value]));
  }

  it('are found: vault', () => assert.deepEqual(found(`vault login ${token}`), [token]));

  const silent: readonly (readonly [string, string])[] = [
    ['a hash', `echo 'ops:$6$abc$${value}' | chpasswd -e`],
    ['a public playground', `mc alias set play https://play.min.io booking ${value}`],
    ['another command of mc', `mc cp shop/a shop/b shop/c shop/d shop/${value}`],
    ['a method of vault', `vault login -method=ldap username=${value}`],
    ['a token of a server for development', 'vault login root'],
    ['another file', `cat > notes.txt <<'END'\nmachine a login b password ${value}\nEND`],
    ['a line with fewer fields', `cat > ~/.pgpass <<'END'\ndb.shop.svc:5432:${value}\nEND`],
    ['a comment', `cat > ~/.pgpass <<'END'\n#db.shop.svc:5432:*:orders:${value}\nEND`],
  ];
  for (const [name, script] of silent) {
    it(`are none: ${name}`, () => assert.deepEqual(found(script), []));
  }
});
