import type { Range } from '../../text/range';
import { parseProse, type ProseNode, type ProseSegment, type ProseText } from './prose';

/** Characters of the pieces whose prose is kept: some documents that are open, not a folder that is scanned. */
const LIMIT = 400_000;

const kept = new Map<string, readonly ProseNode[]>();
let size = 0;

/**
 * The prose of one piece of a document, as `parseProse` reads it.
 *
 * What a piece says depends on its own text alone, so that of the pieces read last is kept, and a keystroke reads the
 * one that it is in. Cost: that of `parseProse` the first time; then linear in the piece, a thousand times as fast.
 */
export function readPiece(text: string, piece: Range): readonly ProseNode[] {
  const source = text.slice(piece.start, piece.end);
  const known = kept.get(source);
  const nodes = known ?? parseProse(source, { start: 0, end: source.length }).nodes;
  if (known === undefined) size += source.length;
  // Behind the others: the first in the map is the one that was asked for the longest time ago.
  kept.delete(source);
  kept.set(source, nodes);
  for (const [oldest] of kept) {
    if (size <= LIMIT || oldest === source) break;
    kept.delete(oldest);
    size -= oldest.length;
  }
  return nodes.map((node) => moved(node, piece.start));
}

function moved(node: ProseNode, by: number): ProseNode {
  const range = shift(node.range, by);
  switch (node.kind) {
    case 'text':
      return { ...node, ...movedText(node, by) };
    case 'inlineCode':
      return { ...node, range, valueRange: node.valueRange && shift(node.valueRange, by) };
    case 'link':
    case 'image':
      return { ...node, range, urlRange: node.urlRange && shift(node.urlRange, by) };
    case 'tableRow':
      return { ...node, range, cells: node.cells.map((cell) => movedText(cell, by)) };
    case 'comment':
      return { ...node, range };
  }
}

function movedText({ range, value, segments }: ProseText, by: number): ProseText {
  return {
    range: shift(range, by),
    value,
    segments: segments.map((segment): ProseSegment => ({ ...segment, range: shift(segment.range, by) })),
  };
}

function shift({ start, end }: Range, by: number): Range {
  return { start: start + by, end: end + by };
}
