import type { Clock } from '../clock.ts';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly fn: () => void;
}

/** The log's own time: it stands still until the log says that it is later, and then fires what was due meanwhile, in order. */
export class LogClock implements Clock {
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

  /** Goes on to `ms`; a time in the past (a clock that was set back) changes nothing. */
  goTo(ms: number): void {
    for (let next = this.#next(ms); next !== null; next = this.#next(ms)) {
      this.#timers.delete(next.order);
      this.#now = Math.max(this.#now, next.at);
      next.fn();
    }
    this.#now = Math.max(this.#now, ms);
  }

  #next(until: number): Timer | null {
    let next: Timer | null = null;
    for (const timer of this.#timers.values()) {
      if (timer.at > until) continue;
      if (next === null || timer.at < next.at || (timer.at === next.at && timer.order < next.order)) next = timer;
    }
    return next;
  }
}
