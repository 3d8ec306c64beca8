import { PACING } from '../knowledge/pacing.ts';
import type { BoardProfile } from '../knowledge/profile.ts';
import type { DialogueSettings } from '../uboot/dialogue.ts';

/** How U-Boot on this kind of board is talked to. */
export function dialogueSettings({ uartFifo }: BoardProfile, prompts: readonly string[]): DialogueSettings {
  return {
    prompts,
    fifoBytes: uartFifo,
    echoMs: PACING.echo.ms,
    promptMs: PACING.prompt.ms,
    promptTries: PACING.prompt.tries,
    settleMs: PACING.settle.ms,
    quietMs: PACING.promptQuiet.ms,
    resends: PACING.resend.tries,
  };
}
