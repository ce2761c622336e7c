/** When servers that end by themselves are started again, and when no more. */
export class Restarts {
  private ends: readonly number[] = [];

  /**
   * Milliseconds to wait before the next start; undefined at the fifth end within three minutes, since
   * something is broken that starting again will not mend.
   */
  next(now: number): number | undefined {
    this.ends = [...this.ends.filter((end) => now - end < 180_000), now];
    return [0, 1_000, 4_000, 15_000][this.ends.length - 1];
  }

  /** The user asked for a new start. */
  forget(): void {
    this.ends = [];
  }
}
