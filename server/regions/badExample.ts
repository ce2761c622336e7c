import { badExampleReason } from '../languages/markdown/badExample';
import type { Fence, IndentedCode } from '../languages/markdown/blocks';
import type { Message } from '../text/message';
import type { Range } from '../text/range';
import type { Region } from './region';

/**
 * Why what stands at a range of a region is shown as wrong on purpose, in words for the user; undefined for ordinary
 * text.
 *
 * A region inherits it from the code block it is. Code in a language that nothing reads is no region of its own, yet its
 * block bears the same marks, so what a document's own text says inside such a block is judged by the block. Cost:
 * logarithmic in the blocks, and linear in the block's first line and label.
 */
export function badExampleAt(region: Region, at: Range): Message | undefined {
  if (region.context.badExample !== undefined || region.language !== 'markdown')
    return region.context.badExample;
  const { blocks } = region.tree;
  const code = codeAt(blocks.codes, at.start);
  return code && badExampleReason(blocks, code, region.text);
}

function codeAt(codes: readonly (Fence | IndentedCode)[], offset: number): Fence | IndentedCode | undefined {
  let low = 0;
  let high = codes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((codes[middle] as Fence | IndentedCode).range.start <= offset) low = middle + 1;
    else high = middle;
  }
  const code = codes[low - 1];
  return code !== undefined && offset < code.range.end ? code : undefined;
}
