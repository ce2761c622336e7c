import assert from 'node:assert/strict';
import { scanBlocks } from '../../server/languages/markdown/blocks';

/** One fence of a rule's page, taken apart. */
export interface PageFence {
  readonly role: 'bad' | 'fixed' | 'good' | 'given';
  readonly language: string;
  readonly words: readonly string[];
  readonly attributes: ReadonlyMap<string, string>;
  /** The fence's text without marker lines. */
  readonly text: string;
  readonly marks: readonly Mark[];
  /** One-based line of the page. */
  readonly line: number;
}

/** Where a finding of a rule is expected: zero-based line and columns of the fence's text. */
export interface Mark {
  readonly ruleId: string;
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

export interface Page {
  readonly title: string;
  readonly headings: readonly string[];
  readonly fences: readonly PageFence[];
  readonly text: string;
}

const roles = new Set(['bad', 'good', 'given']);

export function readPage(text: string): Page {
  const blocks = scanBlocks(text);
  const fences: PageFence[] = [];
  for (const code of blocks.codes) {
    if (code.kind !== 'fence') continue;
    const { language, words, attributes } = readInfo(code.info);
    const role = attributes.has('fixed') ? 'fixed' : words.find((word) => roles.has(word));
    if (role === undefined) continue;
    const raw = code.lines.map((line) => text.slice(line.start, line.end)).join('');
    const { text: own, marks } = takeMarks(raw, attributes.get('at'));
    const line = text.slice(0, code.range.start).split('\n').length;
    fences.push({ role: role as PageFence['role'], language, words, attributes, text: own, marks, line });
  }
  const [title] = blocks.headings.filter((heading) => heading.depth === 1);
  return {
    title: title?.text ?? '',
    headings: blocks.headings.filter((heading) => heading.depth === 2).map((heading) => heading.text),
    fences,
    text,
  };
}

function readInfo(info: string) {
  const attributes = new Map<string, string>();
  const rest = info.replace(/(\w+)="([^"]*)"/g, (_, key: string, value: string) => {
    attributes.set(key, value);
    return '';
  });
  const [language = '', ...words] = rest.split(/\s+/).filter((word) => word !== '');
  return { language, words, attributes };
}

const markerLine = /^\s*(?:#|\/\/|<!--)?\s*(?:\^+ [\w-]+\s*)+(?:-->)?\s*$/;

/** Takes the lines of carets out of the text; they speak of the last line before them. */
function takeMarks(raw: string, at: string | undefined): { text: string; marks: readonly Mark[] } {
  const kept: string[] = [];
  const marks: Mark[] = [];
  let ruleId = '';
  for (const line of raw.split('\n')) {
    if (!markerLine.test(line)) {
      kept.push(line);
      continue;
    }
    for (const match of line.matchAll(/(\^+) ([\w-]+)/g)) {
      const [, carets = '', id = ''] = match;
      ruleId = id;
      marks.push({ ruleId: id, line: kept.length - 1, from: match.index, to: match.index + carets.length });
    }
  }
  for (const place of at?.split(/[ ,]+/) ?? []) {
    const match = /^(?:([\w-]+)@)?(\d+):(\d+)-(\d+)$/.exec(place);
    assert.ok(match, `at="${at}" is not "line:from-to"`);
    const [, id = ruleId, line, from, to] = match;
    marks.push({ ruleId: id, line: Number(line) - 1, from: Number(from) - 1, to: Number(to) - 1 });
  }
  return { text: kept.join('\n'), marks };
}
