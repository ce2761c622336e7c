import assert from 'node:assert/strict';
import { join } from 'node:path';
import { analyzeDocument, type Analysis } from '../../server/engine/analyze';
import { fixesOf } from '../../server/engine/fixes';
import { severities } from '../../server/rule/finding';
import { ownHost } from '../pages/hosts';
import { inlineHostOf } from '../pages/inlineCode';
import { inlineCode, readCatalogs } from '../variants/catalog';
import { all, pageSnippets, strict } from './pageFixes';

/** Variants that the catalog excuses, with a reason. */
const excused = new Set(
  readCatalogs(join(__dirname, '..', 'variants')).flatMap(({ insecure }) =>
    insecure.flatMap(({ id, hosts }) => (hosts?.[inlineCode] === undefined ? [] : [id])),
  ),
);

/** How severe the findings of a rule are, as places in the list of severities. */
function levelsOf(analysis: Analysis, ruleId: string): number[] {
  return analysis.findings
    .filter(({ meta }) => meta.id === ruleId)
    .map(({ severity }) => severities.indexOf(severity))
    .sort();
}

describe('law: a command in a sentence is found as in a fence, one level lower', function () {
  this.timeout(120_000);
  for (const { ruleId, fence, given } of pageSnippets()) {
    if (given.length > 0 || fence.role === 'given') continue;
    const host = inlineHostOf(ruleId, fence);
    const ids = fence.attributes.get('id')?.split(/[\s,]+/) ?? [];
    if (host === undefined || 'reason' in host || ids.some((id) => excused.has(id))) continue;
    it(`${ruleId}, ${fence.role} at line ${fence.line}`, () => {
      const inFence = analyzeDocument(ownHost(fence).input, all, strict);
      const said = analyzeDocument(host.input, all, strict);
      const lower = levelsOf(inFence, ruleId).map((level) => Math.min(level + 1, severities.length - 1));
      assert.deepEqual(levelsOf(said, ruleId), lower, host.input.text);
      for (const finding of said.findings) {
        // The id of an account is replaced in the whole guide, whose text it is, too.
        if (finding.meta.id === 'aws-account-id') continue;
        assert.deepEqual(fixesOf(said, finding), [], finding.meta.id);
      }
    });
  }
});
