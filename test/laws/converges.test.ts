import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fixAllSafe } from '../../server/engine/fixAll';
import type { DocumentInput } from '../../server/engine/analyze';
import { exclusionOf, languageOfDocument } from '../../server/languages/documents';
import { all, documentsOf, pageSnippets, rulesFolder, strict } from './pageFixes';

const root = join(rulesFolder, '..');
const mostRounds = 5;

/**
 * Fix-all converges: in at most five rounds on any document, doing it again changes nothing, and what it
 * leaves is listed with the reason.
 */
describe('fix-all converges', function () {
  this.timeout(300_000);

  it('in every snippet of every page, in a document that can carry it', () => {
    const inputs = pageSnippets().flatMap((snippet, turn) =>
      documentsOf(snippet, turn).map(({ input }) => input),
    );
    assert.ok(inputs.length > 1000);
    assertConverges(inputs);
  });

  it('in all pages at once, and in the examples', () => {
    const pages = pageSnippets().filter(({ fence }) => fence.role === 'bad');
    const everything = pages
      .map(({ fence }) => `\`\`\`${fence.language}\n${fence.text.replace(/\n?$/, '\n')}\`\`\`\n`)
      .join('\n');
    assertConverges([inputOf('everything.md', everything), ...documentsBelow(join(root, 'examples'))]);
  });

  it('in documents that others wrote', () => {
    const corpus = process.env.SECURITY_HINTS_CORPUS;
    const inputs = corpus === undefined ? packages() : documentsBelow(corpus);
    assert.ok(inputs.length > 50);
    assertConverges(inputs);
  });
});

function assertConverges(inputs: readonly DocumentInput[]): void {
  for (const input of inputs) {
    const { text, rounds, fixed, analysis, heldBack } = fixAllSafe(input, all, strict);
    assert.ok(rounds <= mostRounds, `${rounds} rounds in ${input.fileName}\n${input.text}`);
    assert.equal(text === input.text, fixed.length === 0, input.fileName);
    const again = fixAllSafe({ ...input, text }, all, strict);
    assert.equal(again.text, text, `${input.fileName} changes when fixed again\n${input.text}`);
    const left = analysis.findings.filter(({ suppressed }) => suppressed === undefined);
    assert.deepEqual(
      heldBack.map(({ finding }) => finding),
      left,
      input.fileName,
    );
    for (const { reason } of heldBack) assert.ok(reason.template.length > 0);
  }
}

function inputOf(fileName: string, text: string): DocumentInput {
  const language = languageOfDocument({ fileName, firstLine: text.split('\n', 1)[0] });
  assert.ok(language !== undefined, fileName);
  return { uri: `file:///${fileName}`, fileName, language, text };
}

function documentsBelow(folder: string): readonly DocumentInput[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => exclusionOf(name) === undefined && languageOfDocument({ fileName: name }) !== undefined)
    .filter((name) => statSync(join(folder, name)).isFile() && statSync(join(folder, name)).size < 500_000)
    .map((name) => inputOf(name.replaceAll('\\', '/'), readFileSync(join(folder, name), 'utf8')));
}

/** READMEs and workflows of the packages that are installed anyway. */
function packages(): readonly DocumentInput[] {
  const folder = join(root, 'node_modules');
  return readdirSync(folder).flatMap((name) => {
    const file = join(folder, name, 'README.md');
    if (!existsSync(file)) return [];
    const { size } = statSync(file);
    return size > 0 && size < 200_000 ? [inputOf(`${name}/README.md`, readFileSync(file, 'utf8'))] : [];
  });
}
