import { expect, test } from 'vitest';
import { bootFake, verdictOf } from './harness.ts';

const PASSED = { outcome: 'passed', class: null, cause: null, stage: 'dom0-userspace' };

test.each(['at-prompt', 'in-countdown'])('a board that is %s is attached to, not reset', async (scenario) => {
  const { result, events } = await bootFake(scenario);

  expect(verdictOf(result)).toEqual(PASSED);
  expect(events.filter(({ type }) => type === 'power')).toEqual([]);
});

test.each(['at-login', 'in-shell'])(
  'a board that is %s is power-cycled when there is power control',
  async (scenario) => {
    const { result, events } = await bootFake(scenario);

    expect(verdictOf(result)).toEqual(PASSED);
    expect(events.flatMap((event) => (event.type === 'power' ? [event.action] : []))).toEqual(['off', 'on']);
  },
);

test('an open shell reboots the board when there is no power control', async () => {
  const { result } = await bootFake('in-shell', { power: false });

  expect(verdictOf(result)).toEqual(PASSED);
});

test('without power control a person is asked, and silence of the lab is the lab’s', async () => {
  const { result, events } = await bootFake('at-login', { power: false });

  expect(verdictOf(result)).toEqual({ outcome: 'error', class: 'lab', cause: 'lab.limit', stage: 'power' });
  expect(events).toContainEqual({ type: 'power', action: 'asked', by: 'a person' });
});

test('--reset uboot resets a board that idles at its prompt', async () => {
  const { result } = await bootFake('at-prompt', { power: false, request: { reset: 'uboot' } });

  expect(verdictOf(result)).toEqual(PASSED);
  expect(result.stages.map(({ name }) => name)).toContain('firmware');
});

test('--reset power cycles the power without asking the board', async () => {
  const { result, events } = await bootFake('at-prompt', { request: { reset: 'power' } });

  expect(verdictOf(result)).toEqual(PASSED);
  expect(events.flatMap((event) => (event.type === 'power' ? [event.action] : []))).toEqual(['off', 'on']);
});
