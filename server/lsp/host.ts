/** The world around the server: what differs between a process and a worker. */
export interface Host {
  /** Milliseconds since some moment; only differences mean anything. */
  now(): number;
  /** `YYYY-MM-DD` where the user is. */
  today(): string;
  sleep(milliseconds: number): Promise<void>;
  /** Resolves after the messages that have arrived were read. */
  pause(): Promise<void>;
  /** The text of a file on the disk, undefined if there is none; absent where there is no disk. */
  readFile?(uri: string): Promise<string | undefined>;
  /** URI of a rule's page for editors other than ours; undefined where no file can be opened. */
  pageUri(ruleId: string): string | undefined;
}
