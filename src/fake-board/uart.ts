import type { Clock } from '../clock.ts';
import type { Random } from './random.ts';

/** The PL011's receive and transmit FIFOs hold 32 bytes (r1p5). */
const FIFO_BYTES = 32;
/** A start bit, eight data bits and a stop bit. */
const BITS_PER_BYTE = 10;

/** How likely each byte is to be lost, changed or doubled on the wire; `rx` and `tx` as the board sees them. */
export interface LineFaults {
  readonly loseRx: number;
  readonly loseTx: number;
  readonly corruptRx: number;
  readonly corruptTx: number;
  readonly dupRx: number;
  readonly dupTx: number;
}

export interface UartOptions {
  readonly clock: Clock;
  /** Bits a second; without it the wire takes no time. */
  readonly baud: number | undefined;
  readonly faults: LineFaults;
  readonly random: Random;
  /** Bytes that have left the board. */
  readonly send: (bytes: Uint8Array) => void;
  /** Called when a byte arrived or the transmitter has room again. */
  readonly onEvent: () => void;
  /** Calls back soon, for pacing finer than the clock's timers; without it the clock's timers pace. */
  readonly spin?: ((fn: () => void) => void) | undefined;
}

/** The board's serial port: FIFOs that overrun, a wire that takes time when a baud rate is given, and seeded line faults. */
export class Uart {
  readonly #options: UartOptions;
  readonly #byteMs: number;
  readonly #tx = new ByteQueue();
  readonly #rx = new ByteQueue();
  #fifo: number[] = [];
  #txEnd = 0;
  #rxEnd = 0;
  #ticking = false;
  /** The instant of the byte that arrives now: the CPU answers it then, however late we come to work it out. */
  #arrivalMs: number | null = null;
  /** A muted board runs on, but nothing that it prints reaches the wire. */
  muted = false;

  constructor(options: UartOptions) {
    this.#options = options;
    this.#byteMs = options.baud === undefined ? 0 : (BITS_PER_BYTE * 1000) / options.baud;
  }

  /** Whether the transmit FIFO takes another byte: the CPU, which polls, waits until it does. */
  get hasRoom(): boolean {
    return this.#tx.length < FIFO_BYTES;
  }

  get inputWaiting(): boolean {
    return this.#fifo.length > 0;
  }

  /** Takes the oldest received byte. */
  read(): number | undefined {
    return this.#fifo.shift();
  }

  /** Prints bytes. */
  write(bytes: Uint8Array): void {
    if (this.muted || bytes.length === 0) return;
    if (this.#byteMs === 0) {
      this.#transmit(bytes);
      return;
    }
    if (this.#tx.length === 0) this.#txEnd = Math.max(this.#txEnd, this.#arrivalMs ?? this.#options.clock.now());
    this.#tx.push(bytes);
    this.#schedule();
  }

  /** Bytes put on the wire by whoever holds the other end. */
  receive(bytes: Uint8Array): void {
    if (this.#byteMs === 0) {
      for (const byte of bytes) this.#arrive(byte);
      return;
    }
    if (this.#rx.length === 0) this.#rxEnd = Math.max(this.#rxEnd, this.#options.clock.now());
    this.#rx.push(bytes);
    this.#schedule();
  }

  /** What a reset does: the FIFOs are emptied; bytes on the wire stay on it. */
  clear(): void {
    this.#fifo = [];
  }

  /** What a power cut does. */
  cut(): void {
    this.clear();
    this.#tx.clear();
    this.#rx.clear();
  }

  #schedule(): void {
    if (this.#ticking) return;
    this.#ticking = true;
    const { clock, spin } = this.#options;
    if (spin !== undefined) {
      spin(() => this.#tick());
      return;
    }
    const due = Math.min(
      this.#tx.length > 0 ? this.#txEnd + this.#byteMs : Number.POSITIVE_INFINITY,
      this.#rx.length > 0 ? this.#rxEnd + this.#byteMs : Number.POSITIVE_INFINITY,
    );
    clock.setTimeout(() => this.#tick(), Math.max(0, due - clock.now()));
  }

  /** Delivers every byte that is due by now, in both directions, in the order in which they are due. */
  #tick(): void {
    this.#ticking = false;
    // a timer may fire a rounding error before the instant that it was set for
    const now = this.#options.clock.now() + 1e-6;
    const sent: number[] = [];
    while (true) {
      const txDue = this.#tx.length > 0 ? this.#txEnd + this.#byteMs : Number.POSITIVE_INFINITY;
      const rxDue = this.#rx.length > 0 ? this.#rxEnd + this.#byteMs : Number.POSITIVE_INFINITY;
      if (Math.min(txDue, rxDue) > now) break;
      if (txDue <= rxDue) {
        sent.push(this.#tx.shift());
        this.#txEnd = txDue;
        if (this.#tx.length === FIFO_BYTES - 1) this.#options.onEvent();
      } else {
        const byte = this.#rx.shift();
        this.#rxEnd = rxDue;
        this.#arrivalMs = rxDue;
        this.#arrive(byte);
        this.#arrivalMs = null;
      }
    }
    if (sent.length > 0) this.#transmit(Uint8Array.from(sent));
    if (this.#tx.length > 0 || this.#rx.length > 0) this.#schedule();
  }

  #arrive(byte: number): void {
    const { faults, random, onEvent } = this.#options;
    for (const received of strike(byte, random, faults.loseRx, faults.corruptRx, faults.dupRx)) {
      if (this.#fifo.length < FIFO_BYTES) this.#fifo.push(received);
      onEvent();
    }
  }

  #transmit(bytes: Uint8Array): void {
    const { faults, random, send } = this.#options;
    if (faults.loseTx + faults.corruptTx + faults.dupTx === 0) {
      send(bytes);
      return;
    }
    const damaged: number[] = [];
    for (const byte of bytes) damaged.push(...strike(byte, random, faults.loseTx, faults.corruptTx, faults.dupTx));
    if (damaged.length > 0) send(Uint8Array.from(damaged));
  }
}

/** What becomes of one byte on a bad wire. */
function strike(byte: number, random: Random, lose: number, corrupt: number, duplicate: number): readonly number[] {
  if (lose > 0 && random() < lose) return [];
  if (corrupt > 0 && random() < corrupt) return [byte ^ (1 << Math.floor(random() * 8))];
  if (duplicate > 0 && random() < duplicate) return [byte, byte];
  return [byte];
}

/** A first-in first-out queue of bytes that keeps the chunks it was given. */
class ByteQueue {
  #chunks: Uint8Array[] = [];
  #offset = 0;
  length = 0;

  push(bytes: Uint8Array): void {
    this.#chunks.push(bytes);
    this.length += bytes.length;
  }

  shift(): number {
    const chunk = this.#chunks[0]!;
    const byte = chunk[this.#offset]!;
    this.#offset += 1;
    this.length -= 1;
    if (this.#offset === chunk.length) {
      this.#chunks.shift();
      this.#offset = 0;
    }
    return byte;
  }

  clear(): void {
    this.#chunks = [];
    this.#offset = 0;
    this.length = 0;
  }
}
