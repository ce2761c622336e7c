import assert from 'node:assert/strict';
import { factsOf } from '../../server/facts/extract';
import { isWorldCidr } from '../../server/facts/kubernetes/networkReach';
import { analyze } from '../rules/document';

/** `egress 1` for each rule: direction, and number of peers (`-` absent, `?` unknown). */
function rulesOf(text: string): readonly string[] {
  return factsOf(analyze('a.yaml', text).root).networkRule.map(
    ({ direction, peers }) =>
      `${direction} ${peers.state === 'known' ? peers.value : peers.state === 'absent' ? '-' : '?'}`,
  );
}

describe('rules of network policies', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['under a lone key', 'egress:\n  - to:\n      - podSelector: {}\n', ['egress 1']],
    ['with nothing behind to, and ports', 'egress:\n  - to:\n    ports:\n      - port: 443\n', ['egress 0']],
    ['with ports only', 'ingress:\n  - ports:\n      - port: 443\n', ['ingress -']],
    [
      'that are empty, beside policyTypes',
      'spec:\n  policyTypes: [Egress]\n  egress:\n    - {}\n',
      ['egress -'],
    ],
    ['that are empty, in a fragment', 'spec:\n  egress:\n    - {}\n', ['egress -']],
    [
      'that are a lone dash above others',
      'spec:\n  policyTypes: [Egress]\n  egress:\n    -\n    - to:\n        - podSelector: {}\n',
      ['egress -', 'egress 1'],
    ],
    [
      'not from a dash that somebody has just typed',
      'spec:\n  policyTypes: [Egress]\n  egress:\n    - \n',
      [],
    ],
    ['not from an empty ingress, which is many things', 'ingress:\n  - {}\n', []],
    ['of an Ingress in values', 'ingress:\n  - host: a.example\n    ports:\n      - number: 80\n', []],
    [
      'of a service mesh',
      'kind: Sidecar\napiVersion: networking.istio.io/v1\nspec:\n  egress:\n    - hosts: ["./*"]\n',
      [],
    ],
  ];
  for (const [name, text, expected] of cases) {
    it(`are read ${name}`, () => assert.deepEqual(rulesOf(text), expected));
  }
});

describe('isWorldCidr', () => {
  it('knows every way of writing all addresses, and no other block', () => {
    for (const cidr of ['0.0.0.0/0', '::/0', '0/0', '0::/0', '0:0:0:0:0:0:0:0/0'])
      assert.ok(isWorldCidr(cidr), cidr);
    for (const cidr of ['0.0.0.0/8', '10.0.0.0/0x', '::1/128', '', '0.0.0.0'])
      assert.ok(!isWorldCidr(cidr), cidr);
  });
});
