import type { Clock } from '../../src/clock.ts';
import { FakeBoard } from '../../src/fake-board/board.ts';
import { parseScenario } from '../../src/fake-board/parse-scenario.ts';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly fn: () => void;
}

/** A clock that stands still until it is told to go, and then stops at every timer on the way. */
export class SteppedClock implements Clock {
  #now = 0;
  #order = 0;
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#now;
  }

  setTimeout(fn: () => void, ms: number): Timer {
    this.#order += 1;
    const timer = { at: this.#now + Math.max(0, ms), order: this.#order, fn };
    this.#timers.add(timer);
    return timer;
  }

  clearTimeout(timer: Timer): void {
    this.#timers.delete(timer);
  }

  /** Goes on by `ms`, or until `done`. */
  advance(ms: number, done: () => boolean = () => false): void {
    const end = this.#now + ms;
    while (!done()) {
      const next = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at || a.order - b.order)[0];
      if (next === undefined) {
        this.#now = end;
        return;
      }
      this.#timers.delete(next);
      this.#now = next.at;
      next.fn();
    }
  }
}

/** A fake board in process, on a stepped clock, with everything that it printed. */
export class Bench {
  readonly clock = new SteppedClock();
  readonly board: FakeBoard;
  #output = '';
  #seen = 0;

  constructor(scenario: string) {
    this.board = new FakeBoard({
      scenario: parseScenario(scenario),
      clock: this.clock,
      send: (bytes) => {
        this.#output += Buffer.from(bytes).toString('latin1');
      },
    });
  }

  /** Everything that the board has printed. */
  get output(): string {
    return this.#output;
  }

  type(text: string): void {
    this.board.receive(Buffer.from(text, 'latin1'));
  }

  /** What comes within `ms`. */
  after(ms: number): string {
    this.clock.advance(ms);
    return this.#take();
  }

  /** What comes until `text` does. */
  until(text: string, ms = 120_000): string {
    this.clock.advance(ms, () => this.#output.indexOf(text, this.#seen) !== -1);
    if (this.#output.indexOf(text, this.#seen) === -1) {
      throw new Error(
        `waited ${ms} ms for ${JSON.stringify(text)} and saw ${JSON.stringify(this.#output.slice(this.#seen))}`,
      );
    }
    return this.#take();
  }

  /** What comes until `done` says so of it, or `ms` have passed. */
  within(ms: number, done: (text: string) => boolean): string {
    this.clock.advance(ms, () => done(this.#output.slice(this.#seen)));
    return this.#take();
  }

  /** Makes the last `count` characters come again. */
  putBack(count: number): void {
    this.#seen -= count;
  }

  /** Powers the board on and stops its countdown at the prompt. */
  toPrompt(prompt = '=> '): this {
    this.board.powerOn();
    this.until('Press <s> to stop');
    this.clock.advance(1);
    this.type('s');
    this.until(prompt);
    return this;
  }

  /** Sends one command and returns what came between its echo and the next prompt, with line feeds as line ends. */
  command(line: string, prompt = '=> '): string {
    this.type(`${line}\r`);
    const reply = this.until(`\n${prompt}`);
    return reply.slice(reply.indexOf('\n') + 1, reply.lastIndexOf(prompt)).replaceAll('\r\n', '\n');
  }

  #take(): string {
    const text = this.#output.slice(this.#seen);
    this.#seen = this.#output.length;
    return text;
  }
}

/** The sequence of the Xen wiki's Midway page. */
export const WIKI_SEQUENCE = [
  'setenv autoload no',
  'dhcp',
  'tftp $kernel_addr_r xen',
  'fdt addr $fdt_addr',
  'fdt resize',
  'fdt set /chosen xen,xen-bootargs "console=dtuart dtuart=/soc/serial@fff36000 dom0_mem=512M"',
  'setenv dom0_addr 0x1000000',
  'tftp $dom0_addr vmlinuz',
  'fdt mknod /chosen module',
  'fdt set /chosen/module compatible "xen,linux-zimage" "xen,multiboot-module"',
  'fdt set /chosen/module reg <0x0 $dom0_addr 0x0 0x$filesize>',
  'fdt set /chosen/module bootargs "console=hvc0 root=/dev/sda2"',
] as const;
