import assert from 'node:assert/strict';
import { analyze } from '../rules/document';

/** `Role: get on pods of core (named a)` for each rule. */
function rulesIn(fileName: string, text: string): readonly string[] {
  return analyze(fileName, text)
    .facts.all('rbacRule')
    .map(({ fact: { role, verbs, resources, apiGroups, names } }) => {
      const list = (words: readonly { readonly value: string }[]): string =>
        words.map(({ value }) => (value === '' ? 'core' : value)).join(',');
      const named = names.words.length === 0 ? '' : ` (named ${list(names.words)})`;
      return `${role.resource ?? '?'}${role.isUpstream ? '*' : ''}: ${list(verbs.words)} on ${list(resources.words)} of ${list(apiGroups.words)}${named}`;
    });
}

function bindingsIn(fileName: string, text: string): readonly string[] {
  return analyze(fileName, text)
    .facts.all('rbacBinding')
    .map(({ fact: { resource, role, subjects } }) => {
      const who = subjects.map(({ type, namespace, name }) => `${type} ${namespace}/${name}`).join(', ');
      return `${resource ?? '?'} ${role?.value ?? '?'} to ${who}`;
    });
}

describe('roles and bindings', () => {
  const rules: readonly (readonly [string, string, string, readonly string[]])[] = [
    [
      'in a Role',
      'a.yaml',
      'kind: Role\napiVersion: rbac.authorization.k8s.io/v1\nmetadata: {name: a}\nrules:\n  - apiGroups: [""]\n    resources: [pods]\n    verbs: [get]\n',
      ['Role: get on pods of core'],
    ],
    [
      'with what a merge key brings in',
      'a.yaml',
      'base: &b {apiGroups: [""], resources: [secrets]}\nrules:\n  - <<: *b\n    verbs: [get]\n    resourceNames: [a]\n',
      ['?: get on secrets of core (named a)'],
    ],
    [
      'of a well-known controller',
      'a.yaml',
      'kind: ClusterRole\napiVersion: rbac.authorization.k8s.io/v1\nmetadata: {name: velero-server}\nrules: [{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}]\n',
      ['ClusterRole*: * on * of *'],
    ],
    [
      'but no webhook and no audit rule',
      'a.yaml',
      'rules:\n  - operations: [CREATE]\n    resources: [pods]\n    verbs: [get]\n  - level: None\n    verbs: [get]\n    resources: [{group: ""}]\n',
      [],
    ],
    [
      'but not without a verb',
      'a.yaml',
      'rules: [{apiGroups: [""], resources: [pods/exec], verbs: []}]\n',
      [],
    ],
    [
      'but not what a FlowSchema sorts',
      'a.yaml',
      'apiVersion: flowcontrol.apiserver.k8s.io/v1\nkind: FlowSchema\nmetadata: {name: a}\nspec:\n  rules:\n    - resourceRules: [{apiGroups: ["*"], namespaces: ["*"], resources: ["*"], verbs: ["*"]}]\n      nonResourceRules: [{nonResourceURLs: ["*"], verbs: ["*"]}]\n',
      [],
    ],
    [
      'but not what such a schema shows without its head',
      'a.yaml',
      'rules:\n  - resourceRules: [{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}]\n',
      [],
    ],
    [
      'but not what a review answers',
      'a.yaml',
      'apiVersion: authorization.k8s.io/v1\nkind: SelfSubjectRulesReview\nstatus:\n  resourceRules: [{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}]\n',
      [],
    ],
    [
      'by kubectl, with groups and lists',
      'a.sh',
      'kubectl create role a --verb=get,list --verb=watch --resource=deployments.apps,pods/log\n',
      ['Role: get,list,watch on deployments,pods/log of apps'],
    ],
    [
      'by flags that stand without their command',
      'a.sh',
      '  --verb=get --resource=secrets\n',
      ['?: get on secrets of '],
    ],
    [
      'by kubectl, with what a variable decides left out',
      'a.sh',
      'kubectl create role a --verb="$V" --resource=pods\n',
      ['Role:  on pods of '],
    ],
  ];
  for (const [name, fileName, text, expected] of rules) {
    it(`are read ${name}`, () => {
      assert.deepEqual(rulesIn(fileName, text), expected);
    });
  }

  it('bind accounts, in manifests and by kubectl', () => {
    const manifest =
      'kind: RoleBinding\napiVersion: rbac.authorization.k8s.io/v1\nmetadata: {name: a}\nroleRef: {kind: Role, name: r}\nsubjects: [{kind: User, name: jane}]\n';
    assert.deepEqual(bindingsIn('a.yaml', manifest), ['RoleBinding r to User /jane']);
    const command =
      'kubectl create clusterrolebinding a --clusterrole view --serviceaccount=shop:web --group=g1,g2\noc adm policy add-cluster-role-to-user edit jane\n';
    assert.deepEqual(bindingsIn('a.sh', command), [
      'ClusterRoleBinding view to Group /g1, Group /g2, ServiceAccount shop/web',
      'ClusterRoleBinding edit to User /jane',
    ]);
    const flags = '  --clusterrole=cluster-admin \\\n  --user=jane\n';
    assert.deepEqual(bindingsIn('a.sh', flags), ['? cluster-admin to User /jane']);
  });
});
