import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { rules } from '../../rules/index';
import { analyzeDocument, ruleSet } from '../../server/engine/analyze';
import { formatJson } from '../../server/output/json';
import { mergeReports, reportFile } from '../../server/output/report';
import { formatSarif } from '../../server/output/sarif';
import { formatText } from '../../server/output/text';
import { ownHost } from '../pages/hosts';
import { readPage } from '../pages/page';

const all = ruleSet(rules);
const metas = rules.map((rule) => rule.meta);
/** Of the values that the pages make up, those that no sentence of ours could hold by itself. */
const telling = /sunnyferry|q8Zr41|[A-Z][a-z]+-F3rry|Graf4na|four ferries|MadeUp|ThisIsNoRealKey/;

describe('secrets of the pages', () => {
  for (const { id, hidesValue } of metas) {
    if (hidesValue !== true) continue;
    it(`${id}: no output of any rule holds one`, () => {
      const page = readPage(readFileSync(path.join(__dirname, '..', '..', 'rules', id, 'README.md'), 'utf8'));
      let count = 0;
      for (const fence of page.fences) {
        if (fence.role !== 'bad') continue;
        const { input } = ownHost(fence);
        const analysis = analyzeDocument(input, all, { profile: 'strict' });
        const values = analysis.findings
          .filter(({ meta }) => meta.hidesValue === true)
          .map(({ range }) => input.text.slice(range.start, range.end))
          .filter((value) => telling.test(value));
        const report = mergeReports('1', metas, [reportFile(analysis, input.fileName)], []);
        const out = [formatJson(report), formatSarif(report), formatText(report)].join('\n');
        for (const value of values) {
          assert.ok(!out.includes(value) && !out.includes(JSON.stringify(value).slice(1, -1)), fence.text);
          count++;
        }
      }
      assert.ok(count > 0, 'the page has values to look for');
    });
  }
});
