import { afterReading, type Clock } from '../clock.ts';

/** What a stage allows in milliseconds: a pause before a key is pressed, and silence before it has failed. */
export interface Patience {
  readonly pauseMs: number;
  readonly silenceMs: number;
}

/** Tells when the console has said nothing for too long. Its timers do not move with each byte: they look back when they fire. */
export class QuietMonitor {
  readonly #clock: Clock;
  readonly #tell: { paused(): void; quiet(ms: number): void };
  #patience: Patience = { pauseMs: Number.POSITIVE_INFINITY, silenceMs: Number.POSITIVE_INFINITY };
  #lastHeard: number;
  #paused = false;
  #cancel: () => void = () => {};

  constructor(clock: Clock, tell: { paused(): void; quiet(ms: number): void }) {
    this.#clock = clock;
    this.#tell = tell;
    this.#lastHeard = clock.now();
  }

  /** A new stage begins: its patience counts from now. */
  arm(patience: Patience): void {
    this.#patience = patience;
    this.#lastHeard = this.#clock.now();
    this.#paused = false;
    this.#sleep();
  }

  heard(): void {
    this.#lastHeard = this.#clock.now();
    if (!this.#paused) return;
    this.#paused = false;
    this.#sleep();
  }

  stop(): void {
    this.#cancel();
    this.#patience = { pauseMs: Number.POSITIVE_INFINITY, silenceMs: Number.POSITIVE_INFINITY };
  }

  #sleep(): void {
    this.#cancel();
    const { pauseMs, silenceMs } = this.#patience;
    const next = this.#lastHeard + (this.#paused ? silenceMs : Math.min(pauseMs, silenceMs)) - this.#clock.now();
    this.#cancel = afterReading(this.#clock, Math.max(1, Math.ceil(next)), () => this.#look());
  }

  #look(): void {
    const { pauseMs, silenceMs } = this.#patience;
    const quietMs = this.#clock.now() - this.#lastHeard;
    if (quietMs >= silenceMs) {
      this.stop();
      this.#tell.quiet(silenceMs);
      return;
    }
    if (quietMs >= pauseMs && !this.#paused) {
      this.#paused = true;
      this.#tell.paused();
    }
    this.#sleep();
  }
}
