import { CODE_INDENT, type ContainerStart } from './containers';
import { isBlank, TAB, type LineCursor } from './lineCursor';

const GREATER = 62;

/**
 * What a further line of a code block must start with: what its first line has before `pos`, minus `pad`
 * columns of the last tab.
 *
 * `opened` are the containers that start on the line, in order: list markers become spaces, a footnote's
 * label four of them. A quote mark without a space gets one, which it takes, so that the line's own text
 * keeps all of its blanks. Tabs stay unless something before them changes its width.
 */
export function linePrefix(
  cursor: LineCursor,
  opened: readonly ContainerStart[],
  pos: number,
  pad: number,
): string {
  const { text, start } = cursor;
  if (pos === start) return '';
  const labels = opened.filter(({ kind }) => kind === 'footnote');
  let keepsTabs = labels.length === 0;
  let prefix = '';
  let col = 0;
  for (let i = start; i < pos;) {
    const label = labels.find(({ markStart }) => markStart === i);
    if (label !== undefined) {
      // A further line is indented by four columns, however far the label is.
      prefix = prefix.slice(0, prefix.length - label.indent) + ' '.repeat(CODE_INDENT);
      for (; i < label.contentStart; i++) col = text.charCodeAt(i) === TAB ? nextStop(col) : col + 1;
      continue;
    }
    const code = text.charCodeAt(i);
    i++;
    if (code === TAB) {
      const stop = nextStop(col);
      const isPart = i === pos && pad > 0;
      prefix += keepsTabs && !isPart ? '\t' : ' '.repeat(stop - col - (isPart ? pad : 0));
      col = stop;
      continue;
    }
    col++;
    if (code !== GREATER) prefix += ' ';
    else if (i < pos && isBlank(text.charCodeAt(i))) prefix += '>';
    else {
      prefix += '> ';
      keepsTabs = false;
    }
  }
  return prefix;
}

function nextStop(col: number): number {
  return col + 4 - (col % 4);
}
