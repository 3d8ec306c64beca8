import { type Clock, sleepBy, systemClock } from '../clock.ts';
import { MidwayError } from '../errors.ts';
import type { PowerDriver, PowerVerb } from './power.ts';
import { runCommand } from './run-command.ts';
import { splitShellWords } from './shell-words.ts';

/** A lab's power commands, as `--power-on` and its sisters take them: shell words, run without a shell. */
export interface CommandPowerOptions {
  readonly on?: string | undefined;
  readonly off?: string | undefined;
  readonly cycle?: string | undefined;
  readonly status?: string | undefined;
  /** How long each command may take. */
  readonly limitMs: number;
  /** How long the board stays off when on and off make a cycle. */
  readonly offPauseMs: number;
  readonly clock?: Clock;
}

/**
 * A power driver made of commands.
 *
 * @throws MidwayError MWS_USAGE when a command cannot be split into words
 */
export function createCommandPower(options: CommandPowerOptions): PowerDriver {
  const { limitMs, offPauseMs, clock = systemClock } = options;
  const words = new Map<PowerVerb, [string, ...string[]]>();
  for (const verb of ['on', 'off', 'cycle', 'status'] as const) {
    const command = options[verb];
    if (command !== undefined) words.set(verb, splitShellWords(command));
  }
  const can = new Set(words.keys());
  if (can.has('on') && can.has('off')) can.add('cycle');

  async function run(verb: PowerVerb, signal: AbortSignal): Promise<string> {
    signal.throwIfAborted();
    const command = words.get(verb);
    if (command !== undefined) return await runCommand(command, { signal, limitMs, clock });
    throw new MidwayError('MWS_POWER', `cannot turn the board's power to "${verb}": there is no command for it`, {
      hint: `Give one with --power-${verb}, or in the lab file.`,
    });
  }

  return {
    name: 'command',
    can,
    async on(signal) {
      await run('on', signal);
    },
    async off(signal) {
      await run('off', signal);
    },
    async cycle(signal) {
      if (words.has('cycle') || !can.has('cycle')) {
        await run('cycle', signal);
        return;
      }
      await run('off', signal);
      await sleepBy(clock, offPauseMs, signal);
      await run('on', signal);
    },
    async status(signal) {
      return words.has('status') ? readPowerStatus(await run('status', signal)) : 'unknown';
    },
  };
}

/** Reads `Chassis Power is on`, `OFF`, `outlet 3: on`; `unknown` when there is neither word, or both. */
export function readPowerStatus(output: string): 'on' | 'off' | 'unknown' {
  const words = new Set(output.toLowerCase().match(/\b(?:on|off)\b/g));
  if (words.size !== 1) return 'unknown';
  return words.has('on') ? 'on' : 'off';
}
