import type { Fence, IndentedCode } from '../../../server/languages/markdown/blocks';

/** The content of a code block as a parser of its language reads it, line endings as they are. */
export function codeText(text: string, code: Fence | IndentedCode): string {
  return code.lines.map(({ start, end, pad }) => ' '.repeat(pad) + text.slice(start, end)).join('');
}
