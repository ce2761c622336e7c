import type { Range } from '../../text/range';
import type {
  Blocks,
  BlockProblem,
  CodeLine,
  Fence,
  FrontMatter,
  Heading,
  HtmlComment,
  IndentedCode,
  LeadIn,
} from './blocks';
import {
  CODE_INDENT,
  continueContainer,
  isContainerStart,
  readContainerStart,
  type BlankState,
  type ContainerStart,
} from './containers';
import { countDefinitionLines } from './definition';
import { isFenceClosing, readFenceOpening, type FenceOpening } from './fence';
import { readFrontMatter } from './frontMatter';
import { readAtxHeading, readSetextDepth } from './heading';
import { closesHtml, readHtmlOpening, type HtmlKind } from './htmlBlock';
import { findComments } from './htmlComment';
import { CR, LF, LineCursor } from './lineCursor';
import { setextHeading, titleOf, toLeadIn, type Child, type Home, type TextLine } from './leadIn';
import { linePrefix } from './linePrefix';
import { PieceCollector } from './pieceCollector';
import { opensTable } from './table';

/** Deeper containers are read as text: what is written by hand has fewer than ten. */
const CONTAINER_LIMIT = 100;

interface OpenCode {
  readonly start: number;
  readonly lines: CodeLine[];
  readonly linePrefix: string;
  readonly depth: number;
  readonly leadIn: LeadIn | undefined;
  readonly heading: Heading | undefined;
  readonly callouts: readonly string[];
}

/** The block that the next line may continue. */
type Leaf =
  | { readonly kind: 'none' }
  | { readonly kind: 'paragraph'; readonly lines: TextLine[]; readonly home: Home }
  | { readonly kind: 'table'; readonly home: Home }
  | { readonly kind: 'html'; readonly html: HtmlKind; readonly lines: Range[]; readonly home: Home }
  | {
      readonly kind: 'fence';
      readonly code: OpenCode;
      readonly opening: FenceOpening;
      readonly indent: number;
      readonly lineEnd: number;
    }
  | {
      readonly kind: 'indented';
      readonly code: OpenCode;
      readonly blanks: CodeLine[];
      /** Its first line left a container. */
      readonly isLazy: boolean;
      /** Text stands on a line after the first. */
      goesOn: boolean;
    };

const NONE: Leaf = { kind: 'none' };
const NO_TITLES: readonly string[] = [];

interface Container extends Home, BlankState {
  start: ContainerStart;
}

/** One pass over a text; see `scanBlocks`. */
export class BlockScanner {
  private readonly codes: (Fence | IndentedCode)[] = [];
  private readonly headings: Heading[] = [];
  private readonly comments: HtmlComment[] = [];
  private readonly pieces = new PieceCollector();
  private readonly problems: BlockProblem[] = [];
  private readonly root: Home = { last: undefined, first: undefined };
  private readonly stack: Container[] = [];
  /** Titles of open `:::` call-outs. */
  private readonly directives: string[] = [];
  private leaf: Leaf = NONE;
  private readonly cursor: LineCursor;
  /** Containers that start on this line. */
  private readonly opened: ContainerStart[] = [];
  /** True when the line before this one has no characters. */
  private wasEmpty = false;
  private containerDepth = 0;
  /** True when a container would interrupt a paragraph or indented code of the same container. */
  private isInterrupting = false;

  constructor(private readonly text: string) {
    this.cursor = new LineCursor(text, text.startsWith('\uFEFF') ? 1 : 0);
  }

  scan(): Blocks {
    const { text, cursor } = this;
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
      problems: this.problems,
      containerDepth: this.containerDepth,
    };
  }

  private readLine(): void {
    const { stack, cursor } = this;
    this.opened.length = 0;
    this.isInterrupting = false;
    const isBlankLine = cursor.isBlank;
    const isEmpty = cursor.start === cursor.end;
    // What one empty line says to lists and footnotes, a second one cannot add to; quotes are closed by then.
    let continued = isEmpty && this.wasEmpty ? stack.length : 0;
    this.wasEmpty = isEmpty;
    while (continued < stack.length) {
      const container = stack[continued] as Container;
      const continuation = continueContainer(cursor, container.start, container, stack[continued - 1]?.start);
      if (continuation === 'no') break;
      continued++;
      if (continuation === 'yes') continue;
      this.closeLeaf();
      stack.length = continued;
      if (continued === 1) this.pieces.start(cursor.start);
      this.opened.push(continuation);
      stack[continued - 1] = openContainer(continuation);
      break;
    }
    const isLazy = !this.readNewContainers(continued) && continued < stack.length;
    this.readLeaf(isLazy, continued);
    if (!isBlankLine) this.pieces.extend(cursor.end);
  }

  /** Reads the containers that start on this line; true if there is one. */
  private readNewContainers(continued: number): boolean {
    const { stack, cursor, leaf } = this;
    const isWhole = continued === stack.length;
    if (isWhole) {
      if (leaf.kind === 'fence' || leaf.kind === 'html') return false;
      this.isInterrupting = canBeInterrupted(leaf);
    }
    if (!isContainerStart(cursor, this.isInterrupting) || !this.hasRoom(continued)) return false;
    this.closeLeaf();
    this.exitTo(continued);
    this.continuePiece();
    // Micromark goes on to say "interrupting" within the new containers of the line, and so do we.
    for (;;) {
      const start = this.hasRoom(stack.length) ? readContainerStart(cursor, this.isInterrupting) : undefined;
      if (start === undefined) return true;
      this.opened.push(start);
      stack.push(openContainer(start));
      if (stack.length > this.containerDepth) this.containerDepth = stack.length;
    }
  }

  private hasRoom(depth: number): boolean {
    if (depth < CONTAINER_LIMIT) return true;
    if (this.problems.length === 0 && isContainerStart(this.cursor, this.isInterrupting)) {
      this.problems.push({
        range: { start: this.cursor.nonBlank, end: this.cursor.end },
        message: `Lists and quotes nested deeper than ${CONTAINER_LIMIT} levels are read as plain text`,
      });
    }
    return false;
  }

  /** Leaves all containers but the outer `count`. */
  private exitTo(count: number): void {
    const { stack } = this;
    if (stack.length <= count) return;
    stack.length = count;
    const home = this.home;
    home.last = 'other';
    home.first ??= 'other';
  }

  private get home(): Home {
    return this.stack[this.stack.length - 1] ?? this.root;
  }

  private readLeaf(isLazy: boolean, continued: number): void {
    const { cursor, leaf } = this;
    switch (leaf.kind) {
      case 'fence':
        if (!isLazy) {
          this.continueFence(leaf);
          return;
        }
        break;
      case 'html':
        if (!isLazy && (leaf.html < 6 || !cursor.isBlank)) {
          this.continueHtml(leaf);
          return;
        }
        break;
      case 'indented':
        if (!isLazy && (cursor.indent >= CODE_INDENT || cursor.isBlank)) {
          this.continueIndented(leaf);
          return;
        }
        break;
      case 'table':
        if (!isLazy && !cursor.isBlank && cursor.indent < CODE_INDENT && !this.startsOther(true)) return;
        break;
      case 'paragraph':
        if (this.continueParagraph(leaf, isLazy)) return;
        break;
      case 'none':
        break;
    }
    if (cursor.isBlank) {
      this.closeLeaf();
      if (isLazy) this.exitTo(continued);
      return;
    }
    this.startLeaf(isLazy, continued);
  }

  /** True if the line, not indented as code, starts a heading, fence, HTML block or thematic break. */
  private startsOther(allowsAnyTag: boolean): boolean {
    const { text, cursor } = this;
    switch (cursor.code) {
      case 35: // #
        return readAtxHeading(text, cursor.nonBlank, cursor.end) !== undefined;
      case 96: // `
      case 126: // ~
        return readFenceOpening(text, cursor.nonBlank, cursor.end) !== undefined;
      case 60: // <
        return readHtmlOpening(this.rest, allowsAnyTag) !== undefined;
      case 42: // *
      case 45: // -
      case 95: // _
        return cursor.isThematicBreak();
      default:
        return false;
    }
  }

  private get rest(): string {
    return this.text.slice(this.cursor.nonBlank, this.cursor.end);
  }

  /** Starts a block at the cursor, which is not at a blank line, after ending the one before. */
  private startLeaf(isLazy: boolean, continued: number): void {
    const { text, cursor, leaf } = this;
    // A lazy line whose tag is of kind 7 interrupts a paragraph late, and micromark leaves it in the
    // paragraph's container.
    const staysInside =
      isLazy &&
      leaf.kind === 'paragraph' &&
      cursor.indent < CODE_INDENT &&
      cursor.code === 60 &&
      readHtmlOpening(this.rest, true)?.kind === 7;
    this.closeLeaf();
    if (isLazy && !staysInside) this.exitTo(continued);
    if (cursor.indent >= CODE_INDENT) {
      this.continuePiece();
      this.startIndented(isLazy);
      return;
    }
    const { code, nonBlank, end } = cursor;
    if (code === 96 || code === 126) {
      const opening = readFenceOpening(text, nonBlank, end);
      if (opening !== undefined) {
        this.startFence(opening);
        return;
      }
    }
    this.continuePiece();
    if (code === 35) {
      const heading = readAtxHeading(text, nonBlank, end);
      if (heading !== undefined) {
        this.addHeading(heading, this.home);
        return;
      }
    } else if (code === 60) {
      const opening = readHtmlOpening(this.rest, true);
      if (opening !== undefined) {
        const lines = [{ start: nonBlank, end }];
        this.leaf = { kind: 'html', html: opening.kind, lines, home: this.home };
        if (opening.isClosed) this.closeLeaf();
        return;
      }
    } else if (cursor.isThematicBreak()) {
      this.addChild(this.home, 'other');
      return;
    }
    this.leaf = { kind: 'paragraph', lines: [this.textLine()], home: this.home };
  }

  private textLine(): TextLine {
    const { pos, nonBlank, end, indent } = this.cursor;
    return { rawStart: pos, start: nonBlank, end, indent };
  }

  /** Adds the line to a paragraph, or makes a table or heading of it; false if the paragraph is over. */
  private continueParagraph(leaf: Leaf & { kind: 'paragraph' }, isLazy: boolean): boolean {
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
    if (!isLazy) {
      const depth = readSetextDepth(text, nonBlank, end);
      if (depth > 0) {
        this.leaf = NONE;
        const lines = leaf.lines.slice(this.definitionLines(leaf.lines));
        if (lines.length > 0) {
          this.addHeading(setextHeading(text, lines, end, depth as 1 | 2), leaf.home);
          return true;
        }
        return false;
      }
    }
    if (this.startsOther(isLazy)) return false;
    leaf.lines.push(this.textLine());
    return true;
  }

  private definitionLines(lines: readonly TextLine[]): number {
    const [first] = lines;
    if (first === undefined || this.text[first.start] !== '[') return 0;
    return countDefinitionLines(lines.map(({ rawStart, end }) => this.text.slice(rawStart, end)));
  }

  private addHeading(heading: Heading, home: Home): void {
    this.headings.push(heading);
    this.addChild(home, { kind: 'heading', heading });
  }

  private addChild(home: Home, child: Child): void {
    home.last = child;
    home.first ??= child;
  }

  /**
   * A block starts here. It starts a piece if it is at top level and would be the same on its own: what
   * interrupts a paragraph might not be.
   */
  private continuePiece(): void {
    if (!this.pieces.isOpen || (this.stack.length === 0 && !this.isInterrupting)) {
      this.pieces.start(this.cursor.start);
    }
  }

  // Code

  private startFence(opening: FenceOpening): void {
    const { cursor, stack } = this;
    if (stack.length === 0) this.pieces.end();
    const { nonBlank, indent, end } = cursor;
    const code = this.openCode(nonBlank, linePrefix(cursor, this.opened, nonBlank, 0));
    this.leaf = { kind: 'fence', code, opening, indent, lineEnd: end };
  }

  private startIndented(isLazy: boolean): void {
    const { cursor } = this;
    const start = cursor.pos;
    cursor.readSpace(CODE_INDENT);
    const code = this.openCode(start, linePrefix(cursor, this.opened, cursor.pos, cursor.pad));
    code.lines.push(this.codeLine());
    this.leaf = { kind: 'indented', code, blanks: [], isLazy, goesOn: false };
  }

  private openCode(start: number, linePrefix: string): OpenCode {
    const { stack, headings } = this;
    return {
      start,
      lines: [],
      linePrefix,
      depth: stack.length,
      leadIn: this.leadIn(),
      heading: headings[headings.length - 1],
      callouts: this.callouts(),
    };
  }

  /** The block above: in the innermost container that has one. */
  private leadIn(): LeadIn | undefined {
    const { stack } = this;
    for (let i = stack.length - 1; i >= -1; i--) {
      const last = (stack[i] ?? this.root).last;
      if (last !== undefined) return toLeadIn(this.text, last);
    }
    return undefined;
  }

  private callouts(): readonly string[] {
    if (this.directives.length === 0 && this.stack.length === 0) return NO_TITLES;
    const titles = [...this.directives];
    for (const { start, first } of this.stack) {
      const title = start.kind === 'quote' && first !== undefined ? titleOf(this.text, first) : '';
      if (title !== '') titles.push(title);
    }
    return titles.length === 0 ? NO_TITLES : titles;
  }

  private codeLine(): CodeLine {
    const { pos, next, pad } = this.cursor;
    return { start: pos, end: next, pad };
  }

  private continueFence(leaf: Leaf & { kind: 'fence' }): void {
    const { text, cursor } = this;
    if (cursor.indent < CODE_INDENT && isFenceClosing(text, cursor.nonBlank, cursor.end, leaf.opening)) {
      this.endFence(leaf, cursor.end, true);
      return;
    }
    cursor.readSpace(leaf.indent);
    leaf.code.lines.push(this.codeLine());
  }

  private endFence(leaf: Leaf & { kind: 'fence' }, end: number, closed: boolean): void {
    const { code, opening, indent } = leaf;
    const { start, lines, linePrefix, depth, leadIn, heading, callouts } = code;
    const { infoRange, marker, markerLength } = opening;
    this.codes.push({
      kind: 'fence',
      range: { start, end },
      marker,
      markerLength,
      indent,
      info: this.text.slice(infoRange.start, infoRange.end),
      infoRange,
      lines,
      closed,
      linePrefix,
      depth,
      leadIn,
      heading,
      callouts,
    });
    this.leaf = NONE;
    this.addChild(this.home, 'other');
  }

  private continueIndented(leaf: Leaf & { kind: 'indented' }): void {
    const { cursor } = this;
    const isCode = cursor.indent >= CODE_INDENT;
    cursor.readSpace(CODE_INDENT);
    if (!isCode) {
      leaf.blanks.push(this.codeLine());
      return;
    }
    // Blank lines are code only when more code follows.
    for (const blank of leaf.blanks) leaf.code.lines.push(blank);
    leaf.blanks.length = 0;
    if (!cursor.isBlank) leaf.goesOn = true;
    leaf.code.lines.push(this.codeLine());
  }

  // HTML

  private continueHtml(leaf: Leaf & { kind: 'html' }): void {
    const { text, cursor } = this;
    leaf.lines.push({ start: cursor.pos, end: cursor.end });
    if (closesHtml(text.slice(cursor.pos, cursor.end), leaf.html)) this.closeLeaf();
  }

  // Ends of blocks

  /** Ends the open block, if there is one. */
  private closeLeaf(): void {
    const { text, leaf } = this;
    switch (leaf.kind) {
      case 'none':
        return;
      case 'paragraph':
        this.leaf = NONE;
        this.endParagraph(leaf);
        return;
      case 'table':
        this.leaf = NONE;
        this.addChild(leaf.home, 'other');
        return;
      case 'html':
        this.leaf = NONE;
        // A comment about the code below does not stand between it and its lead-in.
        if (leaf.html !== 2) this.addChild(leaf.home, 'other');
        if (leaf.html !== 1) findComments(text, leaf.lines, this.comments);
        return;
      case 'fence': {
        const last = leaf.code.lines[leaf.code.lines.length - 1];
        const end = last === undefined ? leaf.lineEnd : withoutEnding(text, last);
        this.endFence(leaf, end, false);
        return;
      }
      case 'indented': {
        const { start, lines, linePrefix, depth, leadIn, heading, callouts } = leaf.code;
        const end = withoutEnding(text, lines[lines.length - 1] as CodeLine);
        this.codes.push({
          kind: 'indented',
          range: { start, end },
          lines,
          linePrefix,
          depth,
          leadIn,
          heading,
          callouts,
        });
        this.leaf = NONE;
        this.addChild(this.home, 'other');
      }
    }
  }

  private endParagraph({ lines, home }: Leaf & { kind: 'paragraph' }): void {
    const { text } = this;
    const own = lines.slice(this.definitionLines(lines));
    const [first] = own;
    const last = own[own.length - 1];
    if (first === undefined || last === undefined) return;
    this.addChild(home, { kind: 'paragraph', lines: own });
    if (text.startsWith(':::', first.start)) this.readDirective(text.slice(first.start, first.end));
    if (last !== first && text.startsWith(':::', last.start)) {
      this.readDirective(text.slice(last.start, last.end));
    }
  }

  /** `:::danger Title` opens a call-out and `:::` closes it, as in Docusaurus, VitePress and Pandoc. */
  private readDirective(line: string): void {
    const title = line.replace(/^:+/, '').trim();
    if (title === '') this.directives.pop();
    else if (this.directives.length < CONTAINER_LIMIT) this.directives.push(title);
  }
}

/**
 * True when a list that starts right below must start with 1 and not be empty. By CommonMark only a
 * paragraph asks for that; for micromark code does, too, unless it ended the code early (see the oracle).
 */
function canBeInterrupted(leaf: Leaf): boolean {
  if (leaf.kind === 'indented') return !leaf.isLazy || leaf.goesOn;
  return leaf.kind === 'paragraph';
}

function openContainer(start: ContainerStart): Container {
  return { start, last: undefined, first: undefined, startsBlank: start.startsBlank, isOver: false };
}

function withoutEnding(text: string, { start, end }: CodeLine): number {
  let i = end;
  if (i > start && text.charCodeAt(i - 1) === LF) i--;
  if (i > start && text.charCodeAt(i - 1) === CR) i--;
  return i;
}
