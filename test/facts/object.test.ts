import assert from 'node:assert/strict';
import { analyze } from '../rules/document';

/** `apps/v1 Deployment web in shop` for each object; `*` marks one that another object carries. */
function objectsIn(text: string): readonly string[] {
  return analyze('a.yaml', text)
    .facts.all('object')
    .map(({ fact: { apiVersion, resource, name, namespace, isNested } }) => {
      const [named, space] = [name, namespace].map((field) =>
        field.state === 'known' ? field.value : field.state === 'absent' ? '-' : '?',
      );
      return `${apiVersion} ${resource} ${named} in ${space}${isNested ? '*' : ''}`;
    });
}

describe('Kubernetes objects', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'as a document',
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\n',
      ['apps/v1 Deployment web in shop'],
    ],
    ['without a namespace', 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n', ['v1 Pod web in -']],
    [
      'named by a template',
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Release.Name }}\n',
      ['v1 Pod ? in -'],
    ],
    [
      'as items of a List',
      'apiVersion: v1\nkind: List\nitems:\n  - {apiVersion: v1, kind: Pod, metadata: {name: a}}\n',
      ['v1 List - in -', 'v1 Pod a in -'],
    ],
    [
      'in a values file',
      'extraObjects:\n  - apiVersion: v1\n    kind: Pod\n    metadata: {name: a}\n',
      ['v1 Pod a in -'],
    ],
    [
      'inside of another',
      'apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: p}\nspec:\n  generate:\n    apiVersion: v1\n    kind: ResourceQuota\n',
      ['kyverno.io/v1 ClusterPolicy p in -', 'v1 ResourceQuota - in -*'],
    ],
    [
      'but no reference to one',
      'apiVersion: v1\nkind: Event\nmetadata: {name: e}\ninvolvedObject: {kind: Pod, name: a}\n',
      ['v1 Event e in -'],
    ],
  ];
  for (const [name, text, expected] of cases) {
    it(`are read ${name}`, () => assert.deepEqual(objectsIn(text), expected));
  }
});
