// The pages of the rules as users read them. What their sources say to the tests (test/pages) is left out, and what
// a rendered page would hide, the title of a fix and the name of a file, is said above the snippet.

/** Outside fences: comments that speak to Security Hints itself. */
const ownComment = /^<!-- security-hints-ignore-\S+ .*-->$/;
/** Lines of carets below the place that a finding is expected at. */
const mark = /^\s*(?:>\s*)*(?:#|\/\/|<!--)?\s*(?:\^+ [\w-]+\s*)+(?:-->)?\s*$/;
const fence = /^(?<indent>[\s>]*)(?<ticks>`{3,}|~{3,})(?<info>[^`]*)$/;

/**
 * @param {string} source the page as it stands in the rule's folder
 * @returns {string}
 */
export function shippedPage(source) {
  /** @type {string[]} */
  const lines = [];
  /** @type {string | undefined} the backticks that end the fence we are in */
  let end;
  for (const line of source.split('\n')) {
    const { indent = '', ticks = '', info = '' } = fence.exec(line)?.groups ?? {};
    if (end !== undefined) {
      if (!mark.test(line)) lines.push(line);
      if (ticks.startsWith(end) && info.trim() === '') end = undefined;
    } else if (ticks !== '') {
      end = ticks;
      const caption = captionOf(info);
      if (caption !== undefined) lines.push(indent + caption, indent.trimEnd());
      lines.push(`${indent}${ticks}${info.trim().split(/\s/, 1)[0]}`);
    } else if (!ownComment.test(line)) {
      lines.push(line);
    }
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

/** @param {string} info of a fence */
function captionOf(info) {
  const fix = /\bfixed="([^"]*)"/.exec(info)?.[1];
  const file = /\bfile="([^"]*)"/.exec(info)?.[1];
  if (fix !== undefined) return `Fixed by “${fix}”:`;
  return file === undefined ? undefined : `\`${file}\`:`;
}
