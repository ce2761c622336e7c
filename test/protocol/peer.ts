import assert from 'node:assert/strict';

/** Carries JSON-RPC messages to a server and back; how is its own affair. */
export interface Transport {
  send(message: unknown): void;
  /** Bytes that are no message; only where there are bytes. */
  sendRaw?(bytes: string): void;
  onMessage(listener: (message: Message) => void): void;
  /** The server ended although nobody asked it to. */
  onFailure?(listener: (reason: Error) => void): void;
  /** Resolves when the server is gone. */
  close(): Promise<void>;
}

export interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

type Answer = (params: never) => unknown;

/** A tiny client of our own, so that the tests see what goes over the wire and not what a library makes of it. */
export class Peer {
  readonly notifications: { readonly method: string; readonly params: unknown }[] = [];
  private readonly pending = new Map<
    number,
    { resolve(value: unknown): void; reject(error: unknown): void }
  >();
  private readonly answers = new Map<string, Answer>();
  private waiting: (() => void)[] = [];
  private lastId = 0;

  constructor(readonly transport: Transport) {
    transport.onMessage((message) => this.receive(message));
    transport.onFailure?.((reason) => {
      for (const request of this.pending.values()) request.reject(reason);
      this.pending.clear();
    });
  }

  /** Answers requests of the server. */
  answer(method: string, answer: Answer): void {
    this.answers.set(method, answer);
  }

  notify(method: string, params: unknown): void {
    this.transport.send({ jsonrpc: '2.0', method, params });
  }

  request<T>(method: string, params: unknown): Promise<T> {
    return this.start<T>(method, params).result;
  }

  start<T>(method: string, params: unknown): { readonly id: number; readonly result: Promise<T> } {
    const id = ++this.lastId;
    const result = new Promise<unknown>((resolve, reject) => this.pending.set(id, { resolve, reject }));
    this.transport.send({ jsonrpc: '2.0', id, method, params });
    return { id, result: result as Promise<T> };
  }

  /** The first notification, also of the past, that `accept` takes. */
  async notification<T>(method: string, accept: (params: T) => boolean = () => true): Promise<T> {
    for (;;) {
      const found = this.notifications.find((n) => n.method === method && accept(n.params as T));
      if (found !== undefined) return found.params as T;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  private receive(message: Message): void {
    if (message.method !== undefined) {
      if (message.id === undefined)
        this.notifications.push({ method: message.method, params: message.params });
      else this.reply(message.id, message.method, message.params);
    } else {
      const request = this.pending.get(message.id as number);
      this.pending.delete(message.id as number);
      if (message.error === undefined) request?.resolve(message.result);
      else request?.reject(message.error);
    }
    const waiting = this.waiting;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }

  private reply(id: number | string, method: string, params: unknown): void {
    const answer = this.answers.get(method);
    this.notifications.push({ method, params });
    void Promise.resolve(answer?.(params as never) ?? null).then((result) =>
      this.transport.send({ jsonrpc: '2.0', id, result }),
    );
  }
}

export interface LspTextEdit {
  readonly range: LspRange;
  readonly newText?: string;
  readonly snippet?: { readonly value: string };
}
export interface LspRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** The text behind a range, by this file's own arithmetic in UTF-16 units. */
export function textIn(text: string, { start, end }: LspRange): string {
  return text.slice(offsetOf(text, start), offsetOf(text, end));
}

/** The text with the edits applied, snippets as plain text. */
export function applied(text: string, edits: readonly LspTextEdit[]): string {
  return [...edits]
    .sort((a, b) => offsetOf(text, b.range.start) - offsetOf(text, a.range.start))
    .reduce((result, { range, newText, snippet }) => {
      const plain = newText ?? plainOf(snippet?.value ?? '');
      return result.slice(0, offsetOf(text, range.start)) + plain + result.slice(offsetOf(text, range.end));
    }, text);
}

function plainOf(snippet: string): string {
  return snippet.replace(/\$\{\d+:((?:[^}\\]|\\.)*)\}/g, '$1').replace(/\\([\\$}])/g, '$1');
}

function offsetOf(text: string, { line, character }: LspRange['start']): number {
  let start = 0;
  for (let i = 0; i < line; i++) {
    const next = /\r\n|\r|\n/g;
    next.lastIndex = start;
    const match = next.exec(text);
    assert.ok(match !== null, `no line ${line}`);
    start = match.index + match[0].length;
  }
  return start + character;
}
