import type { BootStage } from '../../machines/boot/stages.ts';
import type { Clock } from '../clock.ts';
import { Cpu, type Program } from './cpu.ts';
import { type Delay, delayMs } from './delays.ts';
import type { DeviceTree } from './device-tree.ts';
import { bootDom0ForStart } from './dom0/start-running.ts';
import { firmwareTree } from './firmware-tree.ts';
import { Memory } from './memory.ts';
import { type Random, seededRandom } from './random.ts';
import type { Scenario } from './scenario.ts';
import { Uart } from './uart.ts';
import { runUBoot } from './uboot/main.ts';

/** Where the firmware puts the device tree. */
export const FIRMWARE_TREE_ADDRESS = 0x1000;

export interface FakeBoardOptions {
  readonly scenario: Scenario;
  readonly clock: Clock;
  /** Receives what the board prints. Called synchronously and in order. */
  readonly send: (bytes: Uint8Array) => void;
  /** Calls back soon; for pacing finer than the clock's timers. */
  readonly spin?: (fn: () => void) => void;
}

/** A Midway node in memory: bytes in, bytes out, a power switch; no I/O and no time of its own. */
export class FakeBoard {
  readonly scenario: Scenario;
  readonly memory = new Memory();
  readonly random: Random;
  /** NVRAM keeps its content over a reset and a power cut; undefined is one with a bad CRC. */
  nvram: Map<string, string> | undefined;
  /** Takes received bytes away from whatever polls the UART: set while an interrupt handler is installed. */
  onByte: ((byte: number) => void) | undefined;
  /** Whether the running program has input of its own to read, besides the UART's. */
  hasOwnInput: () => boolean = () => false;
  /** Set while a board is put at its prompt: somebody stopped autoboot long ago. */
  skipsAutoboot = false;
  readonly #clock: Clock;
  readonly #uart: Uart;
  readonly #cpu: Cpu;
  #cableIn: boolean;
  #power: 'on' | 'off' = 'off';
  #stage: BootStage = 'power';
  #strikes = 0;
  #struck = false;
  #fastForwarding = false;

  constructor({ scenario, clock, send, spin }: FakeBoardOptions) {
    this.scenario = scenario;
    this.#clock = clock;
    this.#cableIn = scenario.link === 'up';
    this.random = seededRandom(scenario.seed);
    this.nvram = scenario.nvram === undefined ? undefined : new Map(Object.entries(scenario.nvram));
    this.#uart = new Uart({
      clock,
      baud: scenario.baud,
      faults: scenario.faults,
      random: seededRandom(scenario.seed + 1),
      send,
      spin,
      onEvent: () => this.#onUartEvent(),
    });
    this.#cpu = new Cpu({
      clock,
      hasRoom: () => this.#uart.hasRoom,
      inputWaiting: () => (this.onByte === undefined ? this.#uart.inputWaiting : this.hasOwnInput()),
      onReset: () => this.reset(),
    });
    if (scenario.start !== 'off') this.#startSomewhere();
  }

  get power(): 'on' | 'off' {
    return this.#power;
  }

  /** The stage that the board has reached, and whether it is stuck there for good. */
  get stage(): BootStage {
    return this.#stage;
  }

  powerOn(): void {
    if (this.#power === 'on') return;
    this.#power = 'on';
    this.#boot('firmware');
  }

  powerOff(): void {
    this.#power = 'off';
    this.#cpu.stop();
    this.#uart.cut();
    this.memory.clear();
    this.onByte = undefined;
  }

  /** The reset button: U-Boot starts again, with a fresh device tree. */
  reset(): void {
    if (this.#power === 'on') this.#boot('reset');
  }

  /** Bytes that arrive on the serial line. */
  receive(bytes: Uint8Array): void {
    if (this.#power === 'on') this.#uart.receive(bytes);
  }

  // What programs on the board use.

  /** Prints text as it is, one byte a character. */
  print(text: string): void {
    if (!this.#fastForwarding) this.#uart.write(Buffer.from(text, 'latin1'));
  }

  /** Takes a byte from the UART. */
  read(): number | undefined {
    return this.#uart.read();
  }

  now(): number {
    return this.#clock.now();
  }

  ms(delay: Delay): number {
    return delayMs(delay, this.scenario.speed);
  }

  /** Waits as long as something takes on this board, `times` over. */
  *wait(delay: Delay, times = 1): Program {
    yield { ms: this.ms(delay) * times };
  }

  /** Announces that the board has come to a stage: where faults strike. */
  *reach(stage: BootStage): Program {
    this.#stage = stage;
    const { hang, reset, silent, times, linkAt } = this.scenario;
    // a load pulls it in the middle of the file
    if (linkAt === stage && stage !== 'load') this.plugCable(false);
    if (this.#struck || this.#strikes >= times || ![hang, reset, silent].includes(stage)) return;
    this.#struck = true;
    this.#strikes += 1;
    if (silent === stage) this.#uart.muted = true;
    if (reset === stage) yield { reset: true };
    if (hang === stage) {
      this.onByte = () => {};
      this.hasOwnInput = () => false;
      yield {};
    }
  }

  /** Plugs the network cable in, or pulls it. */
  plugCable(plugged: boolean): void {
    this.#cableIn = plugged;
  }

  /** Whether the network has a link now. */
  get linkUp(): boolean {
    return this.#cableIn;
  }

  /** What the running program takes as input from now on; undefined gives the UART back to polling. */
  takeInput(onByte: ((byte: number) => void) | undefined, hasOwnInput: () => boolean = () => false): void {
    this.onByte = onByte;
    this.hasOwnInput = hasOwnInput;
    if (onByte !== undefined) this.#drainTo(onByte);
  }

  #boot(delay: 'firmware' | 'reset'): void {
    this.#uart.clear();
    this.#uart.muted = false;
    this.#struck = false;
    this.onByte = undefined;
    this.memory.clear();
    this.memory.write(FIRMWARE_TREE_ADDRESS, { kind: 'tree', tree: this.#freshTree() });
    this.#cpu.start(this.#life(delay));
  }

  #freshTree(): DeviceTree {
    return firmwareTree({ cpus: this.scenario.cpus, memoryMib: this.scenario.memoryMib });
  }

  *#life(delay: 'firmware' | 'reset'): Program {
    yield* this.reach('power');
    yield* this.wait(delay);
    yield* runUBoot(this);
  }

  #startSomewhere(): void {
    this.#fastForwarding = true;
    this.#power = 'on';
    const { start } = this.scenario;
    if (start === 'login' || start === 'shell') {
      this.#cpu.start(bootDom0ForStart(this, start));
      this.#cpu.fastForward(() => false);
    } else {
      this.skipsAutoboot = start === 'prompt';
      this.#boot('firmware');
      this.#cpu.fastForward(() => this.#stage === 'autoboot');
      this.skipsAutoboot = false;
    }
    this.#fastForwarding = false;
  }

  #onUartEvent(): void {
    if (this.onByte !== undefined) this.#drainTo(this.onByte);
    this.#cpu.poke();
  }

  #drainTo(onByte: (byte: number) => void): void {
    for (let byte = this.#uart.read(); byte !== undefined; byte = this.#uart.read()) onByte(byte);
  }
}
