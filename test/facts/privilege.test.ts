import assert from 'node:assert/strict';
import { isNodeAgent } from '../../server/facts/kubernetes/nodeAgent';
import { reachOfHostPath } from '../../server/facts/privilege/hostPath';
import { dangerousCapability, isRootUser, unconfinedOption } from '../../server/facts/privilege/words';
import { analyze } from '../rules/document';

function privilegesIn(text: string, fileName = 'a.yaml'): readonly string[] {
  return analyze(fileName, text)
    .facts.all('privilege')
    .map(
      ({ fact: { what, detail, isNodeAgent: isAgent } }) =>
        `${what} ${detail}${isAgent ? ' of the node' : ''}`,
    );
}

describe('privileges: words', () => {
  it('tell paths of the host apart', () => {
    const cases: readonly (readonly [string, string | undefined])[] = [
      ['/', 'hostRoot'],
      ['//', 'hostRoot'],
      ['/.', 'hostRoot'],
      ['/var/run/docker.sock', 'containerSocket'],
      ['/run/k3s/containerd/containerd.sock', 'containerSocket'],
      ['/etc', 'sensitivePath'],
      ['/etc/', 'sensitivePath'],
      ['/etc/kubernetes/pki', 'sensitivePath'],
      ['/etc/localtime', 'hostPath'],
      ['/var/lib/kubelet/device-plugins', 'hostPath'],
      ['/srv/data', 'hostPath'],
      ['data', undefined],
      ['./data', undefined],
      ['/data/$ID', undefined],
      ['', undefined],
    ];
    for (const [path, reach] of cases) assert.equal(reachOfHostPath(path), reach, path);
  });

  it('know parts of the node by name and namespace', () => {
    for (const name of ['node-exporter', 'ebs-csi-node', 'kube-flannel-ds', 'redis-exporter', 'aws-node'])
      assert.ok(isNodeAgent(name, 'shop'), name);
    for (const name of ['orders', 'exporters', 'basic', 'nodes', ''])
      assert.ok(!isNodeAgent(name, 'shop'), name);
    assert.ok(isNodeAgent('anything', 'kube-system'));
  });

  it('know what registers emulators with the kernel, which no other right does', () => {
    for (const image of [
      'tonistiigi/binfmt',
      'multiarch/qemu-user-static',
      'tonistiigi/binfmt:qemu-v9.2.2-52',
    ])
      assert.deepEqual(privilegesIn(`docker run --privileged --rm ${image} --install all\n`, 'setup.sh'), [
        'privileged --privileged of the node',
      ]);
  });

  it('read capabilities, users and options', () => {
    assert.equal(dangerousCapability('cap_sys_admin'), 'SYS_ADMIN');
    assert.equal(dangerousCapability('CHOWN'), undefined);
    assert.deepEqual(['0', '0:0', 'root', 'root:wheel', '00'].map(isRootUser), [
      true,
      true,
      true,
      true,
      true,
    ]);
    assert.deepEqual(['', '1000', 'rooted', '10:0'].map(isRootUser), [false, false, false, false]);
    assert.equal(unconfinedOption('label:disable'), 'label=disable');
    assert.equal(unconfinedOption('label=type:spc_t'), 'label=type=spc_t');
    assert.equal(unconfinedOption('apparmor:unconfined'), 'apparmor=unconfined');
    assert.equal(unconfinedOption('no-new-privileges:true'), undefined);
    assert.equal(unconfinedOption('seccomp=profile.json'), undefined);
  });
});

describe('privileges of YAML', () => {
  const container = (context: string): string =>
    `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n    - name: a\n      image: x:1.0.0\n      securityContext: ${context}\n`;
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['a switch', container('{privileged: true}'), ['privileged privileged']],
    ['of YAML 1.1', container('{privileged: On}'), ['privileged privileged']],
    ['which text is not', container('{privileged: "true"}'), []],
    ['that is off', container('{privileged: false, allowPrivilegeEscalation: no}'), []],
    ['octal zero', container('{runAsUser: 00}'), ['rootUser 0']],
    ['a user beside the switch', container('{runAsUser: 7, runAsNonRoot: false}'), []],
    ['an empty list', container('{capabilities: {add: []}}'), []],
    ['null', container('{capabilities: {add: ~}, seccompProfile: }'), []],
    [
      'a merge key, told once',
      'x: &base {privileged: true}\nspec:\n  containers:\n    - {name: a, image: x, securityContext: {<<: *base}}\n    - {name: b, image: x, securityContext: {<<: *base}}\n',
      ['privileged privileged'],
    ],
    ['a policy', 'apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nspec: {hostNetwork: true}\n', []],
    [
      'a schema',
      'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec: {hostNetwork: true}\n',
      [],
    ],
    [
      'a DaemonSet of the node',
      'apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: kube-proxy, namespace: kube-system}\nspec: {template: {spec: {hostNetwork: true, containers: [{name: a, image: x}]}}}\n',
      ['hostNetwork of the node'].map((words) => `hostNamespace ${words}`),
    ],
    [
      'Compose',
      'services:\n  web: {image: x, pid: host, user: root}\n',
      ['hostNamespace pid', 'rootUser root'],
    ],
    ['a named volume', 'services:\n  web: {image: x, volumes: ["etc:/etc", "/srv:/srv"]}\n', []],
  ];
  for (const [name, text, expected] of cases) it(name, () => assert.deepEqual(privilegesIn(text), expected));

  it('belong to the node in a chart of an exporter', () => {
    assert.deepEqual(
      privilegesIn('replicaCount: 1\nhostNetwork: true\n', 'charts/node-exporter/values.yaml'),
      ['hostNamespace hostNetwork of the node'],
    );
  });
});

describe('privileges of commands', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['docker run --privileged x', ['privileged --privileged']],
    ['docker run x --privileged', []],
    ['docker network create --privileged x', []],
    ['sudo nerdctl run --net host --cap-add CAP_BPF x', ['hostNamespace --net', 'dangerousCapability BPF']],
    ['docker exec --privileged web sh', ['privileged --privileged']],
    ['docker exec -u 0 web sh', []],
    ['docker run -v /:/host:ro -v data:/ x', ['hostRoot /']],
    ['docker run --mount source=/etc,type=bind,target=/x x', ['sensitivePath /etc']],
    ['docker run --mount source=/etc,type=volume x', []],
    ['docker run --user "$USER" -v "$DIR:/x" x', []],
    ['kubectl debug node/a --image=x --profile=sysadmin', ['privileged sysadmin']],
    ['kubectl debug node/a --image=x --profile=general', []],
    ['helm install a b --set hostPID=true --set x.privileged=true', ['hostNamespace hostPID']],
  ];
  for (const [text, expected] of cases)
    it(text, () => assert.deepEqual(privilegesIn(`${text}\n`, 'a.sh'), expected));
});
