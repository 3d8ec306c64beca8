import type { Clock } from '../src/clock.ts';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly fn: () => void;
}

/** A clock that stands still until it is told to go on to its next timer: hours pass in milliseconds. */
export class VirtualClock implements Clock {
  #now = 0;
  #order = 0;
  readonly #timers = new Map<number, Timer>();

  now(): number {
    return this.#now;
  }

  setTimeout(fn: () => void, ms: number): number {
    this.#order += 1;
    this.#timers.set(this.#order, { at: this.#now + Math.max(0, ms), order: this.#order, fn });
    return this.#order;
  }

  clearTimeout(id: number): void {
    this.#timers.delete(id);
  }

  /** Fires the next timer. False when there is none: whoever waits now waits for ever. */
  advance(): boolean {
    let next: Timer | undefined;
    for (const timer of this.#timers.values()) {
      if (next === undefined || timer.at < next.at || (timer.at === next.at && timer.order < next.order)) next = timer;
    }
    if (next === undefined) return false;
    this.#timers.delete(next.order);
    this.#now = next.at;
    next.fn();
    return true;
  }

  /** Lets time pass until the promise settles; between two timers everything that waits for promises gets its turn. */
  async settle<T>(promise: Promise<T>, limitMs: number): Promise<T> {
    let settled = false;
    const mark = () => {
      settled = true;
    };
    promise.then(mark, mark);
    const until = this.#now + limitMs;
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (settled) return await promise;
      if (this.#now > until) throw new Error(`nothing settled within ${limitMs} virtual milliseconds`);
      if (!this.advance()) throw new Error('everything waits, and nothing will ever happen');
    }
  }
}
