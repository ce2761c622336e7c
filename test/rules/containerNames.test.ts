import assert from 'node:assert/strict';
import { analyze, findingsOf } from './document';
import { formatMessage } from '../../server/rule/finding';

const pod = (name: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  initContainers:\n    - ${name}image: ferrybook/own:1.0.0\n` +
  `      command: [chown, -R, '10001', /data]\n  containers:\n    - ${name}image: ferrybook/web:1.4.2\n`;

const rules = ['container-without-memory-limit', 'init-container-ownership', 'pod-not-hardened'];

describe('containers in messages', () => {
  for (const [name, told] of [
    ['name: web\n      ', 'web'],
    ['name: "${APP}"\n      ', '${APP}'],
  ] as const) {
    it(`are named as they are written: ${told}`, () => {
      const analysis = analyze('pod.yaml', pod(name));
      for (const rule of rules) {
        const [finding] = findingsOf(analysis, rule);
        assert.ok(finding, rule);
        assert.ok(formatMessage(finding.problem.message).includes(told), rule);
      }
    });
  }
});
