import type { Outcome } from '../api/verdict.ts';

/** Nothing was touched: the arguments cannot be used. */
export const EXIT_USAGE = 2;

const EXIT: Readonly<Record<Outcome, number>> = { passed: 0, failed: 1, error: 125, cancelled: 130 };

/** `git bisect run` stops at 129; it would take 2 and 130 for a bad build. */
const EXIT_BISECT_STOP = 129;

/** The process's exit code for an outcome. `defect`: the error was our own. */
export function exitCode(outcome: Outcome, { bisect = false, defect = false } = {}): number {
  if (bisect && (outcome === 'cancelled' || defect)) return EXIT_BISECT_STOP;
  return EXIT[outcome];
}

/** The process's exit code when the arguments cannot be used. */
export function usageExitCode(bisect: boolean): number {
  return bisect ? EXIT_BISECT_STOP : EXIT_USAGE;
}
