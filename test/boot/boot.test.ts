import { expect, test } from 'vitest';
import { bootFake, verdictOf } from './harness.ts';

test.each([1, 7, 64, 4096])(
  'a board boots to its login prompt when it is read %i bytes at a time',
  async (chunkBytes) => {
    const { result } = await bootFake('ok', { chunkBytes });

    expect(verdictOf(result)).toEqual({ outcome: 'passed', class: null, cause: null, stage: 'dom0-userspace' });
  },
);
