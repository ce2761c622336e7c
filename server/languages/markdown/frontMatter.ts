import type { FrontMatter } from './blocks';
import { skipBlanks, type LineCursor } from './lineCursor';

/**
 * Reads front matter at the very top: `---` (YAML) or `+++` (TOML), its lines, the same mark again.
 *
 * The cursor stands on the first line; it is left on the line behind the front matter. Without a closing
 * line there is none, and the cursor is where it was. Blanks may follow the marks; nothing may precede them
 * but a byte order mark. This is micromark-extension-frontmatter, except that an opening line that nothing
 * closes takes no containers away from the document: there it is a thematic break and nothing else.
 */
export function readFrontMatter(text: string, cursor: LineCursor): FrontMatter | undefined {
  const { start } = cursor;
  const mark = text.startsWith('---', start) ? '---' : text.startsWith('+++', start) ? '+++' : undefined;
  if (mark === undefined || !isMarkLine(text, cursor, mark) || cursor.next === cursor.end) return undefined;
  const contentStart = cursor.next;
  cursor.moveTo(contentStart);
  while (cursor.start < text.length) {
    const contentEnd = cursor.start;
    if (isMarkLine(text, cursor, mark)) {
      const range = { start, end: cursor.end };
      cursor.moveTo(cursor.next);
      return {
        kind: mark === '---' ? 'yaml' : 'toml',
        range,
        content: { start: contentStart, end: contentEnd },
      };
    }
    cursor.moveTo(cursor.next);
  }
  cursor.restart(start);
  return undefined;
}

function isMarkLine(text: string, { start, end }: LineCursor, mark: string): boolean {
  return text.startsWith(mark, start) && skipBlanks(text, start + mark.length, end) === end;
}
