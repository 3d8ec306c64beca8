import type { BootStage } from '../../machines/boot/stages.ts';
import type { BootEvent, ConsoleCommand } from '../../machines/boot/types.ts';
import type { Clock } from '../clock.ts';
import { readable } from '../console/clean.ts';
import type { Tables } from '../console/tables.ts';
import { type Fault, type Finding, type Sighting, Watcher } from '../console/watcher.ts';
import type { MidwayError } from '../errors.ts';
import type { Transport } from '../transport/transport.ts';
import { Dialogue, type DialogueSettings } from '../uboot/dialogue.ts';
import { Ear } from '../uboot/ear.ts';
import { type Patience, QuietMonitor } from './quiet.ts';
import type { CommandRecord, Recorder, RunEvent, StageRecord } from './record.ts';

/** What a session is made of. */
export interface SessionParts {
  readonly transport: Transport;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly tables: Tables;
  readonly dialogue: DialogueSettings;
  readonly patience: Readonly<Record<BootStage, Patience>>;
  /** A pause ends the wait for a fault's explanation, and so does its total length, in milliseconds. */
  readonly quoteMs: { readonly pause: number; readonly total: number };
  readonly nonce: () => string;
  /** Whoever wants to see what happens. */
  readonly watch: (event: RunEvent | { readonly type: 'line'; readonly text: string }) => void;
}

/** The events of a sighting that the machine knows; others are for the record only. */
const MACHINE_EVENTS: ReadonlySet<string> = new Set<BootEvent['type']>([
  'saw.ubootBanner',
  'saw.ubootSign',
  'saw.autoboot',
  'saw.ubootPrompt',
  'saw.startingKernel',
  'saw.xenEntered',
  'saw.xenVersion',
  'saw.dom0Kernel',
  'saw.userspace',
  'saw.loginPrompt',
]);

/** After these nothing more will explain a fault: whoever spoke is gone. */
const RESET_SIGNS: ReadonlySet<string> = new Set(['saw.ubootBanner', 'saw.ubootSign']);

/**
 * One boot's console: bytes go to the record first, then to the watcher and to whoever listens, and come out as events for the
 * machine. It also keeps what the result will tell.
 */
export class Session {
  readonly dialogue: Dialogue;
  /** Hears everything, for dialogues with dom0. */
  readonly ear: Ear;
  readonly stages: StageRecord[] = [];
  readonly commands: CommandRecord[] = [];
  readonly findings: Finding[] = [];
  /** How many findings there were when the last command was begun: the others are its own. */
  findingsBeforeCommand = 0;
  /** The first of each kind in each stage. */
  readonly sightings: (Sighting & { readonly stage: BootStage })[] = [];
  readonly lastLines: string[] = [];
  fault: Fault | null = null;
  bytesHeard = 0;
  /** Whether anything visible was heard: a power switch makes NULs on the line. */
  spoken = false;
  /** Sees the raw bytes, for a person who has the console. */
  tap: ((chunk: Uint8Array) => void) | null = null;
  readonly #gone = new AbortController();
  readonly #parts: SessionParts;
  readonly #watcher: Watcher;
  readonly #quiet: QuietMonitor;
  #tell: (event: BootEvent) => void = () => {};
  #settleTimer: unknown = null;
  #quoteUntil: number | null = null;
  #detached = false;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    const { clock } = parts;
    this.ear = new Ear(clock);
    this.dialogue = new Dialogue(parts.dialogue, {
      clock,
      write: (text) => this.write(text),
      nonce: parts.nonce,
    });
    this.#quiet = new QuietMonitor(clock, {
      paused: () => this.#tell({ type: 'console.paused' }),
      quiet: (ms) => {
        this.#watcher.settle();
        this.#tell({ type: 'console.quiet', ms });
      },
    });
    this.#watcher = new Watcher(parts.tables, {
      saw: (sighting) => this.#saw(sighting),
      found: (finding) => this.#found(finding),
      fault: (fault) => {
        this.fault ??= fault;
        this.#tell({ type: 'console.fault' });
      },
      line: (text) => this.#line(text),
    });
    parts.transport.listen({ data: (chunk) => this.#data(chunk), lost: (error) => this.#lost(error) });
  }

  /** Monotonic milliseconds since the run began. */
  get ms(): number {
    return this.#parts.recorder.ms;
  }

  get stage(): BootStage {
    return this.#watcher.stage;
  }

  /** Somebody is back at an earlier stage's work: its rows count again. The stages that were reached stay. */
  listenAs(stage: BootStage): void {
    this.#watcher.stage = stage;
  }

  /** Aborts when the console is lost, with MWS_PORT_LOST as its reason. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** The unfinished line on the console. */
  get tail(): string {
    return this.#watcher.tail;
  }

  /** Sends events to the machine from now on, and obeys it. */
  attach(tell: (event: BootEvent) => void): (command: ConsoleCommand) => void {
    this.#tell = tell;
    return (command) => this.#obey(command);
  }

  /** A fault whose explanation is still awaited is taken as it is. */
  settle(): void {
    this.#watcher.settle();
  }

  /** A command is typed from now on. */
  beginCommand(record: CommandRecord): void {
    this.commands.push(record);
    this.findingsBeforeCommand = this.findings.length;
  }

  /** The machine is finished: nothing is timed any more, but the console is still recorded. */
  detach(passed: boolean): void {
    this.#detached = true;
    this.#tell = () => {};
    this.#quiet.stop();
    if (this.#settleTimer !== null) this.#parts.clock.clearTimeout(this.#settleTimer);
    this.#settleTimer = null;
    if (passed) this.#endStage();
  }

  /** Sends characters; a secret is not recorded. */
  async write(text: string, options?: { readonly secret?: boolean }): Promise<void> {
    const bytes = Buffer.from(text, 'latin1');
    this.#parts.recorder.sent(bytes, options);
    await this.#parts.transport.write(bytes);
  }

  /** Writes an event into the record and shows it. */
  event(event: RunEvent): void {
    this.#parts.recorder.event(event);
    this.#parts.watch(event);
  }

  #data(chunk: Uint8Array): void {
    const { ms } = this.#parts.recorder.received(chunk);
    this.bytesHeard += chunk.length;
    if (chunk.some(isVisible)) {
      this.spoken = true;
      this.#quiet.heard();
    }
    this.#watcher.push(chunk, ms);
    const text = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
    this.dialogue.hear(text);
    this.ear.hear(text);
    this.tap?.(chunk);
    if (this.#watcher.collecting && !this.#detached) this.#settleSoon();
  }

  #lost(error: MidwayError): void {
    this.#watcher.settle();
    this.#tell({ type: 'console.lost', error });
    this.#gone.abort(error);
  }

  #settleSoon(): void {
    const { clock, quoteMs } = this.#parts;
    this.#quoteUntil ??= clock.now() + quoteMs.total;
    if (this.#settleTimer !== null) clock.clearTimeout(this.#settleTimer);
    this.#settleTimer = clock.setTimeout(
      () => {
        this.#settleTimer = null;
        this.#watcher.settle();
      },
      Math.max(0, Math.min(quoteMs.pause, this.#quoteUntil - clock.now())),
    );
  }

  #saw(sighting: Sighting): void {
    const { event, line, at } = sighting;
    if (!this.sightings.some((earlier) => earlier.event === event && earlier.stage === this.stage)) {
      this.sightings.push({ ...sighting, stage: this.stage });
      this.event({ type: 'milestone', event, line, at });
    }
    if (RESET_SIGNS.has(event)) this.#watcher.settle();
    if (MACHINE_EVENTS.has(event)) this.#tell({ type: event } as BootEvent);
  }

  #found(finding: Finding): void {
    this.findings.push(finding);
    const { id, severity, line, at } = finding;
    this.event({ type: 'finding', id, severity, line, at });
  }

  #line(raw: string): void {
    const text = readable(raw);
    if (text.trim() === '') return;
    this.lastLines.push(text);
    if (this.lastLines.length > 8) this.lastLines.shift();
    this.#parts.watch({ type: 'line', text });
  }

  #obey(command: ConsoleCommand): void {
    switch (command.type) {
      case 'stage':
        this.#enter(command.stage);
        return;
      case 'ask':
        this.event({ type: 'power', action: 'asked', by: 'a person' });
        return;
      case 'poke':
        this.#press('\r');
        return;
      case 'interrupt':
        this.#press('\x03');
        return;
      default:
        command satisfies never;
    }
  }

  #press(key: string): void {
    this.write(key).catch((error: unknown) => this.#tell({ type: 'console.lost', error }));
  }

  #enter(stage: BootStage): void {
    this.#endStage();
    this.#watcher.stage = stage;
    this.#quiet.arm(this.#parts.patience[stage]);
    this.stages.push({ name: stage, startMs: this.ms, endMs: null });
    this.event({ type: 'stage', stage });
    void this.#parts.recorder.sync();
  }

  #endStage(): void {
    const last = this.stages.at(-1);
    if (last !== undefined && last.endMs === null) last.endMs = this.ms;
  }
}

/** Line ends alone are no sign of life: a terminal without a reader still echoes the Enter that was pressed. */
function isVisible(byte: number): boolean {
  return byte > 0x20;
}
