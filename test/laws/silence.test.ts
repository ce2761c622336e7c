import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyzeDocument, type Analysis, type DocumentInput } from '../../server/engine/analyze';
import type { Config } from '../../server/engine/config';
import { languageOfDocument } from '../../server/languages/documents';
import { isAtLeast } from '../../server/rule/finding';
import { linesOf, toLineAndCharacter } from '../../server/text/lines';
import { hostsOf, isOfSnippet, ownHost } from '../pages/hosts';
import { all, pageSnippets } from './pageFixes';

const folder = join(__dirname, 'hardened');
const recommended: Config = { profile: 'recommended' };

/** Silence: what is written as it should be, and what must not be flagged, is not spoken of. */
describe('silence', function () {
  this.timeout(120_000);

  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const fileName = name.replaceAll('\\', '/');
    const language = languageOfDocument({ fileName, firstLine: '' });
    if (language === undefined) continue;
    it(`${fileName} is hardened, and nothing is said about it, in the strict profile either`, () => {
      const text = readFileSync(join(folder, name), 'utf8');
      const input: DocumentInput = { uri: `file:///${fileName}`, fileName, language, text };
      assert.deepEqual(wordsOf(analyzeDocument(input, all, { profile: 'strict' })), []);
      assert.deepEqual(
        wordsOf(analyzeDocument({ ...input, text: crlf(text) }, all, { profile: 'strict' })),
        [],
      );
    });
  }

  it('whatever a page shows as good is good to every rule, unless the page says that it is not', () => {
    const breaches: string[] = [];
    let count = 0;
    for (const { ruleId, fence, given } of pageSnippets()) {
      if (fence.role !== 'good' || fence.words.includes('insecure')) continue;
      for (const hosted of [ownHost(fence, given), ...(given.length === 0 ? hostsOf(fence) : [])]) {
        count += 1;
        const analysis = analyzeDocument(hosted.input, all, recommended);
        const lines = linesOf(hosted.input.text);
        const size = fence.text.split('\n').length;
        const words = wordsOf(analysis, (offset) =>
          isOfSnippet(hosted, size, toLineAndCharacter(lines, offset).line),
        );
        if (words.length > 0)
          breaches.push(`${ruleId}, line ${fence.line}, ${hosted.host}: ${words.join(', ')}`);
      }
    }
    assert.ok(count > 1000, `${count} documents`);
    assert.deepEqual(breaches, []);
  });
});

/**
 * What is found, as `line rule severity`. Of snippets, which show one thing and leave out others, only what is
 * medium or worse.
 */
function wordsOf({ findings, input }: Analysis, isCounted?: (offset: number) => boolean): readonly string[] {
  const lines = linesOf(input.text);
  return findings
    .filter(({ suppressed }) => suppressed === undefined)
    .filter(
      ({ range, severity }) =>
        isCounted === undefined || (isCounted(range.start) && isAtLeast(severity, 'medium')),
    )
    .map(
      ({ meta, severity, range }) =>
        `${toLineAndCharacter(lines, range.start).line + 1} ${meta.id} ${severity}`,
    );
}

const crlf = (text: string): string => text.replaceAll('\n', '\r\n');
