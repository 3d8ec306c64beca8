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

/**
 * Calls `late` after `ms`, unless the returned function is called before; Infinity never comes.
 *
 * A busy machine may wake this process when the time is over already, with the answer waiting unread: a second, short timer lets
 * the event loop read it before anybody concludes that there was none.
 */
export function afterReading(clock: Clock, ms: number, late: () => void): () => void {
  if (ms === Number.POSITIVE_INFINITY) return () => {};
  let timer = clock.setTimeout(() => {
    timer = clock.setTimeout(late, 1);
  }, ms);
  return () => clock.clearTimeout(timer);
}
