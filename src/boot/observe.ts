import { type Actor, createActor, waitFor } from 'xstate';
import type { bootMachine } from '../../machines/boot/machine.ts';
import { BOOT_STAGES, type BootStage } from '../../machines/boot/stages.ts';
import type { TypingStage } from '../../machines/boot/types.ts';
import { cleanPieces, readable } from '../console/clean.ts';
import { Watcher } from '../console/watcher.ts';
import { MidwayError } from '../errors.ts';
import { RESET_VERB } from '../knowledge/uboot-verbs.ts';
import type { ConsoleListener } from '../transport/transport.ts';
import { judge, type Verdict } from './judge.ts';
import { ObservedCommand } from './observed-command.ts';
import { type ObserveRequest, observedSession } from './observed-session.ts';
import { provideObserver } from './observing-actors.ts';
import type { Session } from './session.ts';

/** What a log says of one boot. */
export interface Observed {
  readonly verdict: Verdict;
  readonly session: Session;
  /** The last stage that counts: where the boot was refused, or where it came to. */
  readonly stage: BootStage;
}

interface Refusal {
  readonly of: ObservedCommand;
  readonly verdict: Verdict;
  readonly stage: BootStage;
}

const KERNEL_STARTS: ReadonlySet<string> = new Set(['saw.startingKernel', 'saw.xenEntered', 'saw.xenVersion']);
const FRESH_STARTS: ReadonlySet<string> = new Set(['saw.ubootBanner', 'saw.autoboot']);

/** Tail patterns are looked at here, as live reads may end anywhere: after what may end a prompt. */
const MAY_END_PROMPT = /[:>#$)] ?/g;
const TAIL_WINDOW = 256;

/**
 * One boot as a log shows it. The boot machine and the judge are the live ones; only the actors differ: where the live program
 * types a stage's commands, these wait until the log shows that somebody has come to the next stage's work.
 *
 * A refused command decides a boot that did not pass, unless the log shows it done again with success: people try twice.
 */
export class ObservedBoot {
  readonly session: Session;
  readonly #request: ObserveRequest;
  readonly #actor: Actor<typeof bootMachine>;
  readonly #refusals: Refusal[] = [];
  readonly #scout: Watcher;
  readonly #console: ConsoleListener;
  #stageIsOver: () => void = () => {};
  #kernelStarts = false;
  #running: ObservedCommand | null = null;
  #typedReset = false;

  constructor(request: ObserveRequest) {
    this.#request = request;
    const { clock, tables, goal, limitsMs } = request;
    const { session, console } = observedSession(request);
    this.session = session;
    this.#console = console;
    this.#scout = new Watcher(tables, {
      saw: ({ event }) => {
        this.#kernelStarts ||= KERNEL_STARTS.has(event);
      },
      found() {},
      fault() {},
    });
    this.#scout.stage = 'handoff';
    this.#actor = createActor(this.#provided(), {
      clock,
      input: { goal, reset: 'none', hasPower: false, switchesPower: false, logsIn: false, limitsMs },
    });
  }

  /** Begins; resolves when the machine waits for the board. */
  async start(): Promise<void> {
    this.#actor.start();
    await waitFor(this.#actor, (snapshot) => snapshot.matches({ power: 'waiting' }) || snapshot.status !== 'active');
  }

  /** Whether the verdict is reached. */
  get done(): boolean {
    return this.#actor.getSnapshot().status !== 'active';
  }

  /** How far the machine is. */
  get stage(): BootStage {
    return this.session.stages.at(-1)?.name ?? 'power';
  }

  /** It was reset before anything of it was seen: somebody left a prompt, and started over. No boot, and no verdict. */
  get isPrelude(): boolean {
    const { output } = this.#actor.getSnapshot();
    if (output === undefined || output.ok || output.failure.kind !== 'reset') return false;
    const early = isBefore(this.stage, 'network') && this.#refusals.length === 0;
    const begun = this.session.sightings.some(({ event }) => FRESH_STARTS.has(event));
    return early && (this.#typedReset || !begun);
  }

  /** Takes bytes of the log, of one line at the most. */
  hear(bytes: Uint8Array): void {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, TAIL_WINDOW)).toString('latin1');
    let start = 0;
    for (const match of text.matchAll(MAY_END_PROMPT)) {
      const end = match.index + match[0].length;
      this.#console.data(bytes.subarray(start, end));
      start = end;
    }
    if (start < bytes.length) this.#console.data(bytes.subarray(start));
  }

  /** Looks at a whole line before its end is heard: it may tell that somebody has gone on to the next stage. */
  look(line: string): Promise<void> | null {
    if (!isBefore(this.stage, 'xen-early')) return null;
    const seen = cleanPieces(line).map((piece) => readable(piece));
    const typed = seen.map((piece) => this.#typedAt(piece)).findLast((text) => text !== null) ?? null;
    if (typed !== null) {
      this.#endCommand();
      return this.#beginCommand(typed);
    }
    for (const piece of seen) if (piece.trim() !== '') this.#running?.hear(piece.trimEnd());
    this.#kernelStarts = false;
    this.#scout.push(Buffer.from(`${line}\n`, 'latin1'), 0);
    return this.#kernelStarts ? this.#kernelStarted() : null;
  }

  /** The log has no more; the verdict. */
  end(): Observed {
    if (!this.done) {
      const atPrompt = this.#request.prompts.some((prompt) => prompt.trimEnd() === this.session.tail.trimEnd());
      if (atPrompt || this.#running?.stage !== 'handoff') this.#endCommand({ cutOff: !atPrompt });
      this.#console.lost(this.#endOfLog(atPrompt));
    }
    const { output } = this.#actor.getSnapshot();
    if (output === undefined) throw new MidwayError('MWS_INTERNAL', 'the boot machine did not end with its log');
    this.session.detach(output.ok);
    const [refusal] = this.#refusals;
    if (output.ok) {
      return {
        verdict: { outcome: 'passed', class: null, cause: null },
        session: this.session,
        stage: this.stage,
      };
    }
    const { verdict, stage } = refusal ?? { verdict: judge(output.failure, this.session), stage: this.stage };
    return { verdict, session: this.session, stage };
  }

  #endOfLog(atPrompt: boolean): MidwayError {
    const { stage, tail } = this.session;
    const progress = this.session.sightings.at(-1)?.line.trim() ?? '';
    const last = progress === '' ? '' : `, whose last progress was “${progress}”`;
    const where = stage === 'power' ? 'it shows no beginning of a boot' : `nothing ends stage ${stage}${last}`;
    return tail.trim() === '' || atPrompt
      ? new MidwayError('MWS_LOG_ENDS', `the log ends before there is evidence: ${where}`)
      : new MidwayError('MWS_LOG_TRUNCATED', `the log stops in the middle of a line: ${where}`);
  }

  /** What stands behind a prompt on this line; null when it has none. */
  #typedAt(piece: string): string | null {
    const prompt = this.#request.prompts.find((one) => piece.startsWith(one.trimEnd()));
    return prompt === undefined ? null : piece.slice(prompt.trimEnd().length).trim();
  }

  #beginCommand(typed: string): Promise<void> | null {
    const { session } = this;
    const command = new ObservedCommand(typed, session.ms, session.findings.length);
    if (command.text !== '') session.commands.push(command.record);
    this.#typedReset = command.text === RESET_VERB;
    this.#running = command;
    const { stage } = command;
    if (stage === null) return null;
    if (isBefore(this.stage, stage)) return this.#goOnTo(stage);
    session.listenAs(stage);
    return null;
  }

  #endCommand({ cutOff = false } = {}): void {
    const command = this.#running;
    if (command === null) return;
    this.#running = null;
    const { session } = this;
    const told = session.findings.slice(command.findingsBefore);
    if (cutOff && !told.some(({ row }) => row.suspect === true)) return;
    const error = command.end(session.ms, told);
    this.#forgive(({ of }) => command.isAnotherTryOf(of));
    if (error === null) return;
    const verdict = judge({ kind: 'gave-up', doing: 'watching U-Boot', error }, session);
    this.#refusals.push({ of: command, verdict, stage: this.stage });
  }

  /** Whatever came of it now, an earlier refusal of the same thing does not count any more. */
  #forgive(madeGood: (refusal: Refusal) => boolean): void {
    this.#refusals.splice(0, this.#refusals.length, ...this.#refusals.filter((refusal) => !madeGood(refusal)));
  }

  async #kernelStarted(): Promise<void> {
    this.#running = null;
    this.#forgive(({ of }) => of.stage === 'handoff');
    await this.#goOnTo('handoff');
  }

  async #goOnTo(stage: TypingStage): Promise<void> {
    for (let from = this.stage; isBefore(from, stage) && !this.done; from = this.stage) {
      if (isBefore(from, 'prompt')) this.#actor.send({ type: 'saw.ubootPrompt' });
      else this.#stageIsOver();
      const before = from;
      await waitFor(this.#actor, ({ status }) => this.stage !== before || status !== 'active');
    }
    if (!this.done) this.session.listenAs(stage);
  }

  #provided() {
    return provideObserver(this.session, {
      mayBeQuiet: () => this.#boardMayBeQuiet(),
      typing: (stageIsOver) => {
        this.#stageIsOver = stageIsOver;
      },
    });
  }

  /** At a prompt it waits for whoever types; the log's author owes no hurry. */
  #boardMayBeQuiet(): boolean {
    if (this.stage === 'power') return true;
    return isBefore('autoboot', this.stage) && isBefore(this.stage, 'xen-early') && this.#running === null;
  }
}

function isBefore(one: BootStage, other: BootStage): boolean {
  return BOOT_STAGES.indexOf(one) < BOOT_STAGES.indexOf(other);
}
