import assert from 'node:assert/strict';
import { secretValueOf, type SecretValue } from '../../server/facts/secret/value';
import type { SecretName } from '../../server/facts/secret/keyName';

type Case = readonly [value: string, name: SecretName, isCertain: boolean, expected: SecretValue | undefined];

const cases: readonly Case[] = [
  ['sunnyferry', 'password', false, 'literal'],
  ['hunter2hunter', 'password', false, 'literal'],
  ['abc', 'password', false, 'default'],
  ['changeme', 'password', false, 'default'],
  ['change-me', 'password', false, 'default'],
  ['changeit', 'password', false, 'default'],
  ['password', 'password', false, 'default'],
  ['password123', 'password', false, 'default'],
  ['Passw0rd!', 'password', false, 'default'],
  ['P@ssw0rd', 'password', false, 'default'],
  ['admin123', 'password', false, 'default'],
  ['toor', 'password', false, 'default'],
  ['123456', 'password', false, 'default'],
  ['test123', 'password', false, 'default'],
  ['test-password', 'password', false, 'default'],
  ['prom-operator', 'password', false, 'default'],
  ['Harbor12345', 'password', false, 'default'],
  ['not-a-secure-key', 'key', true, 'default'],
  ['my-secret-pw', 'password', false, 'default'],
  ['CHANGE_ME', 'password', false, 'default'],
  ['adminpassword', 'password', false, 'default'],
  ['StrongPassword123!', 'password', false, 'default'],
  // The name of a variable.
  ['DB_PASSWORD', 'password', true, undefined],
  ['ADMIN_PASS', 'password', true, undefined],
  // What manuals write where one goes; as a value somebody chose it would hardly be in capitals.
  ['PASSWORD', 'password', true, undefined],
  ['PASSWD', 'password', false, undefined],
  ['Password', 'password', false, 'default'],
  ['for the admin user', 'password', false, undefined],
  ['<password>', 'password', true, undefined],
  ['12', 'password', true, undefined],
  ['$2y$10$abcdefghijklmnopqrstuv', 'password', false, 'hash'],
  // A key that also holds names needs a value that looks generated.
  ['my-registry', 'secret', false, undefined],
  ['test-token', 'token', false, undefined],
  ['foo/system:masters', 'token', true, undefined],
  ['q8Zr-41xT-9fLm', 'token', false, 'literal'],
  ['ferry42', 'token', true, undefined],
  ['f3rry42x', 'token', true, 'literal'],
  ['1234567890abcdef1234567890abcdef', 'token', true, undefined],
  ['dev1SecretName', 'secret', false, undefined],
  ['ecr-registry-secret', 'secret', true, undefined],
  ['line one\nline two', 'password', true, undefined],
];

describe('secretValueOf', () => {
  for (const [value, name, isCertain, expected] of cases) {
    it(`${JSON.stringify(value)} as ${name}${isCertain ? ' for certain' : ''}`, () =>
      assert.equal(secretValueOf(value, name, isCertain), expected));
  }
});
