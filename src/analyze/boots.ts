import { type Observed, ObservedBoot, type ObserveRequest } from '../boot/observe.ts';
import { LINE_LIMIT_BYTES } from '../console/lines.ts';
import { Watcher } from '../console/watcher.ts';
import type { Said } from './format.ts';
import { LogClock } from './log-clock.ts';

/** One boot of a log, judged; where and when it begins. */
export interface FoundBoot extends Observed {
  /** In console bytes of the log. */
  readonly offset: number;
  /** In milliseconds since the log's first time. */
  readonly startMs: number;
  readonly durationMs: number;
}

type Settings = Omit<ObserveRequest, 'clock'>;

const NEWLINE = 0x0a;

/** A sign of U-Boot belongs to the banner that stands so many lines before it at the most. */
const BANNER_LINES = 10;

/** The boots of a log, in order: the first begins with the log, each other one when U-Boot shows itself after a verdict. */
export async function* bootsOf(log: AsyncIterable<Said>, settings: Settings): AsyncGenerator<FoundBoot> {
  const separator = new Separator(settings);
  await separator.begin(0);
  for await (const said of log) {
    yield* separator.tick(said.ms);
    for (const piece of linesOf(said.bytes)) yield* separator.take(piece);
  }
  yield* separator.end();
}

/** A boot that is still followed. */
interface OpenBoot {
  readonly observed: ObservedBoot;
  readonly offset: number;
  readonly startMs: number;
}

/** Follows a log line by line, and begins a new boot where one begins. */
class Separator {
  readonly #settings: Settings;
  readonly #clock = new LogClock();
  readonly #signs: Watcher;
  #sign: 'banner' | 'sign' | null = null;
  #boot: OpenBoot | null = null;
  #line: Buffer = Buffer.alloc(0);
  /** How much of the line the boot has heard already. */
  #heard = 0;
  #offset = 0;
  #zeroMs: number | null = null;
  /** The lines since U-Boot's banner, while they are few. */
  #sinceBanner: Buffer[] = [];

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#signs = new Watcher(settings.tables, {
      saw: ({ event }) => {
        if (event === 'saw.ubootBanner') this.#sign = 'banner';
        else if (event === 'saw.ubootSign') this.#sign ??= 'sign';
      },
      found() {},
      fault() {},
    });
    this.#signs.stage = 'handoff';
  }

  async begin(offset: number): Promise<void> {
    const observed = new ObservedBoot({ ...this.#settings, clock: this.#clock });
    this.#boot = { observed, offset, startMs: this.#clock.now() };
    await observed.start();
  }

  /** It is later now: what was said before counts as heard, and silence may be too long. */
  *tick(ms: number | null): Generator<FoundBoot> {
    if (ms === null) return;
    this.#zeroMs ??= ms;
    const now = ms - this.#zeroMs;
    if (now <= this.#clock.now()) return;
    this.#hear();
    this.#clock.goTo(now);
    yield* this.#finished();
  }

  /** Takes bytes of one line; its line end completes it. */
  async *take(piece: Uint8Array): AsyncGenerator<FoundBoot> {
    this.#line = this.#line.length === 0 ? Buffer.from(piece) : Buffer.concat([this.#line, piece]);
    const whole = piece[piece.length - 1] === NEWLINE;
    if (!whole && this.#line.length < LINE_LIMIT_BYTES) return;
    const text = this.#line.toString('latin1', 0, this.#line.length - (whole ? 1 : 0));
    const sign = this.#signOf(text);
    if (this.#boot !== null) {
      const moving = this.#boot.observed.look(text);
      if (moving !== null) await moving;
      this.#hear();
      yield* this.#finished();
    }
    this.#remember(sign);
    this.#offset += this.#line.length;
    this.#line = Buffer.alloc(0);
    this.#heard = 0;
    if (this.#boot === null && sign !== null) await this.#beginAgain();
  }

  *end(): Generator<FoundBoot> {
    this.#hear();
    yield* this.#finished();
    if (this.#boot !== null) yield this.#judged(this.#boot);
  }

  #hear(): void {
    if (this.#heard === this.#line.length) return;
    this.#boot?.observed.hear(this.#line.subarray(this.#heard));
    this.#heard = this.#line.length;
  }

  *#finished(): Generator<FoundBoot> {
    if (this.#boot === null || !this.#boot.observed.done) return;
    const boot = this.#boot;
    this.#boot = null;
    if (!boot.observed.isPrelude) yield this.#judged(boot);
  }

  #judged({ observed, offset, startMs }: OpenBoot): FoundBoot {
    return { ...observed.end(), offset, startMs, durationMs: this.#clock.now() - startMs };
  }

  /** U-Boot is back: the new boot hears it from its banner on. */
  async #beginAgain(): Promise<void> {
    const lines = this.#sinceBanner;
    await this.begin(this.#offset - lines.reduce((sum, { length }) => sum + length, 0));
    for (const line of lines) this.#boot?.observed.hear(line);
  }

  #remember(sign: 'banner' | 'sign' | null): void {
    const line = Buffer.from(this.#line);
    if (sign === 'banner' || (sign === 'sign' && this.#sinceBanner.length === 0)) this.#sinceBanner = [line];
    else if (this.#sinceBanner.length > 0) this.#sinceBanner.push(line);
    if (this.#sinceBanner.length > BANNER_LINES) this.#sinceBanner = [];
  }

  #signOf(text: string): 'banner' | 'sign' | null {
    this.#sign = null;
    this.#signs.push(Buffer.from(`${text}\n`, 'latin1'), 0);
    return this.#sign;
  }
}

function* linesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; ) {
    const end = Math.min(bytes.indexOf(NEWLINE, start) + 1 || bytes.length, start + LINE_LIMIT_BYTES);
    yield bytes.subarray(start, end);
    start = end;
  }
}
