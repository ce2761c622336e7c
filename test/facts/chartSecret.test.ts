import assert from 'node:assert/strict';
import { analyzeDocument, ruleSet } from '../../server/engine/analyze';
import { fixesOf } from '../../server/engine/fixes';
import { applyEdits } from '../../server/text/edit';
import data from '../../server/data/chartSecrets.json';
import helmSetPassword from '../../rules/helm-set-password/rule';
import helmValuesVariable from '../../rules/helm-values-variable/rule';
import type { Config } from '../../server/engine/config';

const config: Config = { profile: 'recommended' };
const rules = ruleSet([helmValuesVariable, helmSetPassword]);

function analyze(fileName: string, language: 'yaml' | 'shell', text: string) {
  return analyzeDocument({ uri: `file:///${fileName}`, fileName, language, text }, rules, config);
}

/** `a.b: x` in lines, below the chart's alias. */
function nestedValues(alias: string, path: string, value: string): string {
  const keys = [alias, ...path.split('.')];
  return keys
    .map((key, depth) => `${'  '.repeat(depth)}${key}:${depth === keys.length - 1 ? ` ${value}` : ''}\n`)
    .join('');
}

describe('chart secrets', () => {
  for (const { chart, names, forms } of data.charts) {
    for (const { plain, existing } of forms) {
      for (const path of Object.keys(plain)) {
        it(`${chart}: ${path} is found under the chart's name and refers to ${existing} in its place`, () => {
          const text = nestedValues(names[0] ?? '', path, '${SOME_VALUE}');
          const analysis = analyze('values.yaml', 'yaml', text);
          const [finding] = analysis.findings;
          assert.ok(finding !== undefined, text);
          const [fix] = fixesOf(analysis, finding);
          assert.ok(fix !== undefined, `no fix for\n${text}`);
          const fixed = applyEdits(text, fix.edits);
          assert.deepEqual(analyze('values.yaml', 'yaml', fixed).findings, [], fixed);
          const last = existing.slice(existing.lastIndexOf('.') + 1);
          assert.ok(fixed.includes(`${last}: "‹secret name›"`), fixed);
        });

        it(`${chart}: --set ${path} refers to ${existing} in its place`, () => {
          const text = `helm upgrade --install x charts/${names[0] ?? ''} --version 1.2.3 --set ${path}="$SOME_VALUE"\n`;
          const analysis = analyze('install.sh', 'shell', text);
          const [finding] = analysis.findings;
          assert.ok(finding !== undefined, text);
          const [fix] = fixesOf(analysis, finding);
          assert.ok(fix !== undefined, `no fix for\n${text}`);
          assert.match(
            applyEdits(text, fix.edits),
            new RegExp(`--set ${existing.replaceAll('.', '\\.')}="\\$\\{`),
          );
        });
      }
    }
  }

  it('are not made up for a chart that nothing names', () => {
    const text = nestedValues('booking', 'auth.password', '${SOME_VALUE}');
    const analysis = analyze('values.yaml', 'yaml', text);
    assert.deepEqual(
      analysis.findings.map((finding) => fixesOf(analysis, finding)),
      [[]],
    );
  });
});
