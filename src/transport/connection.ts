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
  readonly #pending = new Set<(error: MidwayError) => void>();

  /** @param lostHint replaces the hint of MWS_PORT_LOST, which is about USB adapters */
  constructor(address: string, lostHint?: string) {
    this.address = address;
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

  /** Settles when `send` is done, when the connection ends, or after `limitMs`, which ends the connection, too. */
  write(data: Uint8Array, send: SendBytes, limitMs: number): Promise<void> {
    if (this.#end !== null) return Promise.reject(this.#end);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.lose(`it did not take ${data.length} bytes within ${limitMs} ms`);
      }, limitMs);
      const settle = (error: MidwayError | null) => {
        clearTimeout(timer);
        this.#pending.delete(settle);
        if (error === null) resolve();
        else reject(error);
      };
      this.#pending.add(settle);
      send(data, (cause) => {
        if (!this.#pending.has(settle)) return;
        if (cause) this.lose(cause.message, cause);
        else settle(null);
      });
    });
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
