import type { Comment, Language } from '../language';
import { maskRanges } from '../template';
import { embedDocument } from '../yaml/embed';
import { parseDocument } from '../yaml/parse';
import { expandLeadingTabs } from '../yaml/repair';
import type { YamlTree } from '../yaml/tree';

/**
 * JSON, read by the YAML parser, of which it is a subset (YAML 1.2.2 §1.3). Comments of JSONC and trailing
 * commas are tolerated; a `---` means nothing.
 */
export const json: Language<YamlTree> = {
  parse(text, context) {
    const comments = findComments(text);
    const visible = maskRanges(
      text,
      comments.map(({ range }) => ({ range, filler: ' ' })),
    );
    return parseDocument(text, expandLeadingTabs(visible), context, comments);
  },
  embed: embedDocument,
};

/** `// …` and block comments outside of strings. Cost: linear. */
function findComments(text: string): readonly Comment[] {
  const comments: Comment[] = [];
  if (!text.includes('//') && !text.includes('/*')) return comments;
  for (let at = 0; at < text.length; at++) {
    const c = text[at];
    if (c === '"') {
      for (at++; at < text.length && text[at] !== '"' && text[at] !== '\n'; at++) if (text[at] === '\\') at++;
    } else if (c === '/' && text[at + 1] === '/') {
      const newline = text.indexOf('\n', at);
      const end = newline < 0 ? text.length : newline;
      comments.push({ range: { start: at, end }, text: text.slice(at + 2, end).trim() });
      at = end;
    } else if (c === '/' && text[at + 1] === '*') {
      const close = text.indexOf('*/', at + 2);
      const end = close < 0 ? text.length : close + 2;
      const inside = text.slice(at + 2, close < 0 ? end : close);
      comments.push({ range: { start: at, end }, text: inside.trim() });
      at = end - 1;
    }
  }
  return comments;
}
