import { closeSync } from 'node:fs';
import { join } from 'node:path';
import type { BootResult } from '../api/result.ts';
import type { Position } from '../api/verdict.ts';
import type { Clock } from '../clock.ts';
import { MidwayError } from '../errors.ts';
import { Cast } from './cast.ts';
import { claimRunDir, createRecordFile, recordError, syncFile, writeAll, writeResult } from './files.ts';

/** How often the record goes to the disk by itself: what a power cut of this machine can cost. */
const SYNC_INTERVAL_MS = 1000;

/** What a record needs to know. */
export interface JournalOptions {
  readonly clock: Clock;
  /** The wall clock's time at `startMs`. */
  readonly startedAt: Date;
  /** What `clock.now()` was at `startedAt`; absent: what it is now. */
  readonly startMs?: number;
  /** Shown by players, as in `Midway node7, xen-4.19`. */
  readonly title?: string;
  /**
   * The record broke (disk full, I/O error): called once, with MWS_RECORD and its cause. Nothing more is recorded from then
   * on, so that `console.raw` stays a true prefix of what was heard; the boot must end as `error`.
   */
  onBroken(error: MidwayError): void;
}

/** One row of `events.ndjson`; `v` and `ms` are added. */
export interface JournalEvent {
  readonly type: 'stage' | 'command' | 'finding' | 'power' | 'gap' | 'verdict' | (string & {});
  readonly [field: string]: unknown;
}

/** A run's record on disk while it is written. No method but `finish` and `sync` waits or throws. */
export interface Journal extends AsyncDisposable {
  readonly dir: string;
  /** Milliseconds since `startedAt`. */
  readonly ms: number;
  /** What broke the record; null while it is whole. */
  readonly broken: MidwayError | null;
  /** Records what the board said before it returns: whatever the process does next, `kill -9` included, the bytes are kept. */
  received(chunk: Uint8Array): Position;
  /** Records what was typed. Of a secret only the length is kept. */
  sent(bytes: Uint8Array, options?: { readonly secret?: boolean }): void;
  /** Adds a row to `events.ndjson`. */
  event(event: JournalEvent): void;
  /** Resolves when everything so far is on the disk, or the record is broken (`onBroken` was told). */
  sync(): Promise<void>;
  /**
   * Brings everything to the disk, then writes `result.json`, then closes the record.
   *
   * @throws MidwayError MWS_RECORD when something could not be written. The record stays open when it broke only now:
   * call again with the result that says so. A result that claims `passed` or `failed` on a broken record is refused.
   */
  finish(result: BootResult): Promise<void>;
}

/**
 * Begins the record of a run in `dir`, which is made when it is not there.
 *
 * @throws MidwayError MWS_USAGE when `dir` holds a record already, MWS_RECORD when it cannot be written
 */
export function openJournal(dir: string, options: JournalOptions): Journal {
  claimRunDir(dir);
  return new FileJournal(dir, options);
}

class FileJournal implements Journal {
  readonly dir: string;
  readonly #clock: Clock;
  readonly #startMs: number;
  readonly #onBroken: (error: MidwayError) => void;
  readonly #fds: { raw: number; cast: number; events: number };
  readonly #cast: Cast;
  #offset = 0;
  #broken: MidwayError | null = null;
  #dirty = true;
  #syncing: Promise<void> | null = null;
  #timer: unknown;
  #closed = false;

  constructor(dir: string, { clock, startedAt, startMs, title, onBroken }: JournalOptions) {
    this.dir = dir;
    this.#clock = clock;
    this.#startMs = startMs ?? clock.now();
    this.#onBroken = onBroken;
    this.#cast = new Cast(startedAt, title);
    const opened: number[] = [];
    try {
      for (const name of ['console.raw', 'console.cast', 'events.ndjson']) opened.push(createRecordFile(dir, name));
      const [raw = -1, cast = -1, events = -1] = opened;
      this.#fds = { raw, cast, events };
      writeAll(cast, this.#cast.header());
    } catch (error) {
      for (const fd of opened) closeSync(fd);
      throw recordError(`begin the record in ${dir}`, error);
    }
    this.#armTimer();
  }

  get ms(): number {
    return Math.max(0, Math.round(this.#clock.now() - this.#startMs));
  }

  get broken(): MidwayError | null {
    return this.#broken;
  }

  received(chunk: Uint8Array): Position {
    const position = { ms: this.ms, offset: this.#offset };
    this.#offset += chunk.length;
    this.#record('console.raw', () => writeAll(this.#fds.raw, chunk));
    this.#write('console.cast', this.#fds.cast, this.#cast.output(position.ms, chunk));
    return position;
  }

  sent(bytes: Uint8Array, { secret = false }: { readonly secret?: boolean } = {}): void {
    const line = secret ? this.#cast.secret(this.ms, bytes.length) : this.#cast.input(this.ms, bytes);
    this.#write('console.cast', this.#fds.cast, line);
  }

  event({ type, ...fields }: JournalEvent): void {
    this.#write('events.ndjson', this.#fds.events, `${JSON.stringify({ v: 1, ms: this.ms, type, ...fields })}\n`);
  }

  async sync(): Promise<void> {
    while (this.#syncing !== null) await this.#syncing;
    if (!this.#dirty || this.#broken !== null || this.#closed) return;
    this.#dirty = false;
    this.#syncing = this.#syncFiles();
    await this.#syncing;
  }

  async finish(result: BootResult): Promise<void> {
    const known = this.#broken;
    if (!this.#closed) {
      this.#write('console.cast', this.#fds.cast, this.#cast.end(this.ms));
      await this.sync();
    }
    if (this.#broken !== null && (known === null || result.outcome === 'passed' || result.outcome === 'failed')) {
      throw this.#broken;
    }
    await this.#close();
    writeResult(this.dir, result);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
  }

  #write(name: string, fd: number, text: string): void {
    if (text !== '') this.#record(name, () => writeAll(fd, Buffer.from(text)));
  }

  #record(name: string, write: () => void): void {
    if (this.#broken !== null) return;
    if (this.#closed) throw new MidwayError('MWS_INTERNAL', `the record in ${this.dir} is closed already`);
    try {
      write();
      this.#dirty = true;
    } catch (cause) {
      this.#break(name, cause);
    }
  }

  #break(name: string, cause: unknown): void {
    if (this.#broken !== null) return;
    this.#broken = recordError(`write ${join(this.dir, name)}`, cause);
    this.#onBroken(this.#broken);
  }

  async #syncFiles(): Promise<void> {
    try {
      await Promise.all(Object.values(this.#fds).map((fd) => syncFile(fd)));
    } catch (cause) {
      this.#break('', cause);
    } finally {
      this.#syncing = null;
    }
  }

  #armTimer(): void {
    this.#timer = this.#clock.setTimeout(() => {
      void this.sync().finally(() => {
        if (!this.#closed && this.#broken === null) this.#armTimer();
      });
    }, SYNC_INTERVAL_MS);
  }

  async #close(): Promise<void> {
    if (this.#closed) return;
    await this.sync();
    while (this.#syncing !== null) await this.#syncing;
    if (this.#closed) return;
    this.#closed = true;
    this.#clock.clearTimeout(this.#timer);
    for (const fd of Object.values(this.#fds)) {
      try {
        closeSync(fd);
      } catch (cause) {
        this.#break('', cause);
      }
    }
  }
}
