import assert from 'node:assert/strict';
import { leakOf } from '../../server/facts/kubernetes/imagePattern';
import { analyze } from '../rules/document';

const admissionIn = (fileName: string, text: string): readonly string[] =>
  analyze(fileName, text)
    .facts.all('admission')
    .map(({ fact: { what, value, target } }) => `${what} ${value === '' ? '-' : value} ${target}`.trim());

const patternsIn = (text: string): readonly string[] =>
  analyze('a.yaml', text)
    .facts.all('imagePattern')
    .map(({ fact, region }) => {
      assert.equal(region.text.slice(fact.range.start, fact.range.end), fact.value);
      return `${fact.engine} ${fact.form} "${fact.value}" ${leakOf(fact) ?? 'fits'}`;
    });

describe('admission', () => {
  const kyverno = (spec: string, validate: string): string =>
    `apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: a}\nspec:\n${spec}  rules:\n    - name: r\n      validate: ${validate}\n`;
  const cases: readonly (readonly [string, string, string, readonly string[]])[] = [
    [
      'of Kyverno, told by the rule',
      'a.yaml',
      kyverno('', '{failureAction: Enforce}'),
      ['kyvernoAction Enforce'],
    ],
    [
      'of Kyverno, told by the policy',
      'a.yaml',
      kyverno('  validationFailureAction: Audit\n', '{message: m}'),
      ['kyvernoAction Audit'],
    ],
    ['of Kyverno, told by nobody', 'a.yaml', kyverno('', '{message: m}'), ['kyvernoAction - r']],
    [
      'of a namespace',
      'a.yaml',
      'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels: {pod-security.kubernetes.io/enforce: baseline}\n',
      ['podSecurity baseline shop'],
    ],
    [
      'of a namespace, by kubectl',
      'a.sh',
      'kubectl label ns shop pod-security.kubernetes.io/enforce=privileged team=a\n',
      ['podSecurity privileged shop'],
    ],
    [
      'of webhooks, each',
      'a.yaml',
      'apiVersion: admissionregistration.k8s.io/v1\nkind: MutatingWebhookConfiguration\nmetadata: {name: a}\nwebhooks:\n  - {name: a, failurePolicy: Ignore}\n  - {name: b}\n',
      ['failurePolicy Ignore mutating'],
    ],
  ];
  for (const [name, fileName, text, expected] of cases) {
    it(`is read ${name}`, () => {
      assert.deepEqual(admissionIn(fileName, text), expected);
    });
  }
});

describe('patterns of allowed images', () => {
  it('are prefixes in Gatekeeper', () => {
    const repos = ['a.io/team/', 'a.io/team', 'a.io:5000', 'a.io/app:1', 'docker.io', '""'];
    const text = `apiVersion: constraints.gatekeeper.sh/v1beta1\nkind: K8sAllowedRepos\nmetadata: {name: a}\nspec:\n  parameters:\n    repos:\n${repos.map((repo) => `      - ${repo}\n`).join('')}`;
    assert.deepEqual(patternsIn(text), [
      'gatekeeper prefix "a.io/team/" fits',
      'gatekeeper prefix "a.io/team" longer',
      'gatekeeper prefix "a.io:5000" longer',
      'gatekeeper prefix "a.io/app:1" fits',
      'gatekeeper prefix "docker.io" public',
      'gatekeeper prefix "" everything',
    ]);
  });

  it('are alternatives in Kyverno, what is forbidden left out', () => {
    const text =
      'apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: a}\nspec:\n  rules:\n    - validate:\n        pattern:\n          spec:\n            containers:\n              - image: "a.io/* | b.io* | *c* & !*:latest"\n';
    assert.deepEqual(patternsIn(text), [
      'kyverno glob "a.io/*" fits',
      'kyverno glob "b.io*" longer',
      'kyverno glob "*c*" leading',
    ]);
  });

  it('are literals of startsWith in CEL, unless it is negated', () => {
    const text =
      "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicy\nmetadata: {name: a}\nspec:\n  validations:\n    - expression: object.spec.containers.all(c, c.image.startsWith('a.io') && !c.image.startsWith('a.io/old'))\n";
    assert.deepEqual(patternsIn(text), ['cel prefix "a.io" longer']);
  });
});
