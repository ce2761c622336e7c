import assert from 'node:assert/strict';
import { networkOf } from '../../server/facts/kubernetes/network';
import { nodeGroupsOf } from '../../server/facts/nodeGroup';
import type { Reading } from '../../server/facts/reading';
import { recognize, subjectOf } from '../../server/facts/recognize';
import { yamlSettingsOf } from '../../server/facts/yamlSettings';
import { root, yamlRegion } from '../languages/yamlText';

const show = <T>(reading: Reading<T>, value: (known: T) => unknown = (known) => known): string =>
  reading.state === 'known' ? String(value(reading.value)) : reading.state === 'absent' ? '-' : '?';

describe('subjects', () => {
  const cases: readonly (readonly [text: string, kind: string, fileName?: string])[] = [
    ['apiVersion: v1\nkind: Pod\n', 'manifest'],
    ['kind: ClusterConfig\n', 'manifest'],
    ['kind: CustomResourceDefinition\n', 'schema'],
    ['kind: Kustomization\napiVersion: kustomize.config.k8s.io/v1beta1\n', 'kustomization'],
    ['resources: [a.yaml]\n', 'kustomization'],
    ['secretGenerator:\n- name: a\n', 'kustomization'],
    ['resources: ["secrets"]\nverbs: [get]\n', 'unknown'],
    ['on: push\njobs: {}\n', 'workflow'],
    ['steps:\n- uses: a/b@v1\n', 'workflow'],
    ['- run: x\n', 'workflow'],
    ['runs:\n  using: composite\n  steps:\n  - run: x\n', 'workflow'],
    ['services:\n  a:\n    image: x\n', 'compose'],
    ['stages: [a]\njob:\n  script: [b]\n', 'gitlabCi'],
    ['Version: "2012-10-17"\nStatement:\n- Effect: Allow\n', 'iamPolicy'],
    ['image: {repository: a, tag: b}\n', 'helmValues'],
    ['a: b\n', 'helmValues', 'chart/values-prod.yaml'],
    ['apiVersion: v2\nname: a\nversion: 1.0.0\n', 'helmChart'],
    ['type: object\nproperties: {a: {type: string}}\n', 'schema'],
    ['a: b\n', 'unknown'],
    ['- a\n', 'unknown'],
    ['', 'unknown'],
  ];
  for (const [text, kind, fileName] of cases) {
    it(`calls ${JSON.stringify(text.slice(0, 40))} ${kind}`, () =>
      assert.equal(recognize(root(text), fileName ?? '').kind, kind));
  }

  it('names an object', () => {
    const text = 'apiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: b}\n';
    assert.deepEqual(subjectOf(yamlRegion(text)), {
      kind: 'manifest',
      apiVersion: 'v1',
      resource: 'Secret',
      name: 'a',
      namespace: 'b',
    });
  });
});

describe('settings of YAML', () => {
  /** path, key text, value, value text, source, fallback; those of `apiVersion` and `kind` left out. */
  const settings = (text: string, fileName = ''): string[] =>
    yamlSettingsOf(yamlRegion(text, { fileName }))
      .filter((s) => s.path.length > 1 || !['apiVersion', 'kind', 'on'].includes(s.key))
      .map((s) => {
        const written = text.slice(s.valueRange.start, s.valueRange.end);
        const fallback =
          s.fallback === undefined ? '' : ` ↳${text.slice(s.fallback.range.start, s.fallback.range.end)}`;
        return `${s.path.join('.')} ${text.slice(s.keyRange.start, s.keyRange.end)} ${show(s.value)} ${written} ${s.source}${fallback}`;
      });

  const cases: readonly (readonly [name: string, text: string, expected: readonly string[]])[] = [
    [
      'nested maps and lists',
      'a:\n  b: "x"\n  c: [y]\nd:\n',
      ['a.b b x "x" yaml', 'a.c.[0] c y y yaml', 'd d -  yaml'],
    ],
    [
      'variables of a container',
      'kind: Pod\nspec:\n  containers:\n  - env:\n    - name: A\n      value: b\n    - name: C\n      valueFrom: {secretKeyRef: {name: d}}\n',
      [
        'spec.containers.[0].env.[0].A A b b containerEnv',
        'spec.containers.[0].env.[1].name name C C yaml',
        'spec.containers.[0].env.[1].valueFrom.secretKeyRef.name name d d yaml',
      ],
    ],
    [
      'variables of compose',
      'services:\n  a:\n    environment:\n      - A=${B:-c}\n      - "D=e f"\n  b:\n    environment:\n      G: ${H:=i}\n',
      [
        'services.a.environment.A A ? ${B:-c} composeEnv ↳c',
        'services.a.environment.D D e f e f composeEnv',
        'services.b.environment.G G ? ${H:=i} composeEnv ↳i',
      ],
    ],
    [
      'variables of a workflow',
      'on: x\njobs:\n  a:\n    env: {B: "${{ c }}"}\n    steps: []\n',
      ['jobs.a.env.B B ? "${{ c }}" workflowEnv'],
    ],
    [
      'a Secret and a ConfigMap',
      'kind: Secret\nstringData: {a: b}\ndata: {c: ZA==}\n',
      ['stringData.a a b b secretStringData', 'data.c c ZA== ZA== secretData'],
    ],
    [
      'a ConfigMap in a List',
      'kind: List\nitems:\n- kind: ConfigMap\n  data: {a: b}\n',
      ['items.[0].kind kind ConfigMap ConfigMap yaml', 'items.[0].data.a a b b configMapData'],
    ],
    [
      'pairs of name and value',
      'parameters:\n- name: a.password\n  value: b\n',
      ['parameters.[0].a.password a.password b b yaml'],
    ],
    [
      'expansions without a literal',
      'a: ${B:-$C}\nd: ${E:?f}\n',
      ['a a ? ${B:-$C} yaml', 'd d ? ${E:?f} yaml'],
    ],
    ['no texts that are regions of their own', 'a.sh: |\n  b\nc: d\n', ['c c d d yaml']],
    ['no schemas', 'a:\n  type: object\n  properties: {password: {type: string}}\nb: c\n', ['b b c c yaml']],
    ['the target of an alias once', 'a: &x {b: c}\nd: *x\n', ['a.b b c c yaml']],
  ];
  for (const [name, text, expected] of cases)
    it(`lists ${name}`, () => assert.deepEqual(settings(text), expected));
});

describe('network policies', () => {
  const rules = (text: string): string[] => {
    const { rules: found, peers } = networkOf(yamlRegion(text));
    return [
      ...found.map(
        (r) =>
          `${r.direction}${r.isFragment ? ' fragment' : ''} ${show(r.peers)} ${show(r.ports, (p) => p.map((x) => x.port).join())}${r.entities.map((e) => ` ${e.value}`).join('')}`,
      ),
      ...peers.map(
        (p) =>
          `peer ${show(p.namespaces, (s) => s.isEmpty)} ${show(p.pods, (s) => s.isEmpty)} ${show(p.addresses, (a) => [a.cidr, ...a.except].join())}`,
      ),
    ];
  };
  const policy = (spec: string): string =>
    `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nspec:\n${spec.replace(/^/gm, '  ')}\n`;

  const cases: readonly (readonly [name: string, text: string, expected: readonly string[]])[] = [
    [
      'every destination',
      policy('egress:\n- {}\n- ports: [{port: 443}]\n- to:\n- to: []'),
      ['egress - -', 'egress - 443', 'egress 0 -', 'egress 0 -'],
    ],
    ['a rule that is null', policy('ingress:\n-\npolicyTypes: [Ingress]'), ['ingress - -']],
    ['nobody', policy('ingress: []\npolicyTypes: [Ingress]'), []],
    [
      'peers',
      policy(
        'ingress:\n- from:\n  - namespaceSelector: {}\n  - namespaceSelector: {matchLabels: {}}\n    podSelector: {matchLabels: {a: b}}\n  - ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}',
      ),
      ['ingress 3 -', 'peer true - -', 'peer true false -', 'peer - - 0.0.0.0/0,10.0.0.0/8'],
    ],
    ['a fragment', 'egress:\n- to:\n  - podSelector: {}\n', ['egress fragment 1 -', 'peer - true -']],
    ['a rule alone', '- from:\n  - namespaceSelector: {}\n', ['ingress fragment 1 -', 'peer true - -']],
    ['no hosts of an ingress', 'ingress:\n- host: a\n  paths: [b]\n', []],
    [
      'Cilium',
      'apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nspec:\n  egress:\n  - toEntities: [world]\n  - toPorts: [{ports: [{port: "53"}]}]\n',
      ['egress 1 - world', 'egress - 53'],
    ],
    [
      'Calico',
      'apiVersion: projectcalico.org/v3\nkind: GlobalNetworkPolicy\nspec:\n  egress:\n  - action: Allow\n  - action: Deny\n  - action: Allow\n    destination: {nets: [10.0.0.0/8], ports: [443]}\n',
      ['egress - -', 'egress 1 443'],
    ],
  ];
  for (const [name, text, expected] of cases)
    it(`reads ${name}`, () => assert.deepEqual(rules(text), expected));

  it('never calls absent what a template may add', () => {
    const text = policy(
      'egress:\n- ports: [{port: 443}]\n  {{- toYaml .x | nindent 2 }}\n- to:\n  - namespaceSelector: {{ toYaml .y }}',
    );
    const { rules: found, peers } = networkOf(yamlRegion(text, { template: 'helm' }));
    assert.deepEqual(
      found.map((r) => r.peers.state),
      ['unknown', 'known'],
    );
    assert.deepEqual(
      peers.map((p) => p.namespaces.state),
      ['unknown'],
    );
  });
});

describe('node groups', () => {
  const groups = (text: string): string[] =>
    nodeGroupsOf(yamlRegion(text)).map(
      (g) =>
        `${g.isFragment ? 'fragment ' : ''}${g.ssh ? 'ssh ' : ''}${g.iam ? 'iam ' : ''}${show(g.privateNetworking)}`,
    );
  it('reads those of a ClusterConfig', () => {
    assert.deepEqual(
      groups(
        'apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nnodeGroups:\n- ssh: {allow: true}\nmanagedNodeGroups:\n- iam: {}\n  privateNetworking: yes\n',
      ),
      ['ssh -', 'iam true'],
    );
  });
  it('reads fragments, and calls nothing absent there', () => {
    assert.deepEqual(groups('managedNodeGroups:\n- name: a\n'), ['fragment ?']);
    assert.deepEqual(groups('ssh:\n  allow: true\n'), ['fragment ssh ?']);
    assert.deepEqual(groups('- name: a\n  instanceType: b\n  desiredCapacity: 1\n'), ['fragment ?']);
  });
  it('leaves other objects alone', () => {
    assert.deepEqual(groups('kind: Pod\nspec:\n  ssh: {allow: true}\n'), []);
    assert.deepEqual(groups('a:\n  instanceType: b\n'), []);
  });
});
