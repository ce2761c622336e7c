import type { Range } from '../../text/range';

/** A run of an excerpt and where it stands in the document; both have the same length. */
interface Run {
  readonly at: number;
  readonly start: number;
}

/**
 * Text put together from slices of a document, with the way back.
 *
 * Remark reads an excerpt; what it need not read (the content of fences) is left out.
 */
export class Excerpt {
  readonly text: string;
  private readonly runs: readonly Run[];

  /** `slices` are ranges of `document`; they may be in any order and repeat. */
  constructor(
    readonly document: string,
    slices: readonly Range[],
  ) {
    const runs: Run[] = [];
    const parts: string[] = [];
    let at = 0;
    for (const { start, end } of slices) {
      if (start >= end) continue;
      runs.push({ at, start });
      parts.push(document.slice(start, end));
      at += end - start;
    }
    this.runs = runs;
    this.text = parts.join('');
  }

  /** The place in the document of the character at `offset`. Cost: logarithmic in the number of slices. */
  toDocument(offset: number): number {
    let low = 0;
    let high = this.runs.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.runs[middle]?.at ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const run = this.runs[low] ?? { at: 0, start: 0 };
    return run.start + offset - run.at;
  }

  /** The range in the document of a range of the excerpt that lies in one slice or spans left-out text. */
  rangeInDocument(start: number, end: number): Range {
    // The end belongs to the character before it: behind that the excerpt may jump.
    return {
      start: this.toDocument(start),
      end: end > start ? this.toDocument(end - 1) + 1 : this.toDocument(end),
    };
  }
}
