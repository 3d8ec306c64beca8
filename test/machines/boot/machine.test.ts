import { describe, expect, test } from 'vitest';
import { type AnyStateNode, fromCallback, fromPromise, getNextSnapshot } from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import { bootMachine } from '../../../machines/boot/machine.ts';
import { BOOT_STAGES } from '../../../machines/boot/stages.ts';
import type { BootEvent, BootInput, ConsoleCommand, Found, TypingStage } from '../../../machines/boot/types.ts';
import { makeLimits } from '../../../src/boot/make-limits.ts';

/** `checks` has no state yet: no goal asks for it. */
const STAGES = BOOT_STAGES.filter((stage) => stage !== 'checks');

const INPUT: BootInput = {
  goal: 'login',
  reset: 'auto',
  hasPower: true,
  switchesPower: true,
  logsIn: true,
  limitsMs: makeLimits({ limit: [], silence: [] }).limitsMs,
};

const SIGHTINGS: readonly BootEvent[] = [
  { type: 'saw.ubootBanner' },
  { type: 'saw.ubootSign' },
  { type: 'saw.autoboot' },
  { type: 'saw.ubootPrompt' },
  { type: 'saw.startingKernel' },
  { type: 'saw.xenEntered' },
  { type: 'saw.xenVersion' },
  { type: 'saw.dom0Kernel' },
  { type: 'saw.userspace' },
  { type: 'saw.loginPrompt' },
  { type: 'console.paused' },
];

/** The ways to fail that any moment of a boot may bring, and how each is kept. */
const MISHAPS: readonly { readonly event: BootEvent; readonly failure: object }[] = [
  { event: { type: 'console.fault' }, failure: { kind: 'fault' } },
  { event: { type: 'console.quiet', ms: 7 }, failure: { kind: 'silence', ms: 7 } },
  {
    event: { type: 'console.lost', error: 'unplugged' },
    failure: { kind: 'gave-up', doing: 'reading the console', error: 'unplugged' },
  },
  { event: { type: 'cancel', by: 'a test' }, failure: { kind: 'cancelled', by: 'a test' } },
];

/** The machine with actors that never come back: the events say what they would have said. */
const idle = bootMachine.provide({
  actors: {
    watchConsole: fromCallback<ConsoleCommand, undefined>(() => {}),
    look: fromPromise<Found, undefined>(forever),
    powerOff: fromPromise<void, undefined>(forever),
    powerOn: fromPromise<void, undefined>(forever),
    reboot: fromPromise<void, { found: Found }>(forever),
    stopAutoboot: fromPromise<void, undefined>(forever),
    type: fromPromise<void, { stage: TypingStage }>(forever),
    logIn: fromPromise<void, undefined>(forever),
  },
});

const nodes = allNodes(idle.root);

test.each(STAGES)('the stage %s announces itself first and has a limit of its own name', (stage) => {
  const node = nodes.find(({ key }) => key === stage);

  expect(node?.entry).toContainEqual({ type: 'announce', params: stage });
  expect(node?.after.map(({ delay }) => delay)).toEqual([stage]);
});

test('every state says in a sentence what it is', () => {
  const mute = nodes.filter(
    ({ type, description, parent }) => parent !== undefined && type !== 'final' && !/\w\.$/.test(description ?? ''),
  );

  expect(mute.map(({ id }) => id)).toEqual([]);
});

test('whatever gives up has a way to fail', () => {
  const careless = nodes.flatMap(({ id, invoke }) =>
    invoke.filter(({ onError }) => onError === undefined).map(({ src }) => `${id}: ${src}`),
  );

  expect(careless).toEqual([]);
});

describe.each([
  ['with power control', {}],
  ['without power control', { hasPower: false }],
  ['when a power cycle is asked for', { reset: 'power' }],
  ['when a reset from U-Boot is asked for', { reset: 'uboot' }],
  ['when nothing may reset the board', { reset: 'none' }],
  ['until Xen', { goal: 'xen' }],
  ['until dom0', { goal: 'dom0' }],
  ['without a login', { logsIn: false }],
] as const)('%s', (_title, change) => {
  const input: BootInput = { ...INPUT, ...change };
  const paths = getShortestPaths(idle, { input, events: [...SIGHTINGS, ...outcomesOfActors()] as never[] });
  const live = paths.filter(({ state }) => state.status === 'active');

  test('the boot can pass, and every stage on the way can be reached', () => {
    const reached = new Set(paths.flatMap(({ state }) => stagesOf(state.value)));
    const goal = { xen: 'xen', dom0: 'dom0-kernel', login: 'dom0-userspace' }[input.goal];
    const expected = STAGES.slice(0, STAGES.indexOf(goal as (typeof STAGES)[number])).filter(
      (stage) => input.reset !== 'none' || stage !== 'firmware',
    );

    expect([...reached]).toEqual(expect.arrayContaining(['passed', ...expected]));
  });

  test.each(MISHAPS)('wherever it is, $event.type ends it as $failure', ({ event, failure }) => {
    const ends = live.map(({ state }) => getNextSnapshot(idle, state, event));

    expect(ends.length).toBeGreaterThan(5);
    for (const end of ends)
      expect({ value: end.value, failure: end.context.failure }).toEqual({ value: 'failed', failure });
  });

  test('wherever it waits, a limit ends it, and names itself', () => {
    for (const { state } of live) {
      const timers = state._nodes.flatMap(({ after }) => after).filter(({ delay }) => delay !== 'total');
      expect(timers.length, JSON.stringify(state.value)).toBe(1);
      for (const { eventType, delay } of timers) {
        const end = getNextSnapshot(idle, state, { type: eventType } as never);
        expect({ value: end.value, of: end.context.failure }).toEqual({
          value: 'failed',
          of: { kind: 'limit', of: delay, ms: input.limitsMs[delay as (typeof STAGES)[number]] },
        });
      }
    }
  });

  test('while Xen or dom0 is watched, U-Boot’s banner is a reset', () => {
    for (const { state } of live.filter(({ state: { value } }) => typeof value === 'object' && 'watching' in value)) {
      const end = getNextSnapshot(idle, state, { type: 'saw.ubootBanner' });
      expect({ value: end.value, failure: end.context.failure }).toEqual({
        value: 'failed',
        failure: { kind: 'reset' },
      });
    }
  });
});

function forever(): Promise<never> {
  return new Promise(() => {});
}

function allNodes(node: AnyStateNode): AnyStateNode[] {
  return [node, ...Object.values(node.states).flatMap(allNodes)];
}

/** What the invoked actors may come back with, as the events that XState makes of it. */
function outcomesOfActors(): { type: string; output?: unknown }[] {
  return nodes.flatMap(({ invoke }) =>
    invoke.flatMap(({ id, src }) => {
      if (src === 'watchConsole') return [];
      const outputs = src === 'look' ? ['prompt', 'shell', 'nothing'] : [undefined];
      return outputs.map((output) => ({ type: `xstate.done.actor.${id}`, output }));
    }),
  );
}

function stagesOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Object.entries(value as Record<string, unknown>).flatMap(([key, inner]) => [key, ...stagesOf(inner)]);
}
