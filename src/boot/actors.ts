import { fromCallback, fromPromise } from 'xstate';
import { bootMachine } from '../../machines/boot/machine.ts';
import type { BootActors, BootEvent, ConsoleCommand, Found, TypingStage } from '../../machines/boot/types.ts';
import { PACING } from '../knowledge/pacing.ts';
import type { BoardProfile } from '../knowledge/profile.ts';
import type { PowerDriver } from '../power/power.ts';
import { ConsoleNoise, NoAnswer } from '../uboot/errors.ts';
import { type Credentials, logIn, proveShell } from './log-in.ts';
import type { Session } from './session.ts';
import type { Typist } from './type-stage.ts';

/** What the machine's actors are made of. */
export interface ActorParts {
  readonly session: Session;
  readonly typist: Typist;
  readonly power: PowerDriver | null;
  readonly profile: BoardProfile;
  readonly login: Credentials | null;
  readonly nonce: () => string;
  /** How long the board stays off, in milliseconds. */
  readonly offPauseMs: number;
  /** Waits, by the clock of the boot; rejects when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** The boot machine with every actor in place. */
export function provideBoot(parts: ActorParts) {
  return bootMachine.provide({ actors: bootActors(parts) });
}

function bootActors({ session, typist, power, profile, login, nonce, offPauseMs, sleep }: ActorParts): BootActors {
  async function whereIsIt(signal: AbortSignal): Promise<Found> {
    if ((await powerStatus(power, signal)) === 'off') return 'nothing';
    if (await answersAtPrompt(session, signal)) return 'prompt';
    if (!looksLikeShell(session)) return 'nothing';
    return (await proveShell(session, nonce(), signal)) ? 'shell' : 'nothing';
  }

  return {
    watchConsole: fromCallback<ConsoleCommand, undefined>(({ sendBack, receive }) => {
      const tell: (event: BootEvent) => void = sendBack;
      receive(session.attach(tell));
    }),

    look: fromPromise<Found, undefined>(async ({ signal }) => {
      const found = await whereIsIt(signal);
      session.event({ type: 'found', what: found, power: canCycle(power) });
      return found;
    }),

    powerOff: fromPromise<void, undefined>(async ({ signal }) => {
      if (power === null || !canSwitch(power)) return;
      const wasOn = (await power.status(signal)) !== 'off';
      if (!wasOn) return;
      await power.off(signal);
      session.event({ type: 'power', action: 'off', by: power.name });
      await sleep(offPauseMs, signal);
    }),

    powerOn: fromPromise<void, undefined>(async ({ signal }) => {
      if (power === null) return;
      await (canSwitch(power) ? power.on(signal) : power.cycle(signal));
      session.event({ type: 'power', action: 'on', by: power.name });
    }),

    reboot: fromPromise<void, { found: Found }>(async ({ input: { found } }) => {
      await session.write(found === 'shell' ? 'reboot\r' : 'reset\r');
    }),

    stopAutoboot: fromPromise<void, undefined>(async ({ signal }) => {
      for (let presses = 0; ; presses += 1) {
        await session.write(presses % 2 === 0 ? autobootKey(session, profile) : '\x03');
        await sleep(PACING.autobootKey.ms, signal);
      }
    }),

    type: fromPromise<void, { stage: TypingStage }>(({ input: { stage }, signal }) => typist.type(stage, signal)),

    logIn: fromPromise<void, undefined>(async ({ signal }) => {
      if (login !== null) await logIn(session, login, nonce, signal);
    }),
  };
}

/** Whether on and off are two steps, so that what the console says in between is known to be old. */
export function canSwitch(power: PowerDriver): boolean {
  return power.can.has('on') && power.can.has('off');
}

/** Whether the board can be brought to its firmware from wherever it is. */
export function canCycle(power: PowerDriver | null): boolean {
  return power?.can.has('cycle') === true;
}

async function powerStatus(power: PowerDriver | null, signal: AbortSignal): Promise<'on' | 'off' | 'unknown'> {
  return power === null ? 'unknown' : await power.status(signal);
}

/** Whether a U-Boot prompt is there and answers a nonce. */
async function answersAtPrompt(session: Session, signal: AbortSignal): Promise<boolean> {
  try {
    await session.dialogue.reachPrompt(signal, PACING.probe.tries);
    await session.dialogue.run('', { quietMs: PACING.probe.ms, signal });
    return true;
  } catch (error) {
    if (error instanceof NoAnswer || error instanceof ConsoleNoise) return false;
    throw error;
  }
}

function looksLikeShell(session: Session): boolean {
  return /[#$] ?$/.test(session.tail);
}

/** The key that stops the countdown whose text was seen; the profile's first one until then. */
function autobootKey(session: Session, { autoboot }: BoardProfile): string {
  const seen = session.sightings.find(({ event }) => event === 'saw.autoboot');
  const row = autoboot.find(({ text }) => seen?.line.includes(text) === true) ?? autoboot[0];
  return row?.key ?? 's';
}
