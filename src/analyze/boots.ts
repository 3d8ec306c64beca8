import { type Observed, ObservedBoot } from '../boot/observe.ts';
import type { ObserveRequest } from '../boot/observed-session.ts';
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

/** How U-Boot shows itself. */
type Sign = 'banner' | 'sign';

const NEWLINE = 0x0a;
const NOTHING: Buffer = Buffer.alloc(0);

/** A sign of U-Boot belongs to the banner that stands so many lines before it at the most. */
const BANNER_LINES = 10;

/** The boots of a log, in order: the first begins with the log, each other one when U-Boot shows itself after a verdict. */
export async function* bootsOf(log: AsyncIterable<Said>, settings: Settings): AsyncGenerator<FoundBoot> {
  const separator = new Separator(settings);
  await separator.begin(0);
  for await (const said of log) {
    separator.tick(said.ms);
    for (const piece of linesOf(said.bytes)) {
      const moving = separator.take(piece);
      if (moving !== null) await moving;
    }
    yield* separator.found.splice(0);
  }
  separator.end();
  yield* separator.found;
}

/** A boot that is still followed. */
interface OpenBoot {
  readonly observed: ObservedBoot;
  readonly offset: number;
  readonly startMs: number;
}

/** Follows a log line by line, and begins a new boot where one begins. */
class Separator {
  /** The boots that are judged, and not told yet. */
  readonly found: FoundBoot[] = [];
  readonly #settings: Settings;
  readonly #clock = new LogClock();
  readonly #signs: Watcher;
  #sign: Sign | null = null;
  #boot: OpenBoot | null = null;
  #line: Buffer = NOTHING;
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
  tick(ms: number | null): void {
    if (ms === null) return;
    this.#zeroMs ??= ms;
    const now = ms - this.#zeroMs;
    if (now <= this.#clock.now()) return;
    this.#hear();
    this.#clock.goTo(now);
    this.#finish();
  }

  /** Takes bytes of one line; its line end completes it. The promise, if any, is to be awaited before the next ones. */
  take(piece: Uint8Array): Promise<void> | null {
    this.#line = this.#line.length === 0 ? Buffer.from(piece) : Buffer.concat([this.#line, piece]);
    const whole = piece[piece.length - 1] === NEWLINE;
    if (!whole && this.#line.length < LINE_LIMIT_BYTES) return null;
    const text = this.#line.toString('latin1', 0, this.#line.length - (whole ? 1 : 0));
    const sign = this.#signOf(text);
    const moving = this.#boot?.observed.look(text) ?? null;
    return moving === null ? this.#complete(sign) : this.#completeAfter(moving, sign);
  }

  end(): void {
    this.#hear();
    this.#finish();
    if (this.#boot !== null) this.found.push(this.#judged(this.#boot));
  }

  async #completeAfter(moving: Promise<void>, sign: Sign | null): Promise<void> {
    await moving;
    await this.#complete(sign);
  }

  #complete(sign: Sign | null): Promise<void> | null {
    this.#hear();
    this.#finish();
    this.#remember(sign);
    this.#offset += this.#line.length;
    this.#line = NOTHING;
    this.#heard = 0;
    return this.#boot === null && sign !== null ? this.#beginAgain() : null;
  }

  #hear(): void {
    if (this.#heard === this.#line.length) return;
    this.#boot?.observed.hear(this.#line.subarray(this.#heard));
    this.#heard = this.#line.length;
  }

  #finish(): void {
    const boot = this.#boot;
    if (boot === null || !boot.observed.done) return;
    this.#boot = null;
    if (!boot.observed.isPrelude) this.found.push(this.#judged(boot));
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

  #remember(sign: Sign | null): void {
    if (sign === null && this.#sinceBanner.length === 0) return;
    const line = this.#line;
    if (sign === 'banner' || (sign === 'sign' && this.#sinceBanner.length === 0)) this.#sinceBanner = [line];
    else if (this.#sinceBanner.length > 0) this.#sinceBanner.push(line);
    if (this.#sinceBanner.length > BANNER_LINES) this.#sinceBanner = [];
  }

  #signOf(text: string): Sign | null {
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
