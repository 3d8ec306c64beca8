import { expect, test } from 'vitest';
import type { Clock } from '../../src/clock.ts';
import { Ear } from '../../src/uboot/ear.ts';
import { VirtualClock } from '../virtual-clock.ts';

/** A clock on a machine that stands still for a second whenever a timer is due. */
class StallingClock extends VirtualClock implements Clock {
  stalls = 1;
  #lateMs = 0;

  override now(): number {
    return super.now() + this.#lateMs;
  }

  override setTimeout(fn: () => void, ms: number): number {
    const late = () => {
      if (this.stalls > 0) this.#lateMs += 1000;
      this.stalls -= 1;
      fn();
    };
    return super.setTimeout(late, ms);
  }
}

const never = new AbortController().signal;

test('silence ends the wait for more', async () => {
  const clock = new VirtualClock();

  expect(await clock.settle(new Ear(clock).more(250, never), 1000)).toBe(false);
  expect(clock.now()).toBeGreaterThanOrEqual(250);
  expect(clock.now()).toBeLessThan(260);
});

test('what came while this program stood still counts as heard', async () => {
  const clock = new StallingClock();
  const ear = new Ear(clock);

  const more = ear.more(250, never);
  clock.advance();
  ear.hear('@9b91-0\r\n=> ');

  expect(await more).toBe(true);
});

test('after a stall the board gets its time again, and no more', async () => {
  const clock = new StallingClock();

  expect(await clock.settle(new Ear(clock).more(250, never), 10_000)).toBe(false);
});
