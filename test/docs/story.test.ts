import { expect, test } from 'vitest';
import { setup } from 'xstate';
import { bootMachine } from '../../machines/boot/machine.ts';
import { wholeDiagram } from './diagram.ts';
import { statesOf, story } from './story.ts';

const lamp = setup({ delays: { long: 1000 }, guards: { 'it is dark': () => true } }).createMachine({
  initial: 'off',
  on: { unplug: '.gone' },
  states: {
    off: { always: { guard: 'it is dark', target: 'burning' }, on: { press: 'burning', look: {} } },
    burning: {
      initial: 'dim-light',
      states: { 'dim-light': { on: { press: 'bright' } }, bright: {} },
      after: { long: 'off' },
    },
    gone: { type: 'final' },
  },
});

test('a machine is told an arrow a line', () => {
  expect(story(lamp).split('\n')).toEqual([
    '(any state) --unplug--> gone',
    'off --at once [if it is dark]--> burning',
    'off --press--> burning',
    'off --look--> (stays)',
    'burning --after limit long--> off',
    'burning.dim-light --press--> burning.bright',
  ]);
});

test('a diagram has no hyphen in a name and every state of its own', () => {
  expect(wholeDiagram(lamp).split('\n').slice(1, 11)).toEqual([
    'stateDiagram-v2',
    '  [*] --> off',
    '  state "off" as off',
    '  state "burning" as burning {',
    '    [*] --> burning__dim_light',
    '    state "dim-light" as burning__dim_light',
    '    state "bright" as burning__bright',
    '  }',
    '  state "gone" as gone',
    '  off --> burning : at once [if it is dark] / press',
  ]);
});

test('every state of the boot machine says what happens in it', () => {
  const silent = statesOf(bootMachine).filter(({ type, description }) => type !== 'final' && description === undefined);

  expect(silent.map(({ key }) => key)).toEqual([]);
});
