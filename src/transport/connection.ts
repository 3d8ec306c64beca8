import { MidwayError } from '../errors.ts';
import type { ConsoleListener } from './transport.ts';

/** Hands bytes to the device; calls back once, when the operating system has taken them or will not. */
export type SendBytes = (data: Uint8Array, done: (error?: Error | null) => void) => void;

/**
 * What a serial port and a socket have in common: one listener, one end, and writes that always settle.
 *
 * Bytes that arrive before `listen` are kept and delivered first. The listener must not throw: what it throws is an
 * uncaught exception, because nobody below it could do anything sensible with it.
 */
export class Connection {
  readonly address: string;
  readonly #lostHint: string | undefined;
  #listener: ConsoleListener | null = null;
  #backlog: Uint8Array[] = [];
  #end: MidwayError | null = null;
  #closed = false;
  readonly #pending = new Set<(error: MidwayError | null) => void>();
  #pendingBytes = 0;
  readonly #stallLimitMs: (bytes: number) => number;
  #progressAt = 0;
  #stallTimer: NodeJS.Timeout | undefined;

  /**
   * @param stallLimitMs how long so many bytes may take to be written; past it the connection counts as lost
   * @param lostHint replaces the hint of MWS_PORT_LOST, which is about USB adapters
   */
  constructor(address: string, stallLimitMs: (bytes: number) => number, lostHint?: string) {
    this.address = address;
    this.#stallLimitMs = stallLimitMs;
    this.#lostHint = lostHint;
  }

  /** False once it is lost or closed. */
  get alive(): boolean {
    return this.#end === null;
  }

  listen(listener: ConsoleListener): void {
    if (this.#listener !== null) throw new MidwayError('MWS_INTERNAL', `${this.address} is listened to already`);
    this.#listener = listener;
    const backlog = this.#backlog;
    this.#backlog = [];
    for (const chunk of backlog) {
      if (!this.#closed) listener.data(chunk);
    }
    const end = this.#end;
    queueMicrotask(() => {
      if (end !== null && !this.#closed) listener.lost(end);
    });
  }

  /** Passes a chunk on, synchronously. */
  deliver(chunk: Uint8Array): void {
    if (this.#end !== null) return;
    if (this.#listener === null) this.#backlog.push(chunk);
    else this.#listener.data(chunk);
  }

  /** The other side is gone: rejects what is being written and tells the listener. The first call counts. */
  lose(why: string, cause?: unknown): void {
    const error = this.#finish(`lost ${this.address}: ${why}`, cause);
    if (error !== null) this.#listener?.lost(error);
  }

  /** We close it: rejects what is being written; the listener hears nothing. */
  close(): void {
    this.#closed = true;
    this.#backlog = [];
    this.#finish(`cannot write to ${this.address}: it was closed`);
  }

  /** Settles when `send` is done, or when the connection ends. Writes are done in the order they were asked for. */
  write(data: Uint8Array, send: SendBytes): Promise<void> {
    if (this.#end !== null) return Promise.reject(this.#end);
    return new Promise((resolve, reject) => {
      const settle = (error: MidwayError | null) => {
        this.#pending.delete(settle);
        this.#pendingBytes -= data.length;
        if (error === null) resolve();
        else reject(error);
        this.#watchForStall(performance.now());
      };
      this.#pending.add(settle);
      this.#pendingBytes += data.length;
      this.#watchForStall(this.#pending.size === 1 ? performance.now() : this.#progressAt);
      send(data, (cause) => {
        if (!this.#pending.has(settle)) return;
        if (cause) this.lose(cause.message, cause);
        else settle(null);
      });
    });
  }

  /** All that waits has to be written within its limit, counted from when the last write was done. */
  #watchForStall(progressAt: number): void {
    this.#progressAt = progressAt;
    clearTimeout(this.#stallTimer);
    if (this.#pending.size === 0) return;
    const bytes = this.#pendingBytes;
    const limitMs = Math.ceil(this.#stallLimitMs(bytes));
    this.#stallTimer = setTimeout(
      () => this.lose(`it did not take ${bytes} bytes within ${limitMs} ms`),
      progressAt + limitMs - performance.now(),
    );
  }

  #finish(message: string, cause?: unknown): MidwayError | null {
    if (this.#end !== null) return null;
    const error = new MidwayError('MWS_PORT_LOST', message, {
      cause,
      ...(this.#lostHint === undefined ? {} : { hint: this.#lostHint }),
    });
    this.#end = error;
    for (const settle of [...this.#pending]) settle(error);
    return error;
  }
}

/** Whether `promise` settled (either way) within `limitMs`; never rejects. */
export function settledWithin(promise: Promise<unknown>, limitMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), limitMs);
    const settled = () => {
      clearTimeout(timer);
      resolve(true);
    };
    promise.then(settled, settled);
  });
}
