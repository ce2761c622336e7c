import assert from 'node:assert/strict';
import type { ContainerFact, WorkloadFact } from '../../server/facts/fact';
import type { Reading } from '../../server/facts/reading';
import { analyze } from '../rules/document';

function told(reading: Reading<string | number>): string {
  return reading.state === 'known' ? String(reading.value) : reading.state === 'absent' ? '-' : '?';
}

function tellContainer({ name, role, workload }: ContainerFact): string {
  return `${told(name)} ${role}${workload === undefined ? ' alone' : ''}`;
}

function tellWorkload({ resource, name, namespace, replicas, podLabels, isWhole }: WorkloadFact): string {
  const labels = [...podLabels].map(([key, value]) => ` ${key}=${value}`).join('');
  return `${resource} ${told(name)} in ${told(namespace)} x${told(replicas)}${labels}${isWhole ? ' whole' : ''}`;
}

const containers = 'containers: [{name: app, image: "ferrybook/web:1.4.2"}]';
const meta = 'metadata: {name: web, namespace: shop}';
const template = `template: {metadata: {labels: {app: web}}, spec: {${containers}}}`;

const cases: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
  [
    'a Pod',
    `apiVersion: v1\nkind: Pod\n${meta}\nspec: {${containers}}\n`,
    ['Pod web in shop x- whole'],
    ['app container'],
  ],
  ...['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].map(
    (kind) =>
      [
        `a ${kind}`,
        `apiVersion: apps/v1\nkind: ${kind}\n${meta}\nspec: {replicas: 3, selector: {}, ${template}}\n`,
        [`${kind} web in shop x3 app=web whole`],
        ['app container'],
      ] as const,
  ),
  [
    'a CronJob',
    `apiVersion: batch/v1\nkind: CronJob\n${meta}\nspec: {jobTemplate: {spec: {${template}}}}\n`,
    ['CronJob web in shop x- app=web whole'],
    ['app container'],
  ],
  [
    'a Job in a List',
    `apiVersion: v1\nkind: List\nitems:\n  - {apiVersion: batch/v1, kind: Job, ${meta}, spec: {${template}}}\n`,
    ['Job web in shop x- app=web whole'],
    ['app container'],
  ],
  [
    'a PodTemplate',
    `apiVersion: v1\nkind: PodTemplate\n${meta}\n${template}\n`,
    ['PodTemplate web in shop x? app=web'],
    ['app container'],
  ],
  [
    'a Rollout of Argo',
    `apiVersion: argoproj.io/v1alpha1\nkind: Rollout\n${meta}\nspec: {replicas: 2, selector: {}, ${template}}\n`,
    ['Rollout web in shop x2 app=web whole'],
    ['app container'],
  ],
  [
    'a Service of Knative',
    `apiVersion: serving.knative.dev/v1\nkind: Service\n${meta}\nspec: {${template}}\n`,
    ['Service web in shop x- app=web whole'],
    ['app container'],
  ],
  [
    'a Workflow of Argo',
    `apiVersion: argoproj.io/v1alpha1\nkind: Workflow\n${meta}\nspec:\n  templates:\n    - name: a\n      container: {name: main, image: "ferrybook/web:1.4.2"}\n`,
    [],
    ['main container alone'],
  ],
  [
    'a Task of Tekton',
    `apiVersion: tekton.dev/v1\nkind: Task\n${meta}\nspec:\n  steps:\n    - {name: build, image: "ferrybook/web:1.4.2"}\n`,
    [],
    ['build container alone'],
  ],
  [
    'init containers and sidecars',
    `apiVersion: v1\nkind: Pod\n${meta}\nspec:\n  initContainers:\n    - {name: a, image: "x:1.0.0"}\n    - {name: b, image: "x:1.0.0", restartPolicy: Always}\n  ${containers}\n`,
    ['Pod web in shop x- whole'],
    ['a initContainer', 'b sidecar', 'app container'],
  ],
  ['the spec of a pod', `spec:\n  ${containers}\n`, [' ? in ? x?'], ['app container']],
  ['a list of containers', '- name: app\n  image: x:1.0.0\n  ports: []\n', [], ['app container alone']],
  ['one container', 'name: app\nimage: x:1.0.0\nsecurityContext: {}\n', [], ['app container alone']],
  [
    'values of a chart',
    'replicaCount: 1\ninitContainers:\n  - {name: a, image: "x:1.0.0", command: [sh]}\n',
    [],
    ['a initContainer alone'],
  ],
  [
    'a patch',
    `apiVersion: apps/v1\nkind: Deployment\n${meta}\nspec: {template: {spec: {containers: [{name: app, resources: {}}]}}}\n`,
    ['Deployment web in shop x-'],
    ['app container'],
  ],
  [
    'a template of a chart',
    `apiVersion: v1\nkind: Pod\n${meta}\nspec:\n  {{- with .Values.pod }}\n  {{- toYaml . | nindent 2 }}\n  {{- end }}\n  ${containers}\n`,
    ['Pod web in shop x-'],
    ['app container'],
  ],
  [
    'merge keys',
    `apiVersion: v1\nkind: Pod\n${meta}\nspec:\n  initContainers:\n    - &base {name: a, image: "x:1.0.0"}\n  containers:\n    - <<: *base\n      name: b\n`,
    ['Pod web in shop x- whole'],
    ['a initContainer', 'b container'],
  ],
  [
    'a policy about pods, which is none',
    `apiVersion: kyverno.io/v1\nkind: ClusterPolicy\n${meta}\nspec: {pattern: {spec: {${template}}}}\n`,
    [],
    [],
  ],
];

describe('pods and containers', () => {
  for (const [name, text, workloads, expected] of cases) {
    it(name, () => {
      const { facts } = analyze('a.yaml', text);
      assert.deepEqual(
        facts.all('workload').map(({ fact }) => tellWorkload(fact)),
        workloads,
      );
      assert.deepEqual(
        facts.all('container').map(({ fact }) => tellContainer(fact)),
        expected,
      );
    });
  }

  it('tell what a container runs', () => {
    const runs = (container: string): readonly string[] =>
      analyze('a.yaml', `spec:\n  containers:\n    - name: a\n      image: x\n${container}`)
        .facts.all('container')
        .flatMap(({ fact }) => fact.commands.map(({ program, args }) => [program, ...args].join(' ')));
    assert.deepEqual(runs('      command: [/bin/chown, -R, "1:1", /data]\n'), ['chown -R 1:1 /data']);
    assert.deepEqual(runs('      command: [sh, -c, "chown 1 /a && chmod 777 /b"]\n'), [
      'chown 1 /a',
      'chmod 777 /b',
    ]);
    assert.deepEqual(runs('      command: [sh, -c]\n      args:\n        - |\n          chown 1 /a\n'), [
      'chown 1 /a',
    ]);
    assert.deepEqual(runs('      command: ["sysctl", "-w"]\n      args: ["a=1"]\n'), ['sysctl -w a=1']);
    assert.deepEqual(runs('      tty: true\n'), []);
  });
});
