import assert from 'node:assert/strict';
import { hoursOf } from '../../server/facts/duration';

describe('durations', () => {
  for (const [text, hours] of [
    ['0', 0],
    ['0s', 0],
    ['1h0m0s', 1],
    ['90m', 1.5],
    ['8760h', 8760],
    ['1.5h', 1.5],
    ['30d', undefined],
    ['', undefined],
    ['1h 30m', undefined],
    ['-1h', undefined],
    ['3600', undefined],
    ['h', undefined],
  ] as const) {
    it(`${JSON.stringify(text)} is ${hours ?? 'none'}`, () => {
      assert.equal(hoursOf(text), hours);
    });
  }
});
