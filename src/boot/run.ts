import { join } from 'node:path';
import type { BootResult, ResultAttempt } from '../api/result.ts';
import { claimRunDir, writeResult } from '../journal/files.ts';
import { type BootRequest, type BootWorld, bootOnce } from './boot.ts';

/** How often a boot is tried, and for which outcomes. */
export interface RetryPolicy {
  readonly attempts: number;
  /** Also when the software under test failed, not only when the lab did. */
  readonly retryFailed: boolean;
}

/**
 * Boots until the outcome stands or the attempts are used up. With more than one attempt allowed each has a record of its own,
 * `attempt-N/`, and the last result, with the list of all, stands above them: no attempt hides the first cause.
 */
export async function run(
  request: BootRequest,
  world: BootWorld,
  policy: RetryPolicy,
  dir: string,
  wallClock: () => Date,
): Promise<BootResult> {
  if (policy.attempts === 1) return await bootOnce(request, world, { dir, number: 1, startedAt: wallClock() });
  claimRunDir(dir);
  const attempts: ResultAttempt[] = [];
  for (let number = 1; ; number += 1) {
    const name = `attempt-${number}`;
    const result = await bootOnce(request, world, { dir: join(dir, name), number, startedAt: wallClock() });
    attempts.push({ attempt: number, outcome: result.outcome, cause: result.cause?.id ?? null, dir: name });
    const again = result.outcome === 'error' || (policy.retryFailed && result.outcome === 'failed');
    if (!again || number === policy.attempts || world.signal.aborted) {
      const last: BootResult = { ...result, attempts };
      writeResult(dir, last);
      return last;
    }
  }
}
