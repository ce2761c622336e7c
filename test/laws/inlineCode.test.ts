import assert from 'node:assert/strict';
import { analyzeDocument, type Analysis } from '../../server/engine/analyze';
import { fixesOf } from '../../server/engine/fixes';
import { startsCommand } from '../../server/languages/markdown/commandCode';
import { severities } from '../../server/rule/finding';
import { ownHost } from '../pages/hosts';
import { analyze } from '../rules/document';
import { all, pageSnippets, strict } from './pageFixes';

const shells = new Set(['bash', 'sh', 'shell', 'zsh']);

/** Why a rule says less of a command in a sentence. */
const exceptions: ReadonlyMap<string, string> = new Map([
  ['curl-without-fail', 'another rule says it of the same download, and there is no fix to offer'],
  ['host-namespace', 'its page shows a command whose image stands on the next line'],
]);

/** A script of one command, its continued lines joined; undefined where it is more than that. */
function oneLine(text: string): string | undefined {
  const line = text.replace(/\\\n\s*/g, '').trim();
  return line === '' || /[\n`]|<<|^#/.test(line) ? undefined : line;
}

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
    if (!shells.has(fence.language) || given.length > 0 || fence.role === 'given') continue;
    const line = oneLine(fence.text);
    if (line === undefined || !startsCommand(line) || exceptions.has(ruleId)) continue;
    it(`${ruleId}, ${fence.role} at line ${fence.line}`, () => {
      const inFence = analyzeDocument(ownHost(fence).input, all, strict);
      const said = analyze('guide.md', `# Guide\n\nRun \`${line}\` now.\n`);
      const lower = levelsOf(inFence, ruleId).map((level) => Math.min(level + 1, severities.length - 1));
      assert.deepEqual(levelsOf(said, ruleId), lower, line);
      for (const finding of said.findings) assert.deepEqual(fixesOf(said, finding), [], finding.meta.id);
    });
  }
});
