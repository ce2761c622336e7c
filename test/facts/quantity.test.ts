import assert from 'node:assert/strict';
import { parseQuantity, quantityOfSize } from '../../server/facts/quantity';

describe('quantities', () => {
  const values: readonly (readonly [string, number | undefined])[] = [
    ['1', 1],
    ['1.5', 1.5],
    ['.5', 0.5],
    ['100m', 0.1],
    ['512m', 0.512],
    ['1k', 1000],
    ['1Ki', 1024],
    ['1Gi', 2 ** 30],
    ['1e3', 1000],
    ['12E2', 1200],
    ['1E', 1e18],
    ['1g', undefined],
    ['1K', undefined],
    ['512MB', undefined],
    ['1 Gi', undefined],
    ['', undefined],
    ['Gi', undefined],
  ];
  for (const [text, value] of values) {
    it(`${text} is ${value ?? 'none'}`, () => assert.equal(parseQuantity(text)?.value, value));
  }

  it('take the place of sizes written for other programs', () => {
    assert.deepEqual(['512m', '1g', '512MB', '2GiB', '64 kb', '1', '1x'].map(quantityOfSize), [
      '512Mi',
      '1Gi',
      '512M',
      '2Gi',
      '64k',
      undefined,
      undefined,
    ]);
  });
});
