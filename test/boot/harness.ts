import type { BootResult } from '../../src/api/result.ts';
import { type BootRequest, type BootWorld, bootOnce, type OpenedConsole } from '../../src/boot/boot.ts';
import { fakePower } from '../../src/boot/fake-power.ts';
import { makeLimits } from '../../src/boot/make-limits.ts';
import { makePlan } from '../../src/boot/make-plan.ts';
import { createNonces } from '../../src/boot/nonce.ts';
import type { BootOptions } from '../../src/boot/options.ts';
import type { RunEvent } from '../../src/boot/record.ts';
import { sleepBy } from '../../src/clock.ts';
import { Tables } from '../../src/console/tables.ts';
import { FakeBoard } from '../../src/fake-board/board.ts';
import { parseScenario } from '../../src/fake-board/parse-scenario.ts';
import { Cast } from '../../src/journal/cast.ts';
import type { Journal } from '../../src/journal/journal.ts';
import { MILESTONES } from '../../src/knowledge/milestones.ts';
import { MIDWAY } from '../../src/knowledge/profile.ts';
import { SIGNATURES } from '../../src/knowledge/signatures.ts';
import type { PowerDriver } from '../../src/power/power.ts';
import type { ConsoleListener, Transport } from '../../src/transport/transport.ts';
import { VirtualClock } from '../virtual-clock.ts';

/** What a test wants otherwise than `boot --port fake:ok` has it. */
export interface Variation {
  readonly options?: Partial<BootOptions>;
  readonly request?: Partial<BootRequest>;
  /** How many bytes the transport delivers at once at the most. */
  readonly chunkBytes?: number;
  /** Puts another power driver before the board's own. */
  readonly replacePower?: (
    board: PowerDriver,
    sleep: (ms: number, signal: AbortSignal) => Promise<void>,
  ) => PowerDriver;
  /** Without power control, when false. */
  readonly power?: boolean;
  /** Changes what the board says on its way here. */
  readonly rewrite?: (said: string) => string;
  /** What the boot is done with, where it differs. */
  readonly world?: Partial<BootWorld>;
  /** Called with each event; may cancel the boot. */
  readonly watch?: (event: RunEvent, cancel: (by: string) => void) => void;
}

/** What came of a boot in process. */
export interface Boot {
  readonly result: BootResult;
  readonly console: string;
  /** The recording with times, as `console.cast` has it. */
  readonly cast: string;
  readonly events: readonly RunEvent[];
}

const TABLES = new Tables(SIGNATURES, MILESTONES);

const OPTIONS: BootOptions = { xen: 'xen', dom0: 'vmlinuz', network: 'dhcp', uboot: [] };

/** Boots a fake board in this process, on a clock of its own: no pty, no file, no waiting. */
export async function bootFake(scenarioText: string, variation: Variation = {}): Promise<Boot> {
  const clock = new VirtualClock();
  const events: RunEvent[] = [];
  const chunks: Uint8Array[] = [];
  const cast: string[] = [];
  const cancelled = new AbortController();
  const { plan, chosen } = makePlan({ ...OPTIONS, ...variation.options }, MIDWAY);
  const request: BootRequest = {
    board: 'fake',
    port: `fake:${scenarioText}`,
    plan,
    chosenAddresses: chosen,
    knownSizes: new Map(),
    goal: 'login',
    reset: 'auto',
    login: null,
    ...makeLimits({ limit: [], silence: [] }),
    prompts: MIDWAY.prompts,
    profile: MIDWAY,
    offPauseMs: 0,
    after: 'leave',
    ...variation.request,
  };
  const booting = bootOnce(
    request,
    {
      clock,
      tables: TABLES,
      openJournal: () => memoryJournal(clock, chunks, cast),
      openConsole: async () => openFake(scenarioText, clock, variation),
      nonce: createNonces(1),
      watch: (event) => {
        if (event.type === 'line') return;
        events.push(event);
        variation.watch?.(event, (by) => cancelled.abort(by));
      },
      signal: cancelled.signal,
      ...variation.world,
    },
    { dir: '/nowhere', number: 1, startedAt: new Date(0) },
  );
  const result = await clock.settle(booting, 3_600_000);
  return { result, console: Buffer.concat(chunks).toString('latin1'), cast: cast.join(''), events };
}

/** The verdict alone, for comparisons. */
export function verdictOf({ outcome, class: causeClass, cause, stage }: BootResult) {
  return { outcome, class: causeClass, cause: cause?.id ?? null, stage };
}

function openFake(
  scenarioText: string,
  clock: VirtualClock,
  { chunkBytes = 4096, power: hasPower = true, rewrite = (said) => said, replacePower }: Variation,
): OpenedConsole {
  let listener: ConsoleListener | null = null;
  const early: Uint8Array[] = [];
  const deliver = (said: Uint8Array) => {
    const bytes = Buffer.from(rewrite(Buffer.from(said).toString('latin1')), 'latin1');
    for (let start = 0; start < bytes.length; start += chunkBytes) {
      const chunk = bytes.slice(start, start + chunkBytes);
      if (listener === null) early.push(chunk);
      else listener.data(chunk);
    }
  };
  const board = new FakeBoard({ scenario: parseScenario(scenarioText), clock, send: deliver });
  const transport: Transport = {
    address: `fake:${scenarioText}`,
    listen(wanted) {
      listener = wanted;
      for (const chunk of early.splice(0)) wanted.data(chunk);
    },
    async write(data) {
      const copy = data.slice();
      clock.setTimeout(() => board.receive(copy), 0);
    },
    async [Symbol.asyncDispose]() {},
  };
  const power = fakePower({
    power: {
      on: async () => board.powerOn(),
      off: async () => board.powerOff(),
      status: async () => board.power,
    },
  });
  return {
    transport,
    power: hasPower ? (replacePower?.(power, (ms, signal) => sleepBy(clock, ms, signal)) ?? power) : null,
    async [Symbol.asyncDispose]() {},
  };
}

/** A record that is kept in memory; `chunks` takes the bytes, `lines` the cast. */
export function memoryJournal(clock: VirtualClock, chunks: Uint8Array[], lines: string[] = []): Journal {
  let offset = 0;
  const cast = new Cast(new Date(0));
  lines.push(cast.header().toString());
  return {
    dir: '/nowhere',
    get ms() {
      return Math.round(clock.now());
    },
    broken: null,
    received(chunk) {
      chunks.push(chunk.slice());
      lines.push(cast.output(Math.round(clock.now()), chunk));
      const position = { ms: Math.round(clock.now()), offset };
      offset += chunk.length;
      return position;
    },
    sent(bytes, { secret = false } = {}) {
      const ms = Math.round(clock.now());
      lines.push(secret ? cast.secret(ms, bytes.length) : cast.input(ms, bytes));
    },
    event() {},
    async sync() {},
    async finish() {
      lines.push(cast.end(Math.round(clock.now())));
    },
    async [Symbol.asyncDispose]() {},
  };
}
