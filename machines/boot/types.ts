import type { CallbackActorLogic, PromiseActorLogic } from 'xstate';
import type { BootStage } from './stages.ts';

/** How far a boot has to come to have passed: Xen's version line, Linux's on hvc0, a login prompt (or a proven shell). */
export type BootGoal = 'xen' | 'dom0' | 'login';

/** How the board may be brought to its firmware: see `power` in the machine. */
export type ResetPolicy = 'auto' | 'power' | 'uboot' | 'none';

/** What answered when the board was looked at: a proven U-Boot prompt, a proven shell, or nothing of use. */
export type Found = 'prompt' | 'shell' | 'nothing';

/** Milliseconds a stage may take; `total` for the whole boot. */
export type StageLimitsMs = Readonly<Record<BootStage | 'total', number>>;

export interface BootInput {
  readonly goal: BootGoal;
  readonly reset: ResetPolicy;
  /** Whether there is power control at all. */
  readonly hasPower: boolean;
  /** Whether off and on are two steps: else a banner during the power command may be the previous run's. */
  readonly switchesPower: boolean;
  /** Whether the login prompt is to be answered and a shell proved. */
  readonly logsIn: boolean;
  readonly limitsMs: StageLimitsMs;
}

/** Why a boot did not pass, as the machine knows it; `src/boot/judge.ts` finds the words. */
export type BootFailure =
  | { readonly kind: 'fault' }
  | { readonly kind: 'silence'; readonly ms: number }
  | { readonly kind: 'limit'; readonly of: BootStage | 'total'; readonly ms: number }
  | { readonly kind: 'reset' }
  | { readonly kind: 'gave-up'; readonly doing: string; readonly error: unknown }
  | { readonly kind: 'cancelled'; readonly by: string };

export type BootOutput = { readonly ok: true } | { readonly ok: false; readonly failure: BootFailure };

export interface BootContext extends BootInput {
  readonly failure: BootFailure | null;
}

/** Facts, named by who says them. */
export type BootEvent =
  | { readonly type: 'saw.ubootBanner' }
  | { readonly type: 'saw.ubootSign' }
  | { readonly type: 'saw.autoboot' }
  | { readonly type: 'saw.ubootPrompt' }
  | { readonly type: 'saw.startingKernel' }
  | { readonly type: 'saw.xenEntered' }
  | { readonly type: 'saw.xenVersion' }
  | { readonly type: 'saw.dom0Kernel' }
  | { readonly type: 'saw.userspace' }
  | { readonly type: 'saw.loginPrompt' }
  /** A fatal line with its explanation. */
  | { readonly type: 'console.fault' }
  /** Nothing for a while: worth a key press where that is harmless. */
  | { readonly type: 'console.paused' }
  /** Nothing for as long as the stage allows. */
  | { readonly type: 'console.quiet'; readonly ms: number }
  | { readonly type: 'console.lost'; readonly error: unknown }
  | { readonly type: 'cancel'; readonly by: string };

/** What the machine tells the console actor. */
export type ConsoleCommand =
  | { readonly type: 'stage'; readonly stage: BootStage }
  | { readonly type: 'ask'; readonly what: 'power' }
  /** Enter, where a login prompt may stand unseen. */
  | { readonly type: 'poke' }
  /** Ctrl-C, where U-Boot's prompt may stand unseen. */
  | { readonly type: 'interrupt' };

/** The stages in which U-Boot commands are typed. */
export type TypingStage = 'prompt' | 'network' | 'load' | 'device-tree' | 'handoff';

/** Everything the machine has done by others; `src/boot/actors.ts` provides them all. */
export type BootActors = {
  /** Alive for the whole boot: turns console bytes into events, and stages into armed signatures and silence limits. */
  watchConsole: CallbackActorLogic<ConsoleCommand, undefined>;
  /** Finds out where an unknown board is, without harming it. */
  look: PromiseActorLogic<Found, undefined>;
  powerOff: PromiseActorLogic<void, undefined>;
  powerOn: PromiseActorLogic<void, undefined>;
  /** Types `reset` or `reboot`, whichever the place takes. */
  reboot: PromiseActorLogic<void, { found: Found }>;
  /** Presses keys until a prompt shows; ends only by being stopped. */
  stopAutoboot: PromiseActorLogic<void, undefined>;
  /** Types a stage's commands, each verified. */
  type: PromiseActorLogic<void, { stage: TypingStage }>;
  /** Answers the login prompt and proves the shell. */
  logIn: PromiseActorLogic<void, undefined>;
};
