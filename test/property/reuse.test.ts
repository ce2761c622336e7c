import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { rules } from '../../rules/index';
import { analyzeDocument, ruleSet, type Analysis, type DocumentInput } from '../../server/engine/analyze';
import type { Config } from '../../server/engine/config';
import { languageOfDocument } from '../../server/languages/documents';
import { formatMessage } from '../../server/rule/finding';
import { applyEdits } from '../../server/text/edit';

const all = ruleSet(rules);
const config: Config = { profile: 'strict' };

const texts = [
  'docs/staging-guide.md',
  'scripts/install-tools.sh',
  'helm/values.yaml',
  'k8s/cluster.yaml',
].map((name): DocumentInput => {
  const text = readFileSync(path.join(__dirname, '..', '..', 'examples', name), 'utf8');
  const language = languageOfDocument({ fileName: name, firstLine: text.split('\n', 1)[0] });
  assert.ok(language);
  return { uri: `file:///${name}`, fileName: name, language, text };
});

/** Everything a reader can see of an analysis. */
function seen(analysis: Analysis): unknown {
  return {
    findings: analysis.findings.map((f) => ({
      rule: f.meta.id,
      severity: f.severity,
      message: formatMessage(f.message),
      range: f.range,
      layer: f.layer,
      related: f.related.map((r) => r.range),
      fingerprint: f.fingerprint,
      suppressed: f.suppressed,
      eased: f.eased,
    })),
    notAnalyzed: analysis.notAnalyzed,
    regions: analysis.regionCount,
  };
}

const pieces = fc.constantFrom(
  '',
  'x',
  '\n',
  ' ',
  '```\n',
  '"',
  "'",
  '\\\n',
  'image: nginx:latest\n',
  '> ',
  '- ',
  'curl https://example.net/x | bash\n',
  '{{ if .Values.x }}',
  'minikube start\n',
  '# security-hints-ignore-next pipe-to-shell: trying\n',
  '\0',
  '\r\n',
);
const change = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), size: fc.nat(6), text: pieces });

describe('incremental analysis (property)', function () {
  this.timeout(120_000);

  for (const input of texts) {
    it(`equals analysis from scratch after any edits: ${input.fileName}`, () => {
      fc.assert(
        fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), (changes) => {
          let text = input.text;
          let analysis = analyzeDocument(input, all, config);
          for (const { at, size, text: inserted } of changes) {
            const start = Math.floor(at * text.length);
            const range = { start, end: Math.min(text.length, start + size) };
            text = applyEdits(text, [{ range, text: inserted }]);
            analysis = analyzeDocument({ ...input, text }, all, config, analysis);
          }
          assert.deepEqual(seen(analysis), seen(analyzeDocument({ ...input, text }, all, config)));
          assert.deepEqual(analysis.failures, []);
        }),
        { numRuns: 25 },
      );
    });
  }

  it('parses the document and one fence for a keystroke in a fence, one piece of prose for one in prose', () => {
    const [guide] = texts as [DocumentInput];
    const before = analyzeDocument(guide, all, config);
    const keystroke = (needle: string): number => {
      const at = guide.text.indexOf(needle) + needle.length;
      const text = applyEdits(guide.text, [{ range: { start: at, end: at }, text: 'x' }]);
      return analyzeDocument({ ...guide, text }, all, config, before).parsedCount;
    };
    assert.equal(keystroke('eksctl create cluster'), 2);
    assert.equal(keystroke('How to build the staging'), 1);
  });
});
