import { afterReading, type Clock } from '../clock.ts';

/** What was heard since the last `clear`, and a bounded wait for more. One waits at a time. */
export class Ear {
  /** The characters kept while nobody clears them; a command that floods the console keeps its last ones. */
  static readonly LIMIT = 65_536;
  text = '';
  #heard = 0;
  readonly #clock: Clock;
  #wake: (() => void) | null = null;
  #failure: { error: unknown } | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  hear(text: string): void {
    this.text += text;
    this.#heard += text.length;
    if (this.text.length > 2 * Ear.LIMIT) this.text = this.text.slice(-Ear.LIMIT);
    this.#wake?.();
  }

  clear(): void {
    this.text = '';
  }

  /** Whoever waits, now or later, is told that there is nothing more to hear. */
  fail(error: unknown): void {
    this.#failure = { error };
    this.#wake?.();
  }

  /**
   * Waits for more text. Resolves to false when `limitMs` passed without any; Infinity waits until `signal` aborts.
   *
   * @throws the signal's reason, or what `fail` was told.
   */
  async more(limitMs: number, signal: AbortSignal): Promise<boolean> {
    const before = this.#heard;
    signal.throwIfAborted();
    if (this.#failure === null) await this.#change(limitMs, signal);
    signal.throwIfAborted();
    if (this.#failure !== null) throw this.#failure.error;
    return this.#heard !== before;
  }

  #change(limitMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const clock = this.#clock;
      const cancel = afterReading(clock, limitMs, done);
      const ear = this;
      signal.addEventListener('abort', done);
      this.#wake = done;
      function done(): void {
        cancel();
        signal.removeEventListener('abort', done);
        ear.#wake = null;
        resolve();
      }
    });
  }
}
