/** What a power driver may be able to do. */
export type PowerVerb = 'on' | 'off' | 'cycle' | 'status';

/**
 * The board's power switch.
 *
 * Every method settles: done, MWS_POWER (what was run, why it failed), or the reason of `signal`.
 */
export interface PowerDriver {
  /** What a person calls it, as in `command`. */
  readonly name: string;
  /** What it can do; anything else rejects with MWS_POWER. `cycle` is there, too, when `on` and `off` are. */
  readonly can: ReadonlySet<PowerVerb>;
  on(signal: AbortSignal): Promise<void>;
  off(signal: AbortSignal): Promise<void>;
  /** Off, a pause, and on again. */
  cycle(signal: AbortSignal): Promise<void>;
  /** `unknown` when nothing can be asked, or the answer is not understood. */
  status(signal: AbortSignal): Promise<'on' | 'off' | 'unknown'>;
}
