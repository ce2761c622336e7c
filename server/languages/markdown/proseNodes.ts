import type { Image, InlineCode as InlineCodeNode, Link, Nodes, PhrasingContent, Root, Table } from 'mdast';
import type { Range } from '../../text/range';
import type { Excerpt } from './excerpt';
import type { ProseNode, ProseSegment, ProseText } from './prose';
import { sentenceAt } from './sentence';

/**
 * The prose of a tree that remark made of `lead` characters and then an excerpt, in document order.
 *
 * Recursion is as deep as the tree, which the caller has bounded.
 */
export function proseNodes(tree: Root, excerpt: Excerpt, lead: number): readonly ProseNode[] {
  return new ProseReader(excerpt, lead).read(tree);
}

type InlineCode = Extract<ProseNode, { readonly kind: 'inlineCode' }>;

/** A text under construction. */
interface Draft {
  value: string;
  readonly segments: ProseSegment[];
  readonly codes: { readonly node: InlineCodeNode; readonly at: number }[];
  readonly others: ProseNode[];
}

class ProseReader {
  private readonly nodes: ProseNode[] = [];

  constructor(
    private readonly excerpt: Excerpt,
    private readonly lead: number,
  ) {}

  read(tree: Root): readonly ProseNode[] {
    this.visit(tree);
    return this.nodes;
  }

  private visit(node: Nodes): void {
    switch (node.type) {
      case 'paragraph':
      case 'heading': {
        const draft = this.draft(node.children);
        this.nodes.push({ kind: 'text', block: node.type, ...this.finish(node, draft) });
        this.addInline(draft);
        return;
      }
      case 'table':
        this.addTable(node);
        return;
      default:
        if ('children' in node) for (const child of node.children) this.visit(child);
    }
  }

  private addTable(table: Table): void {
    let header: readonly string[] | undefined;
    for (const row of table.children) {
      const drafts = row.children.map((cell) => this.draft(cell.children));
      const cells = row.children.map((cell, index) => this.finish(cell, drafts[index] as Draft));
      const isHeader = header === undefined;
      header ??= cells.map(({ value }) => value);
      this.nodes.push({ kind: 'tableRow', range: this.rangeOf(row), isHeader, cells, header });
      const values = cells.map(({ value }) => value);
      for (const [index, draft] of drafts.entries()) {
        this.addInline(draft, { header: header[index] ?? '', row: values });
      }
    }
  }

  /** Nodes within a text come after it, in the order of the document. */
  private addInline({ value, codes, others }: Draft, cell?: InlineCode['cell']): void {
    const inline: ProseNode[] = codes.map(({ node, at }) => ({
      kind: 'inlineCode',
      range: this.rangeOf(node),
      valueRange: this.find(node, node.value),
      value: node.value,
      sentence: sentenceAt(value, at),
      block: value,
      at,
      cell,
    }));
    this.nodes.push(...[...inline, ...others].sort((a, b) => a.range.start - b.range.start));
  }

  private finish(node: Nodes, { value, segments }: Draft): ProseText {
    return { range: this.rangeOf(node), value, segments };
  }

  private draft(children: readonly PhrasingContent[]): Draft {
    const draft: Draft = { value: '', segments: [], codes: [], others: [] };
    this.addPhrasing(children, draft);
    return draft;
  }

  private addPhrasing(children: readonly PhrasingContent[], draft: Draft): void {
    for (const node of children) {
      switch (node.type) {
        case 'text':
          this.addText(node, node.value, draft);
          break;
        case 'inlineCode':
          draft.codes.push({ node, at: draft.value.length });
          this.addSegment(draft, node.value, this.find(node, node.value), this.rangeOf(node));
          break;
        case 'break':
          draft.value += '\n';
          break;
        case 'html':
          if (node.value.startsWith('<!--')) {
            const value = node.value.replace(/^<!--/, '').replace(/-->$/, '');
            draft.others.push({ kind: 'comment', range: this.rangeOf(node), value });
          }
          break;
        case 'link': {
          const from = draft.value.length;
          this.addPhrasing(node.children, draft);
          draft.others.push(this.link(node, 'link', draft.value.slice(from)));
          break;
        }
        case 'image':
          draft.others.push(this.link(node, 'image', node.alt ?? ''));
          break;
        default:
          if ('children' in node) this.addPhrasing(node.children, draft);
      }
    }
  }

  private link(node: Link | Image, kind: 'link' | 'image', value: string): ProseNode {
    const { start, end } = this.offsets(node);
    const source = this.excerpt.text.slice(start, end);
    const index = source.indexOf(node.url, this.destinationStart(node, start));
    const urlRange =
      node.url === '' || index < 0 ? undefined : this.range(start + index, start + index + node.url.length);
    return { kind, range: this.rangeOf(node), value, url: node.url, urlRange };
  }

  /** Where to look for a destination in a node: behind its text, which may hold the same letters. */
  private destinationStart(node: Link | Image, start: number): number {
    if (node.type === 'image') return (node.alt ?? '').length;
    const lastChild = node.children[node.children.length - 1];
    const isAutolink = this.excerpt.text[start] === '<';
    return lastChild === undefined || isAutolink ? 0 : this.offsets(lastChild).end - start;
  }

  /**
   * Adds a text node, line by line: its lines may stand behind the marks of containers in the document.
   */
  private addText(node: Nodes, value: string, draft: Draft): void {
    const { start, end } = this.offsets(node);
    const source = this.excerpt.text.slice(start, end);
    if (source === value) {
      this.addSegment(draft, value, this.range(start, end), this.range(start, end));
      return;
    }
    const sourceLines = source.split(/(\r\n|\n|\r)/);
    const lines = value.split(/\r\n|\n|\r/);
    let at = start;
    lines.forEach((line, index) => {
      if (index > 0) draft.value += '\n';
      const sourceLine = sourceLines[2 * index] ?? '';
      const isSame = sourceLines.length === 2 * lines.length - 1;
      const found = isSame ? sourceLine.lastIndexOf(line) : -1;
      if (found >= 0) {
        const exact = this.range(at + found, at + found + line.length);
        this.addSegment(draft, line, exact, exact);
      } else this.addEscaped(draft, line, sourceLine, at, this.range(start, end));
      at += sourceLine.length + (sourceLines[2 * index + 1] ?? '').length;
    });
  }

  /** Adds a line that has escapes or entities. */
  private addEscaped(draft: Draft, line: string, source: string, at: number, whole: Range): void {
    const runs = alignEscapes(line, source);
    if (runs === undefined) {
      this.addSegment(draft, line, undefined, whole);
      return;
    }
    for (const { text, start, end } of runs) {
      const range = this.range(at + start, at + end);
      this.addSegment(draft, text, text === source.slice(start, end) ? range : undefined, range);
    }
  }

  private addSegment(draft: Draft, value: string, exact: Range | undefined, whole: Range): void {
    if (value === '') return;
    const at = draft.value.length;
    draft.segments.push({ at, length: value.length, range: exact ?? whole, verbatim: exact !== undefined });
    draft.value += value;
  }

  /** Where `value` stands letter by letter within a node, in the document. */
  private find(node: Nodes, value: string): Range | undefined {
    const { start, end } = this.offsets(node);
    const index = value === '' ? -1 : this.excerpt.text.slice(start, end).indexOf(value);
    return index < 0 ? undefined : this.range(start + index, start + index + value.length);
  }

  private rangeOf(node: Nodes): Range {
    const { start, end } = this.offsets(node);
    return this.range(start, end);
  }

  private range(start: number, end: number): Range {
    return this.excerpt.rangeInDocument(start, end);
  }

  private offsets(node: Nodes): Range {
    const start = (node.position?.start.offset ?? this.lead) - this.lead;
    const end = (node.position?.end.offset ?? this.lead) - this.lead;
    return { start, end };
  }
}

interface Run {
  /** As in the value. */
  readonly text: string;
  /** In the source. */
  readonly start: number;
  readonly end: number;
}

const ENTITY = /&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z0-9]{1,31});/y;

/**
 * Aligns a line of a value with its source, which has backslashes and entities: runs that are the same,
 * and one run for each entity. Undefined if the two do not fit that way.
 */
function alignEscapes(line: string, source: string): readonly Run[] | undefined {
  const runs: Run[] = [];
  let from = 0;
  let i = 0;
  let j = 0;
  const closeRun = (): void => {
    if (i > from) runs.push({ text: source.slice(from, i), start: from, end: i });
  };
  while (i < source.length && j < line.length) {
    ENTITY.lastIndex = i;
    const entity = source[i] === '&' ? ENTITY.exec(source)?.[0] : undefined;
    if (entity !== undefined && !line.startsWith(entity, j)) {
      closeRun();
      const end = i + entity.length;
      // One character or a pair: what follows tells.
      const length = [1, 2].find((n) => line.slice(j + n, j + n + 2) === source.slice(end, end + 2)) ?? 0;
      if (length === 0) return undefined;
      runs.push({ text: line.slice(j, j + length), start: i, end });
      from = i = end;
      j += length;
    } else if (source[i] === '\\' && source[i + 1] === line[j] && /[!-/:-@[-`{-~]/.test(line.charAt(j))) {
      closeRun();
      from = i + 1;
      i += 2;
      j++;
    } else if (source[i] === line[j]) {
      i++;
      j++;
    } else return undefined;
  }
  closeRun();
  return j === line.length && source.slice(i).trim() === '' ? runs : undefined;
}
