import type { Range } from '../../text/range';
import type { HtmlComment } from './blocks';

/**
 * Adds the comments of an HTML block to `comments`, in order.
 *
 * `lines` are the block's lines in `text` without containers and line endings. A comment that the block ends
 * before it does is none. CommonMark 0.31.2 §6.6: a comment ends at the first `-->`, and `<!-->` and
 * `<!--->` are whole comments.
 */
export function findComments(text: string, lines: readonly Range[], comments: HtmlComment[]): void {
  let openAt = -1;
  let parts: string[] = [];
  for (const line of lines) {
    let from = line.start;
    const content = text.slice(line.start, line.end);
    while (from < line.end) {
      if (openAt < 0) {
        const open = content.indexOf('<!--', from - line.start);
        if (open < 0) break;
        openAt = line.start + open;
        parts = [];
        // The marks of the start may be a part of the end.
        from = openAt + 2;
      }
      const close = content.indexOf('-->', from - line.start);
      const bodyStart = Math.max(from, openAt + 4);
      if (close < 0) break;
      parts.push(text.slice(bodyStart, line.start + close));
      comments.push({ range: { start: openAt, end: line.start + close + 3 }, text: parts.join('\n') });
      openAt = -1;
      from = line.start + close + 3;
    }
    if (openAt >= 0) parts.push(text.slice(Math.max(line.start, openAt + 4), line.end));
  }
}
