import type { Clock } from '../clock.ts';
import { Ear } from './ear.ts';
import { ConsoleNoise, NoAnswer, NoExitStatus } from './errors.ts';

/** How a dialogue is kept: the waits are rows of `src/knowledge/pacing.ts`. */
export interface DialogueSettings {
  /** What a prompt may look like, exactly. */
  readonly prompts: readonly string[];
  /** The most characters that may be under way without their echo: the UART's FIFO. */
  readonly fifoBytes: number;
  /** No echo for so long means that a character was lost. */
  readonly echoMs: number;
  /** No prompt for so long after Ctrl-C means that it is worth another one; each waits longer than the one before. */
  readonly promptMs: number;
  /** How often Ctrl-C is pressed before U-Boot counts as dead. */
  readonly promptTries: number;
  /** A prompt without the exit status, or the reverse, for so long means that the other one was lost. */
  readonly settleMs: number;
  /** Nothing for so long after a prompt means that nothing more is under way. */
  readonly quietMs: number;
  /** How often a line is sent again before the console counts as noisy beyond repair. */
  readonly resends: number;
}

/** What the dialogue needs of the world. */
export interface DialogueWorld {
  readonly clock: Clock;
  /** Sends characters; rejects when the console is lost. */
  write(text: string): Promise<void>;
  /** Four characters that were not used before. */
  nonce(): string;
}

/** A command that ran: its exit status and what it printed, line by line. */
export interface CommandReply {
  readonly status: number;
  readonly output: readonly string[];
  /** How often the line had to be sent again. */
  readonly resends: number;
}

const CTRL_C = '\x03';

type Attempt = { readonly status: number; readonly output: readonly string[] } | 'garbled';

/** How long an attempt waits. What looked like a lost character may have been a slow board or a busy machine: each attempt waits longer. */
interface Patience {
  readonly quietMs: number;
  readonly slowness: number;
  readonly signal: AbortSignal;
}

/**
 * Talks to a U-Boot prompt over a line that may lose, change or double characters. A command counts as sent only when its echo
 * came back equal, and as done only when its exit status came back; anything else is cancelled with Ctrl-C and sent again.
 */
export class Dialogue {
  readonly #ear: Ear;
  readonly #world: DialogueWorld;
  readonly #settings: DialogueSettings;

  constructor(settings: DialogueSettings, world: DialogueWorld) {
    this.#settings = settings;
    this.#world = world;
    this.#ear = new Ear(world.clock);
  }

  /** Everything the console says passes through here, one character a byte. */
  hear(text: string): void {
    this.#ear.hear(text);
  }

  /**
   * Runs one command line. `quietMs`: how long it may say nothing before it is asked, with Ctrl-C, whether it still lives.
   *
   * @throws ConsoleNoise when the line could not be brought across, NoAnswer when U-Boot does not react, NoExitStatus when its
   * shell knows no `$?`, and the signal's reason when it was aborted.
   */
  async run(line: string, { quietMs, signal }: { quietMs: number; signal: AbortSignal }): Promise<CommandReply> {
    for (let resends = 0; resends <= this.#settings.resends; resends += 1) {
      if (resends > 0) await this.#startOver(signal);
      const attempt = await this.#attempt(line, { quietMs, signal, slowness: 1 + resends });
      if (attempt !== 'garbled') return { ...attempt, resends };
    }
    throw new ConsoleNoise(line, this.#settings.resends);
  }

  /**
   * Cancels whatever stands on the line, and waits for a prompt. Never a bare Enter: U-Boot would repeat its last command.
   *
   * @throws NoAnswer when no prompt comes.
   */
  async reachPrompt(signal: AbortSignal, tries: number = this.#settings.promptTries): Promise<void> {
    for (let pressed = 0; pressed < tries; pressed += 1) {
      this.#ear.clear();
      this.#send(CTRL_C);
      if (await this.#heardPrompt((1 + pressed) * this.#settings.promptMs, signal)) return;
    }
    throw new NoAnswer(tries);
  }

  /** Whether a prompt shows within the time that one takes, however much else is said meanwhile. */
  async #heardPrompt(limitMs: number, signal: AbortSignal): Promise<boolean> {
    const { clock } = this.#world;
    const until = clock.now() + limitMs;
    while (!this.#atPrompt()) {
      const left = until - clock.now();
      if (left <= 0 || !(await this.#ear.more(left, signal))) return false;
    }
    return true;
  }

  /** After a failure something may still be under way: a prompt is taken for the answer once nothing follows it. */
  async #startOver(signal: AbortSignal): Promise<void> {
    await this.reachPrompt(signal);
    const { clock } = this.#world;
    const until = clock.now() + this.#settings.settleMs;
    while (clock.now() < until && (await this.#ear.more(this.#settings.quietMs, signal)));
  }

  async #attempt(line: string, patience: Patience): Promise<Attempt> {
    const nonce = this.#world.nonce();
    const typed = `${line === '' ? '' : `${line}; `}echo @${nonce}-$?`;
    if (!(await this.#type(typed, patience))) return 'garbled';
    this.#ear.clear();
    this.#send('\r');
    return this.#reply(nonce, patience);
  }

  /** Sends a line, never more ahead of its echo than the FIFO holds. False when the echo came back wrong, or not. */
  async #type(line: string, { slowness, signal }: Patience): Promise<boolean> {
    this.#ear.clear();
    for (let sent = 0; this.#ear.text.length < line.length; ) {
      const room = Math.min(line.length, this.#ear.text.length + this.#settings.fifoBytes);
      if (room > sent) {
        this.#send(line.slice(sent, room));
        sent = room;
      }
      if (!(await this.#ear.more(slowness * this.#settings.echoMs, signal))) return false;
      if (!line.startsWith(this.#ear.text)) return false;
    }
    return this.#ear.text === line;
  }

  async #reply(nonce: string, patience: Patience): Promise<Attempt> {
    const answer = new RegExp(`@${nonce}-(\\d{1,3}|\\$\\?)\\r?\\n`);
    for (;;) {
      const found = answer.exec(this.#ear.text);
      const prompted = this.#atPrompt();
      if (found !== null && prompted) return this.#readReply(found);
      if (!(await this.#ear.more(this.#replyMs(found !== null || prompted, patience), patience.signal))) {
        return found !== null ? this.#readReply(found) : 'garbled';
      }
    }
  }

  #replyMs(half: boolean, { quietMs, slowness }: Patience): number {
    if (half) return slowness * this.#settings.settleMs;
    return this.#ear.text.includes('\n') ? quietMs : slowness * this.#settings.echoMs;
  }

  #readReply(found: RegExpExecArray): Attempt {
    if (found[1] === '$?') throw new NoExitStatus();
    return { status: Number(found[1]), output: outputLines(this.#ear.text.slice(0, found.index)) };
  }

  #atPrompt(): boolean {
    return this.#settings.prompts.some((prompt) => {
      const start = this.#ear.text.length - prompt.length;
      return this.#ear.text.endsWith(prompt) && (start === 0 || this.#ear.text[start - 1] === '\n');
    });
  }

  #send(text: string): void {
    this.#world.write(text).catch((error: unknown) => this.#ear.fail(error));
  }
}

/** A reply as a person would see it: erased characters gone, no empty lines. */
function outputLines(text: string): string[] {
  return text
    .replace(/[^\b]\x08/g, '')
    .split(/[\r\n]{1,8}/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
}
