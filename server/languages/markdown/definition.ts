const LABEL_LIMIT = 999;

/**
 * Number of lines that link reference definitions take at the start of a paragraph.
 *
 * `lines` are the paragraph's lines without containers and line endings. What is left behind the
 * definitions is the paragraph proper; it may be nothing. Labels, destinations and titles may span lines;
 * a title that does not end is none, and then the definition ends with its destination's line.
 * CommonMark 0.31.2 §4.7. A definition that fails ends the search, so the cost is linear.
 */
export function countDefinitionLines(lines: readonly string[]): number {
  if (!/^[ \t]*\[/.test(lines[0] ?? '')) return 0;
  const text = lines.join('\n');
  let taken = 0;
  let from = 0;
  for (;;) {
    from = skipSpace(text, from);
    if (text[from] !== '[') break;
    const end = definitionEnd(text, from);
    if (end < 0) break;
    from = end + 1;
    taken = end;
    if (from >= text.length) return lines.length;
  }
  return taken === 0 ? 0 : countBreaks(text, taken) + 1;
}

function countBreaks(text: string, until: number): number {
  let count = 0;
  for (let i = text.indexOf('\n'); i >= 0 && i < until; i = text.indexOf('\n', i + 1)) count++;
  return count;
}

/** Offset of the line break (or the end of the text) behind the definition at `from`; -1 if there is none. */
function definitionEnd(text: string, from: number): number {
  const label = labelEnd(text, from);
  if (label < 0 || text[label] !== ':') return -1;
  const destination = destinationEnd(text, skipSpace(text, label + 1));
  if (destination < 0) return -1;
  const gap = skipSpace(text, destination);
  if (gap > destination) {
    const title = titleEnd(text, gap);
    const rest = title < 0 ? -1 : lineRestEnd(text, title);
    if (rest >= 0) return rest;
  }
  return lineRestEnd(text, destination);
}

function isSpace(char: string | undefined): boolean {
  return char === ' ' || char === '\t' || char === '\n';
}

function skipSpace(text: string, from: number): number {
  let i = from;
  while (isSpace(text[i])) i++;
  return i;
}

/** Offset of the line break if only blanks lie between; -1 otherwise. */
function lineRestEnd(text: string, from: number): number {
  let i = from;
  while (text[i] === ' ' || text[i] === '\t') i++;
  return i === text.length || text[i] === '\n' ? i : -1;
}

function labelEnd(text: string, from: number): number {
  let isSeen = false;
  let size = 0;
  for (let i = from + 1; i < text.length && size <= LABEL_LIMIT; i++) {
    const char = text[i];
    if (char === '[') return -1;
    if (char === ']') return isSeen ? i + 1 : -1;
    if (char === '\n') continue;
    size++;
    if (!isSpace(char)) isSeen = true;
    const next = text[i + 1];
    if (char === '\\' && (next === '[' || next === '\\' || next === ']')) {
      i++;
      size++;
    }
  }
  return -1;
}

function destinationEnd(text: string, from: number): number {
  if (text[from] === '<') {
    for (let i = from + 1; i < text.length; i++) {
      const char = text[i];
      if (char === '>') return i + 1;
      if (char === '<' || char === '\n') return -1;
      const next = text[i + 1];
      if (char === '\\' && (next === '<' || next === '>' || next === '\\')) i++;
    }
    return -1;
  }
  let depth = 0;
  let i = from;
  for (; i < text.length; i++) {
    const char = text.charAt(i);
    if (isSpace(char)) break;
    if (char === '(') depth++;
    else if (char === ')') {
      if (depth === 0) break;
      depth--;
    } else if (isControl(char)) return -1;
    const next = text[i + 1];
    if (char === '\\' && (next === '(' || next === ')' || next === '\\')) i++;
  }
  return i === from || depth > 0 ? -1 : i;
}

/** NUL is read as U+FFFD, which is no control character. */
function isControl(char: string): boolean {
  const code = char.charCodeAt(0);
  return (code > 0 && code < 32) || code === 127;
}

function titleEnd(text: string, from: number): number {
  const open = text[from];
  if (open !== '"' && open !== "'" && open !== '(') return -1;
  const close = open === '(' ? ')' : open;
  for (let i = from + 1; i < text.length; i++) {
    const char = text[i];
    if (char === close) return i + 1;
    const next = text[i + 1];
    if (char === '\\' && (next === close || next === '\\')) i++;
  }
  return -1;
}
