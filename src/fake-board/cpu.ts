import type { Clock } from '../clock.ts';

/**
 * What a program running on the board waits for; `{}` waits for ever.
 * `ms` is a time on the board's clock, `input` a byte in the UART's FIFO; with both, whichever comes first.
 */
export interface Wait {
  readonly ms?: number;
  readonly input?: boolean;
  /** The board resets itself now. */
  readonly reset?: true;
}

/** Software on the board, as a generator: it runs without interruption until it yields a wait. */
export type Program<Result = void> = Generator<Wait, Result, 'time' | 'input'>;

interface CpuOptions {
  readonly clock: Clock;
  /** Whether the transmitter takes another byte. */
  readonly hasRoom: () => boolean;
  /** Whether there is a byte to read for whatever runs. */
  readonly inputWaiting: () => boolean;
  readonly onReset: () => void;
}

/**
 * Runs one program at a time on the injected clock.
 *
 * Output is polled, as in U-Boot: a wait begins only when the UART's FIFO has taken everything printed before it.
 */
export class Cpu {
  readonly #options: CpuOptions;
  #program: Program | undefined;
  #waiting: Wait | undefined;
  #timer: unknown;
  #running = false;

  constructor(options: CpuOptions) {
    this.#options = options;
  }

  start(program: Program): void {
    this.stop();
    this.#program = program;
    this.#run('time');
  }

  stop(): void {
    this.#clearWait();
    this.#program = undefined;
  }

  /** To be called when a byte arrives, and when the UART has sent what it had. */
  poke(): void {
    const wait = this.#waiting;
    if (wait === undefined || this.#running || !this.#options.hasRoom()) return;
    if (wait.input === true && this.#options.inputWaiting()) {
      this.#clearWait();
      this.#run('input');
    } else if (this.#timer === undefined && wait.ms !== undefined) {
      this.#arm(wait.ms);
    }
  }

  /** Runs until `done`, with every delay skipped: how a board is put where a scenario starts. Waiting for input ends it. */
  fastForward(done: () => boolean): void {
    while (!done()) {
      const wait = this.#waiting;
      if (wait?.ms === undefined) return;
      this.#clearWait();
      this.#run('time');
    }
  }

  #run(cause: 'time' | 'input'): void {
    let resumeWith = cause;
    while (true) {
      const program = this.#program;
      if (program === undefined) return;
      this.#running = true;
      const step = program.next(resumeWith);
      this.#running = false;
      if (this.#program !== program) return;
      if (step.done === true) {
        this.#program = undefined;
        return;
      }
      const wait = step.value;
      if (wait.reset === true) {
        this.#options.onReset();
        return;
      }
      if (this.#options.hasRoom() && wait.input === true && this.#options.inputWaiting()) {
        resumeWith = 'input';
        continue;
      }
      this.#waiting = wait;
      if (this.#options.hasRoom() && wait.ms !== undefined) this.#arm(wait.ms);
      return;
    }
  }

  #arm(ms: number): void {
    this.#timer = this.#options.clock.setTimeout(() => {
      this.#clearWait();
      this.#run('time');
    }, ms);
  }

  #clearWait(): void {
    if (this.#timer !== undefined) this.#options.clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = undefined;
  }
}
