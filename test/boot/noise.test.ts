import { expect, test } from 'vitest';
import { bootFake } from './harness.ts';

/** One byte in 500 is lost, changed or doubled, in each direction. */
const NOISE = 'noise=1/500';

/** Boots `scenario` with each seed and counts the outcomes. */
async function outcomes(scenario: string, seeds: number): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (let seed = 1; seed <= seeds; seed += 1) {
    const { result } = await bootFake(`${scenario},${NOISE},seed=${seed}`);
    const outcome = result.outcome === 'error' ? `error/${result.cause?.id}` : result.outcome;
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

test('a noisy console never turns a pass into a failure, and ends as an error in at most 5 of 100 boots', {
  timeout: 120_000,
}, async () => {
  const { passed = 0, failed = 0, ...errors } = await outcomes('ok', 200);

  expect(failed).toBe(0);
  expect(200 - passed, JSON.stringify(errors)).toBeLessThanOrEqual(10);
});

test.each(['no-root', 'dom0-truncated', 'ok,hang=xen', 'dom0-reset', 'xen-not-a-zimage'])(
  'a noisy console never turns the failure %s into a pass, nor blames the lab for it often',
  { timeout: 120_000 },
  async (scenario) => {
    const { passed = 0, failed = 0 } = await outcomes(scenario, 40);

    expect(passed).toBe(0);
    expect(failed).toBeGreaterThanOrEqual(38);
  },
);

test.each(['missing-file', 'load-reset'])(
  'a noisy console never turns the lab’s error %s into a failure or a pass',
  { timeout: 120_000 },
  async (scenario) => {
    const { passed = 0, failed = 0 } = await outcomes(scenario, 40);

    expect([passed, failed]).toEqual([0, 0]);
  },
);
