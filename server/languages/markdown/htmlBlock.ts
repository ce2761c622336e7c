import { isBlank, skipBlanks } from './lineCursor';

const AMONG_RAW = /^<(?:pre|script|style|textarea)(?=[ \t/>]|$)/i;
const RAW_END = /<\/(?:pre|script|style|textarea)>/i;
const TAG_NAME = /^<(\/?)([a-z][a-z0-9-]*)(?=[ \t/>]|$)/i;

const blockNames = new Set(
  (
    'address article aside base basefont blockquote body caption center col colgroup dd details dialog dir ' +
    'div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html ' +
    'iframe legend li link main menu menuitem nav noframes ol optgroup option p param search section ' +
    'summary table tbody td tfoot th thead title tr track ul'
  ).split(' '),
);

/** The seven kinds of CommonMark 0.31.2 §4.6: raw tag, comment, instruction, declaration, CDATA, tag, any tag. */
export type HtmlKind = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export interface HtmlOpening {
  readonly kind: HtmlKind;
  /** The block ends with the line it starts on. */
  readonly isClosed: boolean;
}

/**
 * Reads the first line of an HTML block, whose `<` is the first character of `line` (no line ending).
 *
 * `allowsAnyTag` is false where the block would interrupt a paragraph: kind 7 may not. Kinds 6 and 7 end
 * before the next blank line, which is the caller's concern; the others end with the line that
 * `closesHtml`. Returns undefined when it is no HTML block.
 *
 * CommonMark 0.31.2 §4.6, in micromark's reading of its corners (`<div/ >` is no block).
 */
export function readHtmlOpening(line: string, allowsAnyTag: boolean): HtmlOpening | undefined {
  if (line.startsWith('<!')) {
    if (line.startsWith('<!--')) return opening(2, closesHtml(line, 2, 2));
    if (line.startsWith('<![CDATA[')) return opening(5, closesHtml(line, 5, 9));
    return /^[a-z]/i.test(line.slice(2, 3)) ? opening(4, closesHtml(line, 4, 3)) : undefined;
  }
  if (line.startsWith('<?')) return opening(3, closesHtml(line, 3, 1));
  const raw = AMONG_RAW.exec(line);
  if (raw !== null && line[raw[0].length] !== '/') return opening(1, closesHtml(line, 1, raw[0].length));
  const tag = TAG_NAME.exec(line);
  if (tag === null) return undefined;
  const afterName = tag[0].length;
  if (blockNames.has((tag[2] ?? '').toLowerCase())) {
    return line[afterName] === '/' && line[afterName + 1] !== '>' ? undefined : opening(6, false);
  }
  if (!allowsAnyTag || !isWholeTag(line, afterName, tag[1] === '/')) return undefined;
  return opening(7, false);
}

/** True when an HTML block of this kind ends in `line`, read from `from`. */
export function closesHtml(line: string, kind: HtmlKind, from = 0): boolean {
  switch (kind) {
    case 1:
      return RAW_END.test(from === 0 ? line : line.slice(from));
    case 2:
      return line.includes('-->', from);
    case 3:
      return line.includes('?>', from);
    case 4:
      return line.includes('>', from);
    case 5:
      return closesCdata(line, from);
    case 6:
    case 7:
      return false;
  }
}

function opening(kind: HtmlKind, isClosed: boolean): HtmlOpening {
  return { kind, isClosed };
}

/** Brackets are read in pairs, so `]]]>` does not end the block: micromark's reading. */
function closesCdata(line: string, from: number): boolean {
  let i = line.indexOf(']', from);
  while (i >= 0) {
    if (line[i + 1] === ']') {
      if (line[i + 2] === '>') return true;
      i += 2;
    } else i += 1;
    i = line.indexOf(']', i);
  }
  return false;
}

const NAME_START = /[a-z:_]/i;
const NAME = /[a-z0-9:._-]/i;

/**
 * True when the tag whose name ends at `afterName` is complete and alone on its line: attributes, `>`, then
 * blanks only (CommonMark 0.31.2 §6.6).
 */
function isWholeTag(line: string, afterName: number, isClosing: boolean): boolean {
  const { length } = line;
  let i = afterName;
  if (isClosing) i = skipBlanks(line, i, length);
  else {
    for (;;) {
      i = skipBlanks(line, i, length);
      const char = line[i];
      if (char === '/') {
        i++;
        break;
      }
      if (char === undefined || !NAME_START.test(char)) break;
      i = skipName(line, i);
      for (;;) {
        const equals = skipBlanks(line, i, length);
        if (line[equals] !== '=') break;
        i = skipValue(line, skipBlanks(line, equals + 1, length));
        if (i < 0) return false;
      }
    }
  }
  return line[i] === '>' && skipBlanks(line, i + 1, length) === length;
}

function skipName(line: string, from: number): number {
  let i = from;
  while (i < line.length && NAME.test(line.charAt(i))) i++;
  return i;
}

/** Offset behind an attribute's value, -1 if there is none or what follows it cannot follow. */
function skipValue(line: string, from: number): number {
  const quote = line[from];
  if (quote === undefined || quote === '<' || quote === '=' || quote === '>' || quote === '`') return -1;
  if (quote === '"' || quote === "'") {
    const close = line.indexOf(quote, from + 1);
    if (close < 0) return -1;
    const next = line.charAt(close + 1);
    return next === '/' || next === '>' || (next !== '' && isBlank(next.charCodeAt(0))) ? close + 1 : -1;
  }
  let i = from;
  while (i < line.length && !/["'/<=>` \t]/.test(line.charAt(i))) i++;
  return i;
}
