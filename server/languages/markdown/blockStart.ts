import type { Heading } from './blocks';
import { readFenceOpening, type FenceOpening } from './fence';
import { readAtxHeading } from './heading';
import { readHtmlOpening, type HtmlOpening } from './htmlBlock';
import type { LineCursor } from './lineCursor';

const HASH = 35;
const ASTERISK = 42;
const DASH = 45;
const LESS = 60;
const UNDERSCORE = 95;
const BACKTICK = 96;
const TILDE = 126;

/** The first line of a block that says itself what it is, unlike paragraphs, tables and indented code. */
export type BlockStart =
  | { readonly kind: 'heading'; readonly heading: Heading }
  | { readonly kind: 'fence'; readonly opening: FenceOpening }
  | { readonly kind: 'html'; readonly opening: HtmlOpening }
  | { readonly kind: 'break' };

const BREAK: BlockStart = { kind: 'break' };

/**
 * Reads the start of a heading, fence, HTML block or thematic break at the cursor, which is not indented as
 * code. Undefined when there is none. The cursor stays.
 *
 * `allowsAnyTag`: see `readHtmlOpening`.
 */
export function readBlockStart(cursor: LineCursor, allowsAnyTag: boolean): BlockStart | undefined {
  const { text, nonBlank, end } = cursor;
  switch (cursor.code) {
    case HASH: {
      const heading = readAtxHeading(text, nonBlank, end);
      return heading && { kind: 'heading', heading };
    }
    case BACKTICK:
    case TILDE: {
      const opening = readFenceOpening(text, nonBlank, end);
      return opening && { kind: 'fence', opening };
    }
    case LESS: {
      const opening = readHtmlOpening(text.slice(nonBlank, end), allowsAnyTag);
      return opening && { kind: 'html', opening };
    }
    case ASTERISK:
    case DASH:
    case UNDERSCORE:
      return cursor.isThematicBreak() ? BREAK : undefined;
    default:
      return undefined;
  }
}
