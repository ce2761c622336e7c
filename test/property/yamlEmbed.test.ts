import assert from 'node:assert/strict';
import fc from 'fast-check';
import { yaml } from '../../server/languages/yaml/index';
import { applyEdits, type TextEdit } from '../../server/text/edit';
import { formatMessage } from '../../server/text/message';
import { mapEdit } from '../../server/text/sourceMap';
import { context } from '../languages/yamlText';

/** The text and map of the one embedded region of a document, or undefined. */
function extract(document: string) {
  const parsed = yaml.parse(document, context());
  return yaml.embed(parsed, document, context()).find((e) => formatMessage(e.label) === 'key run.sh');
}

const words = fc.constantFrom(
  'echo a',
  'curl x',
  '  indented',
  'if true; then',
  'fi',
  '# note',
  '',
  '"q',
  'k: v',
  '- x',
  '{{ .a }}',
  '\ttab',
);
const content = fc.array(words, { minLength: 2, maxLength: 7 }).map((lines) => ['set -e', ...lines]);

/** A literal block at some depth, indented by some columns, with each chomping, and something behind it. */
const documents = fc
  .record({
    lines: content,
    depth: fc.nat({ max: 3 }),
    step: fc.constantFrom(1, 2, 4),
    inner: fc.constantFrom(1, 2, 5),
    chomping: fc.constantFrom('', '-', '+'),
    isExplicit: fc.boolean(),
    isInList: fc.boolean(),
    comment: fc.constantFrom('', ' # a script'),
    blanks: fc.nat({ max: 2 }),
    behind: fc.constantFrom('next: 1\n', '# end\nnext: 1\n', ''),
    hasLastBreak: fc.boolean(),
  })
  .map((d) => {
    let column = 0;
    const out: string[] = [];
    for (let i = 0; i < d.depth; i++, column += d.step) out.push(`${' '.repeat(column)}level${i}:`);
    let lead = ' '.repeat(column);
    if (d.isInList) {
      lead = `${' '.repeat(column)}- `;
      column += 2;
    }
    const header = `|${d.isExplicit ? String(d.inner) : ''}${d.chomping}${d.comment}`;
    out.push(`${lead}run.sh: ${header}`);
    const pad = ' '.repeat(column + d.inner);
    for (const line of d.lines) out.push(line === '' ? '' : pad + line);
    for (let i = 0; i < d.blanks; i++) out.push('');
    if (d.behind !== '' && !d.isInList) out.push(`${' '.repeat(column)}${d.behind}`.trimEnd());
    return out.join('\n') + (d.hasLastBreak ? '\n' : '');
  });

interface Choice {
  readonly line: number;
  readonly a: number;
  readonly b: number;
  readonly text: string;
}

const choices = fc.record({
  line: fc.nat(),
  a: fc.nat(),
  b: fc.nat(),
  text: fc.array(fc.constantFrom('x', ' ', '\n', 'y z', "'", '#'), { maxLength: 4 }).map((p) => p.join('')),
});

/** An edit of the kind that fixes make: inside a line's words, a whole new line, a whole line less. */
function carefulEdit(text: string, { line, a }: Choice): TextEdit | undefined {
  const starts = [...text.matchAll(/^[^\n]+$/gm)].map((m) => ({
    start: m.index,
    end: m.index + m[0].length,
  }));
  const chosen = starts[line % starts.length];
  if (chosen === undefined) return undefined;
  switch (a % 3) {
    case 0:
      return { range: { start: chosen.end, end: chosen.end }, text: ' --flag' };
    case 1:
      return { range: { start: chosen.end, end: chosen.end }, text: '\nnew line\n\nand more' };
    default:
      return chosen.start === 0 || chosen.end === text.trimEnd().length
        ? undefined
        : { range: { start: chosen.start, end: chosen.end + 1 }, text: '' };
  }
}

function anyEdit(text: string, { a, b, text: inserted }: Choice): TextEdit {
  const [x, y] = [a % (text.length + 1), b % (text.length + 1)];
  return { range: { start: Math.min(x, y), end: Math.max(x, y) }, text: inserted };
}

describe('edits of literal blocks (the law)', function () {
  this.timeout(60_000);

  it('reads each block as written', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const found = extract(document);
        assert.ok(found !== undefined, document);
        assert.match(found.text, /^set -e(?:\n|$)/);
        assert.ok(found.map.editable);
      }),
    );
  });

  it('holds for every edit of the kind that fixes make', () => {
    let held = 0;
    fc.assert(
      fc.property(documents, choices, (document, choice) => {
        const found = extract(document);
        assert.ok(found !== undefined);
        const edit = carefulEdit(found.text, choice);
        if (edit === undefined) return;
        const mapped = mapEdit(found.map, found.text, edit);
        assert.ok(mapped !== undefined);
        const again = extract(applyEdits(document, [mapped]));
        assert.equal(again?.text, applyEdits(found.text, [edit]));
        held++;
      }),
      { numRuns: 2000 },
    );
    assert.ok(held > 1000);
  });

  it('holds for most edits of any kind; the others are seen by extracting again', () => {
    let [held, all] = [0, 0];
    fc.assert(
      fc.property(documents, choices, (document, choice) => {
        const found = extract(document);
        assert.ok(found !== undefined);
        const edit = anyEdit(found.text, choice);
        const mapped = mapEdit(found.map, found.text, edit);
        all++;
        if (mapped === undefined) return;
        if (extract(applyEdits(document, [mapped]))?.text === applyEdits(found.text, [edit])) held++;
      }),
      { numRuns: 2000 },
    );
    assert.ok(held / all > 0.7, `${held} of ${all}`);
  });
});
