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
