import { assertEvent, assign, enqueueActions, sendTo, setup } from 'xstate';
import type { BootStage } from './stages.ts';
import type {
  BootActors,
  BootContext,
  BootEvent,
  BootFailure,
  BootInput,
  BootOutput,
  ConsoleCommand,
  Found,
} from './types.ts';

const boot = setup({
  types: {
    input: {} as BootInput,
    context: {} as BootContext,
    events: {} as BootEvent,
    output: {} as BootOutput,
    emitted: {} as { type: 'stage'; stage: BootStage },
  },
  actors: {} as BootActors,
  delays: {
    total: ({ context }) => context.limitsMs.total,
    power: ({ context }) => context.limitsMs.power,
    firmware: ({ context }) => context.limitsMs.firmware,
    autoboot: ({ context }) => context.limitsMs.autoboot,
    prompt: ({ context }) => context.limitsMs.prompt,
    network: ({ context }) => context.limitsMs.network,
    load: ({ context }) => context.limitsMs.load,
    'device-tree': ({ context }) => context.limitsMs['device-tree'],
    handoff: ({ context }) => context.limitsMs.handoff,
    'xen-early': ({ context }) => context.limitsMs['xen-early'],
    xen: ({ context }) => context.limitsMs.xen,
    'dom0-kernel': ({ context }) => context.limitsMs['dom0-kernel'],
    'dom0-userspace': ({ context }) => context.limitsMs['dom0-userspace'],
  },
  guards: {
    'a power cycle is asked for': ({ context }) => context.reset === 'power',
    'there is power control': ({ context }) => context.reset === 'auto' && context.hasPower,
    'the power was off just now': ({ context }) => context.switchesPower,
    'nothing may reset the board': ({ context }) => context.reset === 'none',
    'a prompt answered': (_, found: Found) => found === 'prompt',
    'a shell answered': (_, found: Found) => found === 'shell',
    'a prompt answered and may be used': ({ context }, found: Found) => found === 'prompt' && context.reset !== 'uboot',
    'Xen is enough': ({ context }) => context.goal === 'xen',
    'dom0 is enough': ({ context }) => context.goal === 'xen' || context.goal === 'dom0',
    'a shell is asked for': ({ context }) => context.logsIn,
  },
  actions: {
    /** Arms the stage's signatures and silence limit, and tells subscribers where the board is. */
    announce: enqueueActions(({ enqueue }, stage: BootStage) => {
      enqueue.sendTo('console', { type: 'stage', stage } satisfies ConsoleCommand);
      enqueue.emit({ type: 'stage', stage });
    }),
    ask: sendTo('console', { type: 'ask', what: 'power' } satisfies ConsoleCommand),
    interrupt: sendTo('console', { type: 'interrupt' } satisfies ConsoleCommand),
    poke: sendTo('console', { type: 'poke' } satisfies ConsoleCommand),
    fail: assign((_, failure: BootFailure) => ({ failure })),
    failByLimit: assign(({ context }, of: BootStage | 'total') => ({
      failure: { kind: 'limit' as const, of, ms: context.limitsMs[of] },
    })),
    failBySilence: assign(({ event }) => {
      assertEvent(event, 'console.quiet');
      return { failure: { kind: 'silence' as const, ms: event.ms } };
    }),
    failByLoss: assign(({ event }) => {
      assertEvent(event, 'console.lost');
      return { failure: { kind: 'gave-up' as const, doing: 'reading the console', error: event.error } };
    }),
    failByCancel: assign(({ event }) => {
      assertEvent(event, 'cancel');
      return { failure: { kind: 'cancelled' as const, by: event.by } };
    }),
  },
});

const begin = (stage: BootStage) => ({ type: 'announce', params: stage }) as const;

const tooSlow = (of: BootStage | 'total') =>
  ({ target: '#boot.failed', actions: { type: 'failByLimit', params: of } }) as const;

const found = <Guard extends string>(type: Guard) =>
  ({ type, params: ({ event }: { event: { output: Found } }) => event.output }) as const;

const gaveUp = (doing: string) =>
  ({
    target: '#boot.failed',
    actions: {
      type: 'fail',
      params: ({ event }: { event: { error: unknown } }) => ({ kind: 'gave-up', doing, error: event.error }) as const,
    },
  }) as const;

const wasReset = { target: '#boot.failed', actions: { type: 'fail', params: { kind: 'reset' } } } as const;

/**
 * One attempt to boot the board, from power to what was asked for.
 *
 *   power → firmware → autoboot → prompt → network → load → device-tree → handoff
 *         → xen-early → xen → dom0-kernel → dom0-userspace → passed
 *
 * While commands are typed, order is strict. From `xen-early` on the board is only watched: a later milestone may stand in for
 * one that noise has spoilt, and a U-Boot banner is a reset.
 */
export const bootMachine = boot.createMachine({
  id: 'boot',
  context: ({ input }) => ({ ...input, failure: null }),
  output: ({ context: { failure } }) => (failure === null ? { ok: true } : { ok: false, failure }),

  invoke: { id: 'console', src: 'watchConsole', onError: gaveUp('watching the console') },
  on: {
    'console.fault': { target: '.failed', actions: { type: 'fail', params: { kind: 'fault' } } },
    'console.quiet': { target: '.failed', actions: 'failBySilence' },
    'console.lost': { target: '.failed', actions: 'failByLoss' },
    cancel: { target: '.failed', actions: 'failByCancel' },
  },
  after: { total: tooSlow('total') },

  initial: 'power',
  states: {
    power: {
      description: 'The board is brought to its firmware by the gentlest means that can work.',
      entry: begin('power'),
      initial: 'choosing',
      states: {
        choosing: {
          description: 'A board whose power is to be cycled need not be asked where it is.',
          always: [{ guard: 'a power cycle is asked for', target: 'off' }, { target: 'looking' }],
        },
        looking: {
          description: 'Ctrl-C goes out; what answers, and answers a nonce, tells where the board is.',
          invoke: {
            src: 'look',
            onDone: [
              { guard: found('a prompt answered and may be used'), target: '#boot.prompt' },
              { guard: 'nothing may reset the board', target: 'waiting' },
              { guard: 'there is power control', target: 'off' },
              { guard: found('a prompt answered'), target: 'resetting' },
              { guard: found('a shell answered'), target: 'rebooting' },
              { target: 'asking' },
            ],
            onError: gaveUp('looking where the board is'),
          },
          on: { 'saw.autoboot': '#boot.autoboot', 'saw.ubootBanner': '#boot.autoboot' },
        },
        off: {
          description: 'The power goes off; what the console says meanwhile belongs to the previous run.',
          invoke: { src: 'powerOff', onDone: 'on', onError: gaveUp('switching the power off') },
        },
        on: {
          description:
            'The power comes on; the banner may beat a slow power command, unless it may be the previous run’s.',
          invoke: { src: 'powerOn', onDone: '#boot.firmware', onError: gaveUp('switching the power on') },
          on: {
            'saw.ubootBanner': { guard: 'the power was off just now', target: '#boot.autoboot' },
            'saw.autoboot': { guard: 'the power was off just now', target: '#boot.autoboot' },
          },
        },
        resetting: {
          description: 'U-Boot is told to reset the board.',
          invoke: {
            src: 'reboot',
            input: { found: 'prompt' },
            onDone: '#boot.firmware',
            onError: gaveUp('resetting from U-Boot'),
          },
          on: { 'saw.ubootBanner': '#boot.autoboot' },
        },
        rebooting: {
          description: 'The shell that answered is told to reboot.',
          invoke: {
            src: 'reboot',
            input: { found: 'shell' },
            onDone: '#boot.firmware',
            onError: gaveUp('rebooting from the shell'),
          },
          on: { 'saw.ubootBanner': '#boot.autoboot' },
        },
        asking: {
          description: 'Nothing here can reset the board, so a person is asked to.',
          entry: 'ask',
          on: {
            'saw.ubootBanner': '#boot.autoboot',
            'saw.autoboot': '#boot.autoboot',
            'saw.ubootPrompt': '#boot.prompt',
          },
        },
        waiting: {
          description: 'Somebody else resets the board.',
          on: {
            'saw.ubootBanner': '#boot.autoboot',
            'saw.autoboot': '#boot.autoboot',
            'saw.ubootPrompt': '#boot.prompt',
          },
        },
      },
      after: { power: tooSlow('power') },
    },

    firmware: {
      description:
        'The management core starts the node and loads U-Boot; the console is silent until its banner. A long pause is answered with Ctrl-C: its prompt may stand there already.',
      entry: begin('firmware'),
      on: {
        'saw.ubootBanner': 'autoboot',
        'saw.ubootSign': 'autoboot',
        'saw.autoboot': 'autoboot',
        'saw.ubootPrompt': 'prompt',
        'console.paused': { actions: 'interrupt' },
      },
      after: { firmware: tooSlow('firmware') },
    },

    autoboot: {
      description:
        'U-Boot counts down, or goes straight to its prompt; keys are pressed until the prompt shows. A second banner is a reset.',
      entry: begin('autoboot'),
      invoke: { src: 'stopAutoboot', onError: gaveUp('stopping autoboot') },
      on: { 'saw.ubootPrompt': 'prompt', 'saw.ubootBanner': wasReset },
      after: { autoboot: tooSlow('autoboot') },
    },

    prompt: {
      description: 'What looks like a prompt is believed once it has answered a nonce; then its environment is read.',
      entry: begin('prompt'),
      invoke: { src: 'type', input: { stage: 'prompt' }, onDone: 'network', onError: gaveUp('proving the prompt') },
      on: { 'saw.ubootSign': wasReset },
      after: { prompt: tooSlow('prompt') },
    },

    network: {
      description: 'U-Boot gets an address, unless it has one.',
      entry: begin('network'),
      invoke: { src: 'type', input: { stage: 'network' }, onDone: 'load', onError: gaveUp('setting up the network') },
      on: { 'saw.ubootSign': wasReset },
      after: { network: tooSlow('network') },
    },

    load: {
      description: 'Xen, dom0 and what goes with them are loaded over TFTP; each tells its size.',
      entry: begin('load'),
      invoke: { src: 'type', input: { stage: 'load' }, onDone: 'device-tree', onError: gaveUp('loading the images') },
      on: { 'saw.ubootSign': wasReset },
      after: { load: tooSlow('load') },
    },

    'device-tree': {
      description: 'The firmware’s device tree is told where the images are, read back and compared.',
      entry: begin('device-tree'),
      invoke: {
        src: 'type',
        input: { stage: 'device-tree' },
        onDone: 'handoff',
        onError: gaveUp('editing the device tree'),
      },
      on: { 'saw.ubootSign': wasReset },
      after: { 'device-tree': tooSlow('device-tree') },
    },

    handoff: {
      description: 'bootz: U-Boot checks the image and jumps into it.',
      entry: begin('handoff'),
      invoke: { src: 'type', input: { stage: 'handoff' }, onError: gaveUp('starting Xen') },
      on: {
        'saw.startingKernel': 'watching.xen-early',
        'saw.xenEntered': 'watching.xen-early',
        'saw.xenVersion': 'watching.xen',
        'saw.ubootSign': wasReset,
      },
      after: { handoff: tooSlow('handoff') },
    },

    watching: {
      description: 'Nothing is typed any more.',
      on: { 'saw.ubootBanner': wasReset, 'saw.ubootSign': wasReset },
      initial: 'xen-early',
      states: {
        'xen-early': {
          description: 'Xen starts; a release build says nothing yet, one with earlyprintk says how far it is.',
          entry: begin('xen-early'),
          on: { 'saw.xenVersion': 'xen', 'saw.dom0Kernel': 'dom0-kernel', 'saw.loginPrompt': '#prompted' },
          after: { 'xen-early': tooSlow('xen-early') },
        },
        xen: {
          description: 'Xen has its console: it brings up the CPUs, builds dom0 and hands the console over.',
          entry: begin('xen'),
          always: { guard: 'Xen is enough', target: '#boot.passed' },
          on: {
            'saw.dom0Kernel': 'dom0-kernel',
            'saw.userspace': 'dom0-userspace',
            'saw.loginPrompt': '#prompted',
          },
          after: { xen: tooSlow('xen') },
        },
        'dom0-kernel': {
          description: 'Linux writes to hvc0: it finds its drivers and its root file system.',
          entry: begin('dom0-kernel'),
          always: { guard: 'dom0 is enough', target: '#boot.passed' },
          on: {
            'saw.userspace': 'dom0-userspace',
            'saw.loginPrompt': '#prompted',
            'console.paused': { actions: 'poke' },
          },
          after: { 'dom0-kernel': tooSlow('dom0-kernel') },
        },
        'dom0-userspace': {
          description: 'init runs; a login prompt, or the shell behind it, ends the boot.',
          entry: begin('dom0-userspace'),
          always: { guard: 'dom0 is enough', target: '#boot.passed' },
          initial: 'starting',
          states: {
            starting: {
              description:
                'Services start. The prompt may be waiting unseen behind kernel text, so a pause is answered with Enter.',
              on: {
                'saw.loginPrompt': 'prompted',
                'console.paused': { actions: 'poke' },
              },
            },
            prompted: {
              id: 'prompted',
              description: 'The login prompt is there.',
              always: [{ guard: 'a shell is asked for', target: 'loggingIn' }, { target: '#boot.passed' }],
            },
            loggingIn: {
              description: 'The prompt is answered, and the shell behind it answers a nonce.',
              invoke: { src: 'logIn', onDone: '#boot.passed', onError: gaveUp('logging in') },
            },
          },
          after: { 'dom0-userspace': tooSlow('dom0-userspace') },
        },
      },
    },

    passed: { type: 'final' },
    failed: { type: 'final' },
  },
});
