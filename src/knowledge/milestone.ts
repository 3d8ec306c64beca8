import type { BootStage } from '../../machines/boot/stages.ts';
import type { Speaker } from './signature.ts';

/** What the console can show of a boot that goes well; the events that move the boot machine. */
export const MILESTONE_EVENTS = [
  'saw.ubootBanner',
  'saw.ubootSign',
  'saw.autoboot',
  'saw.ubootPrompt',
  'saw.startingKernel',
  'saw.xenEntered',
  'saw.xenVersion',
  'saw.dom0Building',
  'saw.handover',
  'saw.dom0Kernel',
  'saw.xenSupport',
  'saw.hvc0',
  'saw.userspace',
  'saw.loginPrompt',
  'saw.passwordPrompt',
  'saw.loginIncorrect',
] as const;
export type MilestoneEvent = (typeof MILESTONE_EVENTS)[number];

/** Only a Xen that runs makes these: without one of them a boot has not passed. */
export const XEN_PROOFS: ReadonlySet<MilestoneEvent> = new Set([
  'saw.xenEntered',
  'saw.xenVersion',
  'saw.dom0Building',
  'saw.handover',
  'saw.xenSupport',
] as const);

/** One way in which a milestone shows; an event may have several rows. The pattern sees what a signature's pattern sees. */
export interface Milestone {
  readonly event: MilestoneEvent;
  /** RE2, no unbounded quantifier; the named groups `version` and `host` are kept with the event. */
  readonly pattern: string;
  /** `line`: a finished line; `tail`: the unfinished last line, where prompts wait. */
  readonly where: 'line' | 'tail';
  readonly stages: readonly BootStage[];
  /** Whose words they must be; absent: anybody's. */
  readonly speakers?: readonly Speaker[];
  /** Nobody signs it: the same words behind `(XEN) ` or the kernel's time are a log line. */
  readonly unsigned?: true;
  /** Whose words unsigned text is from here on. */
  readonly speaksNext?: Speaker;
  readonly versions: string;
  readonly source: string;
  /** Whole real lines or tails, prefixes included, each of which must match this row. */
  readonly examples: readonly string[];
  /** Lines or tails that look like it and must not match. */
  readonly nearMisses: readonly string[];
}
