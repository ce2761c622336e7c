import assert from 'node:assert/strict';
import { fixesOf } from '../../server/engine/fixes';
import { analyze, findingsOf } from './document';

const pod = (context: string): string =>
  'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  securityContext: { runAsNonRoot: true }\n' +
  `  containers:\n    - name: web\n      image: ferrybook/web:1.4.2\n      securityContext: { ${context} }\n`;

const titlesFor = (context: string): readonly string[] => {
  const analysis = analyze('pod.yaml', pod(context));
  const [finding] = findingsOf(analysis, 'pod-not-hardened');
  assert.ok(finding);
  return fixesOf(analysis, finding).map(({ title }) => title);
};

describe('fixes of the restricted profile', () => {
  it('offer a read-only root file system', () => {
    assert.deepEqual(titlesFor('allowPrivilegeEscalation: false, capabilities: { drop: [ALL] }'), [
      'Apply the restricted profile',
      'Apply the restricted profile and a read-only root file system',
    ]);
  });

  it('do not offer it where there is one: both would write the same', () => {
    const context =
      'allowPrivilegeEscalation: false, capabilities: { drop: [ALL] }, readOnlyRootFilesystem: true';
    assert.deepEqual(titlesFor(context), ['Apply the restricted profile']);
  });
});
