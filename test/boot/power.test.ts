import { expect, test } from 'vitest';
import type { PowerDriver } from '../../src/power/power.ts';
import { bootFake, verdictOf } from './harness.ts';

test('a banner of the previous run does not cut a power cycle short', async () => {
  const done: string[] = [];
  const { result } = await bootFake('in-countdown,bootcmd0=reset,bootdelay=1', {
    request: { reset: 'power', goal: 'xen' },
    replacePower: (board, sleep): PowerDriver => ({
      name: 'slow cycle',
      can: new Set(['cycle']),
      on: () => board.on(new AbortController().signal),
      off: () => board.off(new AbortController().signal),
      async cycle(signal) {
        await sleep(5000, signal);
        await board.off(signal);
        await board.on(signal);
        done.push('cycled');
      },
      status: async () => 'unknown',
    }),
  });

  expect(done).toEqual(['cycled']);
  expect(verdictOf(result)).toEqual({ outcome: 'passed', class: null, cause: null, stage: 'xen' });
});
