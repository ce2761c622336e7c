import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixesOf } from '../../server/engine/fixes';
import { linesOf, toLineAndCharacter } from '../../server/text/lines';
import { analyze, fixedText } from './document';

const root = join(__dirname, '..', '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8').replaceAll('\r\n', '\n');

/** Every finding of the examples: line, rule, severity. What is not here has to be silent. */
const expected: { readonly [file: string]: readonly string[] } = {
  'examples/.github/workflows/deploy.yml': [
    '19 image-latest-tag medium',
    '41 pipe-to-shell high',
    '64 network-policy-any-destination high',
  ],
  'examples/README.md': [],
  'examples/docs/staging-guide.md': [
    '19 curl-without-fail info',
    '19 pipe-to-shell high',
    '24 curl-without-fail info',
    '24 pipe-to-shell high',
    '50 unverified-download high',
    '61 audit-log-not-enabled info',
    '71 node-ssh-access high',
    '73 node-full-registry-access high',
    '103 hardcoded-credential high',
    '158 network-policy-any-namespace high',
    '176 grafana-admin-password critical',
    '216 pod-not-hardened low',
    '217 image-latest-tag medium',
    '236 image-latest-tag medium',
    '260 curl-without-fail info',
    '260 pipe-to-shell info',
  ],
  'examples/helm/values.yaml': [
    '12 image-latest-tag medium',
    '17 grafana-admin-password critical',
    '22 image-from-bitnami medium',
  ],
  'examples/k8s/cluster.yaml': [
    '5 audit-log-not-enabled info',
    '16 node-ssh-access high',
    '20 node-full-registry-access high',
    '21 node-broad-permissions medium',
  ],
  'examples/k8s/timetable.yaml': [
    '23 pod-not-hardened low',
    '24 image-latest-tag medium',
    '40 image-latest-tag medium',
    '66 network-policy-any-namespace high',
    '71 network-policy-any-destination high',
  ],
  'examples/k8s/web.yaml': [],
  'examples/scripts/install-tools.sh': [
    '21 unverified-download high',
    '27 pipe-to-shell high',
    '34 image-latest-tag medium',
  ],
};

describe('the examples', () => {
  for (const [file, findings] of Object.entries(expected)) {
    it(`${file} has the findings that it was written for, and no others`, () => {
      const text = read(file);
      const lines = linesOf(text);
      const actual = analyze(file, text, 'recommended').findings.map(
        ({ meta, severity, range }) =>
          `${toLineAndCharacter(lines, range.start).line + 1} ${meta.id} ${severity}`,
      );
      assert.deepEqual(actual, findings);
    });
  }

  it('is safe to fix at once: only the SSH flags, the registry flag and curl -f', () => {
    const file = 'examples/docs/staging-guide.md';
    const analysis = analyze(file, read(file), 'recommended');
    const safe = analysis.findings.flatMap((finding) =>
      fixesOf(analysis, finding)
        .filter((fix) => fix.applicability === 'safe')
        .map((fix) => `${finding.meta.id}: ${fix.title}`),
    );
    assert.deepEqual([...new Set(safe)].sort(), [
      'curl-without-fail: Fail on an HTTP error instead of taking its page for the file',
      'node-full-registry-access: Remove --full-ecr-access',
      'node-ssh-access: Remove the SSH flags',
    ]);
  });

  it('changes with the first fix of the first network finding just what it should', () => {
    const file = 'examples/docs/staging-guide.md';
    const text = read(file);
    const analysis = analyze(file, text, 'recommended');
    const finding = analysis.findings.find(({ meta }) => meta.id === 'network-policy-any-namespace');
    assert.ok(finding !== undefined);
    const [fix] = fixesOf(analysis, finding);
    const except = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16'];
    const peer = '           - namespaceSelector: {}\n         ports:';
    const block =
      '           - ipBlock:\n               cidr: 0.0.0.0/0\n               except:\n' +
      except.map((range) => `                 - ${range}\n`).join('');
    assert.ok(text.includes(peer));
    assert.equal(fixedText(analysis, fix), text.replace(peer, `${block}         ports:`));
  });
});
