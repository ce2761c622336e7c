import type { Piece } from './blocks';

/** Collects pieces of prose while a document is read line by line; see `Piece`. */
export class PieceCollector {
  private readonly pieces: Piece[] = [];
  private from = -1;
  private to = -1;

  get isOpen(): boolean {
    return this.from >= 0;
  }

  /** Ends the open piece, if there is one, and opens the next. */
  start(offset: number): void {
    this.end();
    this.from = offset;
  }

  /** Takes everything up to `offset` into the open piece, if there is one. */
  extend(offset: number): void {
    if (this.isOpen) this.to = offset;
  }

  end(): void {
    if (this.isOpen && this.to > this.from) this.pieces.push({ range: { start: this.from, end: this.to } });
    this.from = -1;
  }

  finish(): readonly Piece[] {
    this.end();
    return this.pieces;
  }
}
