import type { SerialPort } from 'serialport';

type Done = (error?: Error | null) => void;

/** How long writes are gathered for one drain, in milliseconds: an echo-verified line is many writes of one character. */
const GATHER_MS = 2;

/** One tcdrain(3) at a time for all that was written: each keeps one of the process's four pool threads until the line is empty. */
export class Drains {
  readonly #port: SerialPort;
  #waiting: Done[] = [];
  #busy = false;

  constructor(port: SerialPort) {
    this.#port = port;
  }

  /** Calls back when the line has sent what was written so far, or never will. */
  wait(done: Done): void {
    this.#waiting.push(done);
    this.#gather();
  }

  #gather(): void {
    if (this.#busy || this.#waiting.length === 0) return;
    this.#busy = true;
    setTimeout(() => this.#drain(), GATHER_MS);
  }

  #drain(): void {
    const served = this.#waiting;
    this.#waiting = [];
    const finish = (error?: Error | null) => {
      this.#busy = false;
      for (const done of served) done(error);
      this.#gather();
    };
    if (this.#port.isOpen) this.#port.drain(finish);
    else finish(new Error('the port is closed'));
  }
}
