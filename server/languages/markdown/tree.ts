import type { Blocks } from './blocks';

export interface MarkdownTree {
  readonly blocks: Blocks;
}
