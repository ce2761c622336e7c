import assert from 'node:assert/strict';
import { analyze } from '../rules/document';

const loggingIn = (fileName: string, text: string): readonly string[] =>
  analyze(fileName, text)
    .facts.all('clusterLogging')
    .map(({ fact: { source, types, disabled, isApplied } }) => {
      const on = types.state === 'known' ? types.value.map(({ value }) => value).join(',') : types.state;
      const off = disabled.length === 0 ? '' : ` -${disabled.map(({ value }) => value).join(',')}`;
      return `${source} ${on}${off}${isApplied ? '' : ' (plan)'}`;
    });

describe('logs of a control plane', () => {
  const config = (rest: string): string =>
    `apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {name: shop}\n${rest}`;
  const cases: readonly (readonly [string, string, string, readonly string[]])[] = [
    ['absent from a config', 'a.yaml', config(''), ['config absent']],
    ['null in a config', 'a.yaml', config('cloudWatch:\n  clusterLogging:\n'), ['config absent']],
    ['unknown beside a template', 'a.yaml', config('{{ .Values.rest }}\n'), ['config unknown']],
    [
      'listed in a config',
      'a.yaml',
      config('cloudWatch: {clusterLogging: {enableTypes: [audit, api]}}\n'),
      ['config audit,api'],
    ],
    [
      'of eksctl',
      'a.sh',
      'eksctl utils update-cluster-logging --enable-types=audit --disable-types all\n',
      ['eksctlUpdate audit -all (plan)'],
    ],
    ['of eksctl, from a file', 'a.sh', 'eksctl create cluster -f a.yaml\n', []],
    [
      'of aws, as JSON',
      'a.sh',
      `aws eks update-cluster-config --logging '{"clusterLogging":[{"types":["api"],"enabled":true},{"types":["audit"],"enabled":false}]}'\n`,
      ['awsUpdate api -audit'],
    ],
    [
      'of aws, in the short form',
      'a.sh',
      "aws eks create-cluster --name a --logging 'clusterLogging=[{types=[api,audit],enabled=true}]'\n",
      ['awsCreate api,audit'],
    ],
  ];
  for (const [name, fileName, text, expected] of cases) {
    it(`are read ${name}`, () => {
      assert.deepEqual(loggingIn(fileName, text), expected);
    });
  }
});

describe('rules of an audit policy', () => {
  it('tell what they record of secrets, and what was decided above', () => {
    const text =
      'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n  - level: None\n    users: [a]\n  - level: Metadata\n    resources: [{group: "", resources: [secrets]}]\n  - level: Request\n    nonResourceURLs: ["/a"]\n  - level: RequestResponse\n';
    const rules = analyze('a.yaml', text)
      .facts.all('auditRule')
      .map(({ fact: { level, isCatchAll, secrets, isSettled } }) => {
        const about = secrets === undefined ? 'none' : secrets.isNamed ? 'named' : 'all';
        return `${level.value} ${about}${isCatchAll ? ' catch-all' : ''}${isSettled ? ' settled' : ''}`;
      });
    assert.deepEqual(rules, [
      'None all',
      'Metadata named',
      'Request none settled',
      'RequestResponse all catch-all settled',
    ]);
  });
});

describe('API servers', () => {
  it('are read from static pods and both forms of kubeadm', () => {
    const flags = (text: string): readonly string[] =>
      analyze('a.yaml', text)
        .facts.all('apiServer')
        .flatMap(({ fact }) => fact.flags.map(({ name, value }) => `${name}=${value}`));
    const pod =
      'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: a\n      command: [kube-apiserver, --audit-log-maxage=7]\n';
    assert.deepEqual(flags(pod), ['--audit-log-maxage=7']);
    const kubeadm = (extra: string): string =>
      `apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\napiServer:\n  extraArgs: ${extra}\n`;
    assert.deepEqual(flags(kubeadm('{audit-log-maxage: "7"}')), ['--audit-log-maxage=7']);
    assert.deepEqual(flags(kubeadm('[{name: audit-log-maxage, value: "7"}]')), ['--audit-log-maxage=7']);
  });
});
