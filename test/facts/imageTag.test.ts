import assert from 'node:assert/strict';
import { compareTags, tierOfTag, type TagTier } from '../../server/facts/imageTag';

const cases: readonly (readonly [TagTier, string])[] = [
  [
    'moving',
    'latest Latest stable main master edge nightly lts mainline next beta dev alpine slim bookworm stable-alpine ' +
      'lts-slim latest-dev alpine3.22 nonroot debug-nonroot bookworm-slim staging',
  ],
  ['major', '1 16 v2 17-jdk 3-alpine 1.x 26-bookworm-slim'],
  ['minor', '1.31 3.12 24.04 8.2-alpine v1.34 1.31.x 3.12-slim-bookworm'],
  [
    'full',
    '1.37.0 v1.34.2 1.27.4-alpine3.20 bookworm-20260803 2024-11-03 RELEASE.2025-01-20T14-49-07Z 3f2a9c1 sha-3f2a9c1 ' +
      '1.5.2_v1 2.0.0-alpha5 v20210430-v0.1.3-739-g7da12acc 20471 1.7.1-4 v3.6.99 1.37.0-rc1 build-412',
  ],
  ['name', 'feature-login pr-17 mr-1204 e2e ltsc2022 customer-a facade decade'],
];

describe('tierOfTag', () => {
  for (const [tier, tags] of cases) {
    for (const tag of tags.split(' ')) it(`${tag} is ${tier}`, () => assert.equal(tierOfTag(tag), tier));
  }
});

describe('compareTags', () => {
  it('orders by numbers, not by letters', () => {
    assert.deepEqual(['1.10.0', '1.9.2', '1.9.2-1', 'v1.11.0'].sort(compareTags), [
      '1.9.2',
      '1.9.2-1',
      '1.10.0',
      'v1.11.0',
    ]);
  });
});
