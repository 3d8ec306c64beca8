import type { BootStage } from '../../machines/boot/stages.ts';
import type { CauseClass, CauseId, Outcome } from '../../src/api/verdict.ts';

/** When a fault strikes: at an event line of the program, or once the board has printed a text. */
export type Trigger = { readonly stage: BootStage } | { readonly event: string } | { readonly console: string };

/** What strikes: an action of `docker/virtual-midway/power`, or a signal to the program. */
export type FaultAction = 'on' | 'reset' | 'freeze' | 'unplug' | 'quit' | 'interrupt';

/** A fault that is injected into a boot while it runs. */
export interface Fault {
  readonly at: Trigger;
  readonly action: FaultAction;
}

/** The verdict that a boot must get. */
export interface Expected {
  readonly outcome: Outcome;
  readonly class: CauseClass | null;
  readonly cause: CauseId | null;
  /** The last stage that is reached. */
  readonly stage: BootStage;
}

/** One call of the command line. */
export interface Boot {
  /** Instead of the images that boot. A null initrd: none. */
  readonly images?: { readonly xen?: string; readonly dom0?: string; readonly initrd?: string | null };
  readonly options?: readonly string[];
  /** Logs in as root with the built password. */
  readonly logsIn?: true;
  /** False: the program gets no power commands. */
  readonly power?: false;
  readonly fault?: Fault;
  readonly expected: Expected;
}

/** A board, what is done with it, and the verdict that this must give. */
export interface Case extends Boot {
  readonly name: string;
  /** One sentence: what it shows. */
  readonly why: string;
  /** What the NVRAM holds: an environment of `docker/virtual-midway/build`. */
  readonly env?: string;
  /** A boot before it on the same board, which is left as it is. */
  readonly first?: Boot;
  /** The scenario in which the fake board does the same: it must get the same verdict. */
  readonly fake?: string;
}

export const passed = (stage: BootStage = 'dom0-userspace'): Expected => ({
  outcome: 'passed',
  class: null,
  cause: null,
  stage,
});

export const failed = (causeClass: CauseClass, cause: CauseId, stage: BootStage): Expected => ({
  outcome: 'failed',
  class: causeClass,
  cause,
  stage,
});

export const error = (causeClass: CauseClass, cause: CauseId, stage: BootStage): Expected => ({
  outcome: 'error',
  class: causeClass,
  cause,
  stage,
});
