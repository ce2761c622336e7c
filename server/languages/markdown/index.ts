import type { Comment, Language } from '../language';
import { scanBlocks } from './blocks';
import { embedMarkdown } from './embed';
import type { MarkdownTree } from './tree';

export const markdown: Language<MarkdownTree> = {
  parse(text) {
    const blocks = scanBlocks(text);
    const comments: Comment[] = blocks.comments.map(({ range }) => ({
      range,
      text: text.slice(range.start, range.end).replace(/^<!--/, '').replace(/-->$/, '').trim(),
    }));
    const notAnalyzed = blocks.problems.map(({ range, message }) => ({ range, reason: message }));
    return { tree: { blocks }, problems: [], holes: [], comments, notAnalyzed };
  },
  embed: (parsed, text, context) => embedMarkdown(parsed.tree, text, context),
};
