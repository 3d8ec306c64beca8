import type { BootStage } from '../../machines/boot/stages.ts';
import type { Speaker } from './signature.ts';

/** A good sign on the console. `line` patterns see whole utterances, `tail` patterns also an unfinished line (a prompt). */
export interface Milestone {
  readonly event: MilestoneEvent;
  readonly pattern: string;
  readonly where: 'line' | 'tail';
  readonly stages: readonly BootStage[];
  readonly speakers?: readonly Speaker[];
  /** Whose words unsigned text is from here on. */
  readonly speaksNext?: Speaker;
  readonly versions: string;
  readonly source: string;
  readonly examples: readonly string[];
  readonly nearMisses: readonly string[];
}

export type MilestoneEvent = `saw.${string}`;
