/** Time as a parameter: monotonic milliseconds and timers. XState's `SimulatedClock` is one, too. */
export interface Clock {
  now(): number;
  // biome-ignore lint/suspicious/noExplicitAny: a timer's handle is opaque and differs by clock; XState's own Clock type says the same
  setTimeout(fn: (...args: any[]) => void, ms: number): any;
  // biome-ignore lint/suspicious/noExplicitAny: see above
  clearTimeout(id: any): void;
}

/** The machine's own monotonic clock. */
export const systemClock: Clock = {
  now: () => performance.now(),
  setTimeout: (fn, ms) => setTimeout(fn, ms),
  clearTimeout: (id) => clearTimeout(id),
};

/** A timer that is so late, in milliseconds, tells that this program stood still (a loaded machine, a slow disk), not the board. */
const LATE_MS = 50;

/**
 * Calls `late` after `ms`, unless the returned function is called before; Infinity never comes.
 *
 * What the board said while this program stood still is read only after its timers have fired. So a second, short timer lets the
 * event loop read before anybody concludes that there was nothing, and a wait whose timer came late begins anew.
 */
export function afterReading(clock: Clock, ms: number, late: () => void): () => void {
  if (ms === Number.POSITIVE_INFINITY) return () => {};
  let timer: unknown = null;
  const begin = () => {
    const due = clock.now() + ms;
    timer = clock.setTimeout(() => {
      if (clock.now() - due > LATE_MS) begin();
      else timer = clock.setTimeout(late, 1);
    }, ms);
  };
  begin();
  return () => clock.clearTimeout(timer);
}

/** Waits by a clock; rejects with the signal's reason when it aborts. For the pacing that hardware needs, never instead of evidence. */
export function sleepBy(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const stop = () => {
      clock.clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = clock.setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}
