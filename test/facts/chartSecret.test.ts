import assert from 'node:assert/strict';
import { analyzeDocument, ruleSet } from '../../server/engine/analyze';
import { fixesOf } from '../../server/engine/fixes';
import { applyEdits } from '../../server/text/edit';
import { keysOf } from '../../server/facts/chartSecret';
import data from '../../server/data/chartSecrets.json';
import helmSetPassword from '../../rules/helm-set-password/rule';
import helmValuesVariable from '../../rules/helm-values-variable/rule';
import type { Config } from '../../server/engine/config';

const config: Config = { profile: 'recommended' };
const rules = ruleSet([helmValuesVariable, helmSetPassword]);

function analyze(fileName: string, language: 'yaml' | 'shell', text: string) {
  return analyzeDocument({ uri: `file:///${fileName}`, fileName, language, text }, rules, config);
}

/** `a.b: x` in lines, below the chart's alias; `b[]` is a list of one item, which has a name of its own. */
function nestedValues(alias: string, path: string, value: string): string {
  const keys = [...(alias === '' ? [] : [alias]), ...keysOf(path)];
  let [text, indent, dash] = ['', '', ''];
  keys.forEach((key, depth) => {
    const isList = key.endsWith('[]');
    text += `${indent}${dash}${isList ? key.slice(0, -2) : key}:${depth === keys.length - 1 ? ` ${value}` : ''}\n`;
    indent += dash === '' ? '  ' : '    ';
    dash = '';
    if (isList)
      text += `${indent}- ${key === 'users[]' && path.startsWith('provisioning') ? 'username' : 'accessKey'}: crew\n`;
    if (isList) indent += '  ';
  });
  return text;
}

describe('chart secrets', () => {
  for (const { chart, names, forms } of data.charts) {
    for (const form of forms) {
      const { existing } = form;
      const plain = form.plain as Readonly<Record<string, object>>;
      for (const path of Object.keys(plain)) {
        it(`${chart}: ${path} is found under the chart's name and refers to ${existing} in its place`, () => {
          // What is global is nobody's own: there the name of the file says which chart it is.
          const name = names[0] ?? '';
          const isGlobal = path.startsWith('global.');
          // Grafana expands the braced form in its own file itself.
          const value = path.startsWith('grafana\\.ini') ? '$(SOME_VALUE)' : '${SOME_VALUE}';
          const text = nestedValues(isGlobal ? '' : name, path, value);
          const analysis = analyze(isGlobal ? `values-${name}.yaml` : 'values.yaml', 'yaml', text);
          const [finding] = analysis.findings;
          assert.ok(finding !== undefined, text);
          const [fix] = fixesOf(analysis, finding);
          assert.ok(fix !== undefined, `no fix for\n${text}`);
          const fixed = applyEdits(text, fix.edits);
          assert.deepEqual(analyze('values.yaml', 'yaml', fixed).findings, [], fixed);
          const last = existing.slice(existing.lastIndexOf('.') + 1);
          assert.match(fixed, new RegExp(`${last}:(?: |\\s+- )"‹secret name›"`));
        });

        it(`${chart}: --set ${path} refers to ${existing} in its place`, () => {
          const key = path.replace('[]', '[0]');
          const { keyFrom } = (plain[path] ?? {}) as { readonly keyFrom?: string };
          const name = keyFrom ?? ('isList' in form ? 'username' : undefined);
          const beside = name === undefined ? '' : `"${key.slice(0, key.lastIndexOf('.') + 1)}${name}=crew",`;
          const text = `helm upgrade --install x charts/${names[0] ?? ''} --version 1.2.3 --set ${beside}"${key}=$SOME_VALUE"\n`;
          const analysis = analyze('install.sh', 'shell', text);
          const [finding] = analysis.findings;
          assert.ok(finding !== undefined, text);
          const [fix] = fixesOf(analysis, finding);
          assert.ok(fix !== undefined, `no fix for\n${text}`);
          const fixed = applyEdits(text, fix.edits);
          const written = existing.replace('[]', '[0]') + ('isList' in form ? '[0]' : '');
          assert.ok(fixed.includes(`"${written}=\${`), fixed);
          assert.deepEqual(analyze('install.sh', 'shell', fixed).findings, [], fixed);
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
