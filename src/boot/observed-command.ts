import type { TypingStage } from '../../machines/boot/types.ts';
import type { Finding } from '../console/watcher.ts';
import { EXCUSES, TFTP_VERBS, UBOOT_VERBS, type UbootVerb } from '../knowledge/uboot-verbs.ts';
import { CommandRefused, NoExitStatus, NothingLoaded } from '../uboot/errors.ts';
import type { CommandRecord } from './record.ts';

/** The last lines of a command's output that are kept. */
const OUTPUT_LINES = 20;

/** What follows a command that this program typed itself: its exit status, behind a nonce. */
const ASKS_STATUS = /^(?:(.*); )?echo @(\w{4})-\$\?$/;

/** How U-Boot shows a line that was given up with Ctrl-C. */
const GIVEN_UP = /<INTERRUPT>|\^C/;

/** A command that somebody typed, as a log shows it: from its prompt to the next one. */
export class ObservedCommand {
  readonly record: CommandRecord;
  readonly findingsBefore: number;
  readonly #nonce: string | null;
  readonly #verbs: readonly UbootVerb[];
  #status: number | '$?' | null = null;
  #proved = false;

  constructor(typed: string, startMs: number, findingsBefore: number) {
    const [, own, nonce = null] = ASKS_STATUS.exec(typed) ?? [];
    const ran = GIVEN_UP.test(typed) ? '' : typed;
    const text = nonce === null ? ran.trim() : (own ?? '').trim();
    this.record = { text, status: null, startMs, endMs: null, resends: 0, output: [] };
    this.findingsBefore = findingsBefore;
    this.#nonce = nonce;
    this.#verbs = text.split(';').flatMap((part) => {
      const verb = part.trim().split(' ', 1)[0];
      return UBOOT_VERBS.filter((row) => row.verb === verb);
    });
  }

  get text(): string {
    return this.record.text;
  }

  /** The stage whose work this is: of several commands on a line, the last one's. Null: no stage's. */
  get stage(): TypingStage | null {
    return this.#verbs.at(-1)?.stage ?? null;
  }

  /** Takes one line of its output. */
  hear(line: string): void {
    const status = this.#nonce !== null && line.startsWith(`@${this.#nonce}-`) ? line.slice(6).trim() : null;
    if (status !== null && /^\d{1,3}$/.test(status)) this.#status = Number(status);
    else if (status === '$?') this.#status = status;
    else {
      this.record.output = [...this.record.output, line].slice(-OUTPUT_LINES);
      this.#proved ||= this.#verbs.some(({ proof }) => proof !== undefined && line.includes(proof));
    }
  }

  /** Ends it; tells what was wrong with it, or null. `told`: what the signatures found in its output. */
  end(ms: number, told: readonly Finding[]): Error | null {
    this.record.endMs = ms;
    if (this.#status === '$?') return new NoExitStatus();
    this.record.status = this.#status;
    if (this.#worked(told)) return this.#isEmptyLoad() ? new NothingLoaded(this.text, this.record.output) : null;
    const why = this.stage === 'handoff' ? 'did not start the image' : 'refused';
    return new CommandRefused(this.text, this.#status, this.record.output, why);
  }

  /** Whether `other` is another try of the same thing: the same verb on the same address or node. */
  isAnotherTryOf(other: ObservedCommand): boolean {
    return this.#aim === other.#aim;
  }

  /** A load's file may have another name the second time; its address is what counts. */
  get #aim(): string {
    const words = this.text.split(' ');
    return this.stage === 'load' || this.stage === 'handoff' ? words.slice(0, 2).join(' ') : this.text;
  }

  #worked(told: readonly Finding[]): boolean {
    if (this.text === '' || (this.stage === null && this.#status === null)) return true;
    const { output } = this.record;
    // A line that noise has spoilt, or that was given up, says nothing at all.
    if (this.#status === null && output.length === 0) return true;
    if (this.stage === 'handoff') return false;
    const excused = EXCUSES.some(
      ([command, words]) => this.text.startsWith(command) && output.some((line) => line.includes(words)),
    );
    if (excused || this.#proved) return true;
    if (this.#status !== null) return this.#status === 0;
    return !told.some(({ row }) => row.suspect === true || row.severity === 'fatal');
  }

  /** As the live program has it: a load that worked, as its status or its last word says, without any word of bytes. */
  #isEmptyLoad(): boolean {
    if (this.#proved || !TFTP_VERBS.has(this.text.split(' ', 1)[0] ?? '')) return false;
    if (this.#status !== 0 && !this.record.output.includes('done')) return false;
    return !this.record.output.some((line) => /Bytes|transferred|hex\)/.test(line));
  }
}
