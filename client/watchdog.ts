/** A version of a document that the server was working on when it fell silent. */
export interface Suspect {
  readonly uri: string;
  readonly version: number;
}

export interface WatchdogOptions {
  /** Resolves when the server answers. Rejecting counts as an answer: then something else is wrong. */
  readonly ping: () => Promise<unknown>;
  /** Called once per hang, with the document to blame where one is known. */
  readonly onHang: (suspect: Suspect | undefined) => void;
  /** How many ticks a ping may stay unanswered. */
  readonly budget: number;
}

/** One tick a second: a server that answers no ping for this long is ended. */
export const budgetSeconds = 10;

/**
 * Notices a server whose event loop stands still. Analysis pauses between regions, so a server that is
 * merely busy answers; one that does not is stuck in a single piece of text.
 *
 * Counts ticks and not time: when the computer slept or the extension host itself stood still, the clock
 * jumps but the ticks do not. Costs nothing while nothing is asked of the server.
 */
export class Watchdog {
  private suspect: Suspect | undefined;
  private requestCount = 0;
  private waited: number | undefined;
  /** Tells answers of an ended server from those of the one that followed. */
  private run = 0;

  constructor(private readonly options: WatchdogOptions) {}

  /** The server began to work on a document, or is done. */
  working(suspect: Suspect | undefined): void {
    this.suspect = suspect;
  }

  /** Takes part in a request to the server, for as long as it is not settled. */
  async watch<T>(request: Promise<T>): Promise<T> {
    const { run } = this;
    this.requestCount++;
    try {
      return await request;
    } finally {
      if (run === this.run) this.requestCount--;
    }
  }

  /** A new server: nothing is asked of it yet. */
  reset(): void {
    this.run++;
    this.suspect = undefined;
    this.requestCount = 0;
    this.waited = undefined;
  }

  /** To be called once a second while the server runs. */
  tick(): void {
    if (this.waited === undefined) {
      if (this.requestCount > 0 || this.suspect !== undefined) this.ping();
      return;
    }
    this.waited++;
    if (this.waited < this.options.budget) return;
    const { suspect } = this;
    this.reset();
    this.options.onHang(suspect);
  }

  private ping(): void {
    const { run } = this;
    this.waited = 0;
    const answered = (): void => {
      if (run === this.run) this.waited = undefined;
    };
    this.options.ping().then(answered, answered);
  }
}
