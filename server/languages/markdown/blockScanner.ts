import type { Blocks, CodeLine, Fence, FrontMatter, Heading, HtmlComment, IndentedCode } from './blocks';
import { readBlockStart } from './blockStart';
import { Callouts } from './callouts';
import { CODE_INDENT } from './containers';
import { countDefinitionLines } from './definition';
import { isFenceClosing, type FenceOpening } from './fence';
import { readFrontMatter } from './frontMatter';
import { readSetextDepth } from './heading';
import { closesHtml, type HtmlOpening } from './htmlBlock';
import { findComments } from './htmlComment';
import {
  canBeInterrupted,
  endFence,
  endIndented,
  NO_LEAF,
  type Leaf,
  type OpenCode,
  type OpenFence,
  type OpenHtml,
  type OpenIndented,
  type OpenParagraph,
} from './leaf';
import { setextHeading, toLeadIn, type Home, type TextLine } from './leadIn';
import { LineCursor } from './lineCursor';
import { linePrefix } from './linePrefix';
import { addChild, OpenContainers } from './openContainers';
import { PieceCollector } from './pieceCollector';
import { opensTable } from './table';

/**
 * One pass over a text; see `scanBlocks`.
 *
 * Each line is read from the outside in, as CommonMark's appendix has it: the containers it continues, those
 * it starts, and then the one block that holds its text, which is the open one (`leaf`) or a new one. A line
 * is lazy when it does not continue all containers: then it may still go on with a paragraph inside of them.
 */
export class BlockScanner {
  private readonly codes: (Fence | IndentedCode)[] = [];
  private readonly headings: Heading[] = [];
  private readonly comments: HtmlComment[] = [];
  private readonly pieces = new PieceCollector();
  private readonly cursor: LineCursor;
  private readonly containers: OpenContainers;
  private readonly callouts: Callouts;
  private leaf: Leaf = NO_LEAF;
  /** True when a container would interrupt a paragraph or indented code of the same container. */
  private isInterrupting = false;

  constructor(private readonly text: string) {
    this.cursor = new LineCursor(text, text.startsWith('\uFEFF') ? 1 : 0);
    this.containers = new OpenContainers(this.cursor);
    this.callouts = new Callouts(text);
  }

  scan(): Blocks {
    const { text, cursor, containers } = this;
    const frontMatter: FrontMatter | undefined = readFrontMatter(text, cursor);
    while (cursor.start < text.length) {
      this.readLine();
      cursor.moveTo(cursor.next);
    }
    this.closeLeaf();
    return {
      codes: this.codes,
      headings: this.headings,
      comments: this.comments,
      pieces: this.pieces.finish(),
      frontMatter,
      problems: containers.problems,
      containerDepth: containers.deepest,
    };
  }

  private readLine(): void {
    const { cursor, containers } = this;
    const isBlankLine = cursor.isBlank;
    const continued = containers.continueLine(this.beforeNextItem);
    const isLazy = !this.readNewContainers(continued) && continued < containers.stack.length;
    if (!this.continueLeaf(isLazy)) this.replaceLeaf(isLazy, continued);
    if (!isBlankLine) this.pieces.extend(cursor.end);
  }

  private readonly beforeNextItem = (depth: number): void => {
    this.closeLeaf();
    if (depth === 1) this.pieces.start(this.cursor.start);
  };

  /** Reads the containers that start on this line; true if there is one. */
  private readNewContainers(continued: number): boolean {
    const { containers, leaf } = this;
    this.isInterrupting = false;
    if (continued === containers.stack.length) {
      if (leaf.kind === 'fence' || leaf.kind === 'html') return false;
      this.isInterrupting = canBeInterrupted(leaf);
    }
    if (!containers.startsAt(continued, this.isInterrupting)) return false;
    this.closeLeaf();
    containers.exitTo(continued);
    this.continuePiece();
    // Micromark goes on to say "interrupting" within the new containers of the line, and so do we.
    containers.readStarts(this.isInterrupting);
    return true;
  }

  /** Takes the line into the open block; false if it does not belong there. */
  private continueLeaf(isLazy: boolean): boolean {
    const { cursor, leaf } = this;
    if (leaf.kind === 'paragraph') return this.continueParagraph(leaf, isLazy);
    if (isLazy) return false;
    switch (leaf.kind) {
      case 'none':
        return false;
      case 'fence':
        this.continueFence(leaf);
        return true;
      case 'html':
        if (leaf.html >= 6 && cursor.isBlank) return false;
        this.continueHtml(leaf);
        return true;
      case 'indented':
        if (cursor.indent < CODE_INDENT && !cursor.isBlank) return false;
        this.continueIndented(leaf);
        return true;
      case 'table':
        return !cursor.isBlank && cursor.indent < CODE_INDENT && readBlockStart(cursor, true) === undefined;
    }
  }

  /** Ends the open block, and starts the one that stands at the cursor, if the line is not blank. */
  private replaceLeaf(isLazy: boolean, continued: number): void {
    const { cursor, containers, leaf } = this;
    if (cursor.isBlank) {
      this.closeLeaf();
      if (isLazy) containers.exitTo(continued);
      return;
    }
    const isIndented = cursor.indent >= CODE_INDENT;
    const start = isIndented ? undefined : readBlockStart(cursor, true);
    // A lazy line whose tag is of kind 7 interrupts a paragraph late, and micromark leaves it in the
    // paragraph's container.
    const staysInside = leaf.kind === 'paragraph' && start?.kind === 'html' && start.opening.kind === 7;
    this.closeLeaf();
    if (isLazy && !staysInside) containers.exitTo(continued);
    if (start?.kind === 'fence') {
      this.startFence(start.opening);
      return;
    }
    this.continuePiece();
    if (isIndented) {
      this.startIndented(isLazy);
      return;
    }
    switch (start?.kind) {
      case 'heading':
        this.addHeading(start.heading, containers.home);
        return;
      case 'html':
        this.startHtml(start.opening);
        return;
      case 'break':
        addChild(containers.home, 'other');
        return;
      case undefined:
        this.leaf = { kind: 'paragraph', lines: [this.textLine()], home: containers.home };
    }
  }

  /**
   * A block starts here. It starts a piece if it is at top level and would be the same on its own: what
   * interrupts a paragraph might not be.
   */
  private continuePiece(): void {
    const isTopLevel = this.containers.stack.length === 0;
    if (!this.pieces.isOpen || (isTopLevel && !this.isInterrupting)) this.pieces.start(this.cursor.start);
  }

  // Paragraphs and headings

  private textLine(): TextLine {
    const { pos, nonBlank, end, indent } = this.cursor;
    return { rawStart: pos, start: nonBlank, end, indent };
  }

  /** Adds the line to a paragraph, or makes a table or heading of it; false if the paragraph is over. */
  private continueParagraph(leaf: OpenParagraph, isLazy: boolean): boolean {
    const { text, cursor } = this;
    if (cursor.isBlank) return false;
    if (cursor.indent >= CODE_INDENT) {
      leaf.lines.push(this.textLine());
      return true;
    }
    const { nonBlank, end } = cursor;
    const above = leaf.lines[leaf.lines.length - 1] as TextLine;
    if (!isLazy && above.indent < CODE_INDENT && opensTable(text, above.start, above.end, nonBlank, end)) {
      leaf.lines.pop();
      this.closeLeaf();
      this.leaf = { kind: 'table', home: leaf.home };
      return true;
    }
    const depth = isLazy ? 0 : readSetextDepth(text, nonBlank, end);
    if (depth > 0) {
      this.leaf = NO_LEAF;
      const lines = this.withoutDefinitions(leaf.lines);
      if (lines.length === 0) return false;
      this.addHeading(setextHeading(text, lines, end, depth as 1 | 2), leaf.home);
      return true;
    }
    if (readBlockStart(cursor, isLazy) !== undefined) return false;
    leaf.lines.push(this.textLine());
    return true;
  }

  private endParagraph(leaf: OpenParagraph): void {
    const lines = this.withoutDefinitions(leaf.lines);
    if (lines.length === 0) return;
    addChild(leaf.home, { kind: 'paragraph', lines });
    this.callouts.readParagraph(lines);
  }

  /** The lines of a paragraph behind the link definitions that it starts with. */
  private withoutDefinitions(lines: readonly TextLine[]): readonly TextLine[] {
    const [first] = lines;
    if (first === undefined || this.text[first.start] !== '[') return lines;
    const count = countDefinitionLines(lines.map(({ rawStart, end }) => this.text.slice(rawStart, end)));
    return lines.slice(count);
  }

  private addHeading(heading: Heading, home: Home): void {
    this.headings.push(heading);
    addChild(home, { kind: 'heading', heading });
  }

  // Code

  private startFence(opening: FenceOpening): void {
    const { cursor, containers } = this;
    if (containers.stack.length === 0) this.pieces.end();
    const { nonBlank, indent, end } = cursor;
    const code = this.openCode(nonBlank, linePrefix(cursor, containers.opened, nonBlank, 0));
    this.leaf = { kind: 'fence', code, opening, indent, lineEnd: end };
  }

  private continueFence(leaf: OpenFence): void {
    const { text, cursor } = this;
    if (cursor.indent < CODE_INDENT && isFenceClosing(text, cursor.nonBlank, cursor.end, leaf.opening)) {
      this.addCode(endFence(text, leaf, cursor.end));
      return;
    }
    cursor.readSpace(leaf.indent);
    leaf.code.lines.push(this.codeLine());
  }

  private startIndented(isLazy: boolean): void {
    const { cursor } = this;
    const start = cursor.pos;
    cursor.readSpace(CODE_INDENT);
    const code = this.openCode(start, linePrefix(cursor, this.containers.opened, cursor.pos, cursor.pad));
    code.lines.push(this.codeLine());
    this.leaf = { kind: 'indented', code, blanks: [], isLazy, goesOn: false };
  }

  private continueIndented(leaf: OpenIndented): void {
    const { cursor } = this;
    const isCode = cursor.indent >= CODE_INDENT;
    cursor.readSpace(CODE_INDENT);
    if (!isCode) {
      leaf.blanks.push(this.codeLine());
      return;
    }
    for (const blank of leaf.blanks) leaf.code.lines.push(blank);
    leaf.blanks.length = 0;
    if (!cursor.isBlank) leaf.goesOn = true;
    leaf.code.lines.push(this.codeLine());
  }

  private openCode(start: number, linePrefix: string): OpenCode {
    const { headings } = this;
    const { stack, blockAbove } = this.containers;
    return {
      start,
      lines: [],
      linePrefix,
      depth: stack.length,
      leadIn: blockAbove && toLeadIn(this.text, blockAbove),
      heading: headings[headings.length - 1],
      callouts: this.callouts.titles(stack),
    };
  }

  private codeLine(): CodeLine {
    const { pos, next, pad } = this.cursor;
    return { start: pos, end: next, pad };
  }

  private addCode(code: Fence | IndentedCode): void {
    this.codes.push(code);
    this.leaf = NO_LEAF;
    addChild(this.containers.home, 'other');
  }

  // HTML

  private startHtml({ kind, isClosed }: HtmlOpening): void {
    const { nonBlank, end } = this.cursor;
    const lines = [{ start: nonBlank, end }];
    this.leaf = { kind: 'html', html: kind, lines, home: this.containers.home };
    if (isClosed) this.closeLeaf();
  }

  private continueHtml(leaf: OpenHtml): void {
    const { text, cursor } = this;
    leaf.lines.push({ start: cursor.pos, end: cursor.end });
    if (closesHtml(text.slice(cursor.pos, cursor.end), leaf.html)) this.closeLeaf();
  }

  private endHtml({ html, lines, home }: OpenHtml): void {
    // A comment about the code below does not stand between it and its lead-in.
    if (html !== 2) addChild(home, 'other');
    if (html !== 1) findComments(this.text, lines, this.comments);
  }

  /** Ends the open block, if there is one. */
  private closeLeaf(): void {
    const { text, leaf } = this;
    this.leaf = NO_LEAF;
    switch (leaf.kind) {
      case 'none':
        return;
      case 'paragraph':
        this.endParagraph(leaf);
        return;
      case 'table':
        addChild(leaf.home, 'other');
        return;
      case 'html':
        this.endHtml(leaf);
        return;
      case 'fence':
        this.addCode(endFence(text, leaf, undefined));
        return;
      case 'indented':
        this.addCode(endIndented(text, leaf));
    }
  }
}
