import assert from 'node:assert/strict';
import { factsOf } from '../../server/facts/extract';
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

describe('JSON patches of network policies', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['a rule at the end', '- op: add\n  path: /spec/egress/-\n  value: {}\n', ['egress -']],
    [
      'all rules',
      '- op: replace\n  path: /spec/egress\n  value: [{}, {to: [{podSelector: {}}]}]\n',
      ['egress -', 'egress 1'],
    ],
    ['the peers of a rule', '- op: replace\n  path: /spec/ingress/0/from\n  value: []\n', ['ingress 0']],
    ['a peer', '- op: add\n  path: /spec/egress/1/to/-\n  value: {podSelector: {}}\n', ['egress ?']],
    ['the removal of all peers', '- op: remove\n  path: /spec/egress/0/to\n', ['egress -']],
    [
      'what is removed and written again once',
      '- op: remove\n  path: /spec/egress/0/to\n- op: add\n  path: /spec/egress/0/to\n  value: [{podSelector: {}}]\n',
      ['egress 1'],
    ],
    ['nothing of the removal of a rule', '- op: remove\n  path: /spec/egress/0\n', []],
    ['nothing of the removal of all rules', '- op: remove\n  path: /spec/egress\n', []],
    ['nothing of a test', '- op: test\n  path: /spec/egress/0\n  value: {}\n', []],
    ['nothing of other paths', '- op: add\n  path: /spec/template/spec/egress/-\n  value: {}\n', []],
    ['nothing of a template', '- op: add\n  path: /spec/egress/0/to\n  value: {{ toYaml .x }}\n', []],
  ];
  for (const [name, text, expected] of cases)
    it(`give ${name}`, () => assert.deepEqual(rulesOf(text), expected));
});
