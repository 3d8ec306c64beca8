/** A seeded generator of numbers in [0, 1): the same seed gives the same faults (mulberry32). */
export type Random = () => number;

/** Starts a generator; equal seeds give equal sequences. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A byte that depends on a seed and a position only: the content of an image that is never stored. */
export function byteAt(seed: number, offset: number): number {
  let mixed = Math.imul(offset ^ Math.imul(seed, 0x9e3779b1), 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) & 0xff;
}
