import type { BlockProblem } from './blocks';
import {
  continueContainer,
  isContainerStart,
  readContainerStart,
  type BlankState,
  type ContainerStart,
} from './containers';
import type { Child, Home } from './leadIn';
import type { LineCursor } from './lineCursor';
import { message } from '../../text/message';

/** Deeper containers are read as text: what is written by hand has fewer than ten. */
const CONTAINER_LIMIT = 100;

/** An open quote, list item or footnote. */
export interface Container extends Home, BlankState {
  readonly start: ContainerStart;
}

/** The containers around the place that is read, outermost first, and what each holds so far. */
export class OpenContainers {
  readonly stack: Container[] = [];
  /** Containers that start on this line. */
  readonly opened: ContainerStart[] = [];
  readonly problems: BlockProblem[] = [];
  /** Number of containers around the deepest place so far. */
  deepest = 0;
  private readonly root: Home = { last: undefined, first: undefined };
  /** True when the line before this one has no characters. */
  private wasEmpty = false;

  constructor(private readonly cursor: LineCursor) {}

  /**
   * Reads the marks of the containers that the line continues, and returns how many these are.
   *
   * `onNextItem` is called where the next item of an open list starts, with the number of containers down to
   * that item's: before it takes the place of the old one, and ends what is open in there.
   */
  continueLine(onNextItem: (depth: number) => void): number {
    const { stack, cursor } = this;
    this.opened.length = 0;
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
      onNextItem(continued);
      stack.length = continued - 1;
      this.open(continuation);
      break;
    }
    return continued;
  }

  /** True when one more container starts at the cursor, inside of the outer `depth`, and may. */
  startsAt(depth: number, isInterrupting: boolean): boolean {
    return isContainerStart(this.cursor, isInterrupting) && this.hasRoom(depth, isInterrupting);
  }

  /** Reads the containers that start at the cursor, inside of all that are open. */
  readStarts(isInterrupting: boolean): void {
    for (;;) {
      if (!this.hasRoom(this.stack.length, isInterrupting)) return;
      const start = readContainerStart(this.cursor, isInterrupting);
      if (start === undefined) return;
      this.open(start);
    }
  }

  private open(start: ContainerStart): void {
    this.opened.push(start);
    this.stack.push({
      start,
      last: undefined,
      first: undefined,
      startsBlank: start.startsBlank,
      isOver: false,
    });
    if (this.stack.length > this.deepest) this.deepest = this.stack.length;
  }

  private hasRoom(depth: number, isInterrupting: boolean): boolean {
    if (depth < CONTAINER_LIMIT) return true;
    if (this.problems.length === 0 && isContainerStart(this.cursor, isInterrupting)) {
      this.problems.push({
        range: { start: this.cursor.nonBlank, end: this.cursor.end },
        message: message('Lists and quotes nested deeper than {count} levels are read as plain text', {
          count: String(CONTAINER_LIMIT),
        }),
      });
    }
    return false;
  }

  /** Leaves all containers but the outer `count`. */
  exitTo(count: number): void {
    if (this.stack.length <= count) return;
    this.stack.length = count;
    addChild(this.home, 'other');
  }

  /** The innermost container, or the document. */
  get home(): Home {
    return this.stack[this.stack.length - 1] ?? this.root;
  }

  /** The block right above the place: in the innermost container that has one. */
  get blockAbove(): Child | undefined {
    for (let i = this.stack.length - 1; i >= 0; i--) {
      const last = this.stack[i]?.last;
      if (last !== undefined) return last;
    }
    return this.root.last;
  }
}

/** Puts a block at the end of what a container holds so far. */
export function addChild(home: Home, child: Child): void {
  home.last = child;
  home.first ??= child;
}
