import { expect, test } from 'vitest';
import { BOOT_STAGES } from '../../machines/boot/stages.ts';
import { LIMITS, TOTAL_LIMIT } from '../../src/knowledge/limits.ts';
import { PACING } from '../../src/knowledge/pacing.ts';

test.each(BOOT_STAGES)('%s has a limit, a silence within it, and a reason', (stage) => {
  const { limitMs, silenceMs, reason } = LIMITS[stage];
  expect(silenceMs).toBeGreaterThan(0);
  expect(silenceMs).toBeLessThanOrEqual(limitMs);
  expect(limitMs).toBeLessThanOrEqual(TOTAL_LIMIT.limitMs);
  expect(reason).toMatch(/\.$/);
});

test('the stages have no other limits', () => {
  expect(Object.keys(LIMITS)).toEqual([...BOOT_STAGES]);
});

test('what the hardware was seen to need fits in', () => {
  // a release Xen is silent up to 30 s; U-Boot's TFTP prints nothing for at most 55 s before it gives up
  expect(LIMITS['xen-early'].silenceMs).toBeGreaterThanOrEqual(30_000);
  expect(LIMITS.load.silenceMs).toBeGreaterThanOrEqual(60_000);
  expect(LIMITS.power.limitMs).toBeGreaterThan(2 * PACING.offPause.ms);
});

test.each(Object.entries(PACING))('the wait %s says why', (_name, row) => {
  expect(row.ms + row.tries).toBeGreaterThan(0);
  expect(row.reason).toMatch(/\.$/);
});
