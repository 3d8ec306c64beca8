import { createActor, toPromise } from 'xstate';
import type { BootStage } from '../../machines/boot/stages.ts';
import type { BootGoal, BootOutput, ResetPolicy, StageLimitsMs } from '../../machines/boot/types.ts';
import type { BootResult } from '../api/result.ts';
import { afterReading, type Clock, sleepBy } from '../clock.ts';
import type { Tables } from '../console/tables.ts';
import { MidwayError } from '../errors.ts';
import type { Journal, JournalOptions } from '../journal/journal.ts';
import { PACING } from '../knowledge/pacing.ts';
import type { BoardProfile } from '../knowledge/profile.ts';
import type { PowerDriver } from '../power/power.ts';
import type { Transport } from '../transport/transport.ts';
import type { BootPlan, ImageRole } from '../uboot/plan.ts';
import { canCycle, canSwitch, provideBoot } from './actors.ts';
import { dialogueSettings } from './dialogue-settings.ts';
import { judge, judgeCancelled, judgeError, judgePass, type Verdict } from './judge.ts';
import type { Credentials } from './log-in.ts';
import type { Patience } from './quiet.ts';
import type { ImageRecord, RunEvent } from './record.ts';
import { buildResult } from './result.ts';
import { Session } from './session.ts';
import { Typist } from './type-stage.ts';

/** What is to be booted, on what, and how long that may take. */
export interface BootRequest {
  /** For the record: the board's and the console's name. */
  readonly board: string | null;
  readonly port: string;
  readonly plan: BootPlan;
  /** The addresses that a person gave: the board's environment does not change them. */
  readonly chosenAddresses: ReadonlySet<ImageRole | 'fdt'>;
  /** Sizes in bytes of the files as the TFTP server has them, as far as they are known. */
  readonly knownSizes: ReadonlyMap<ImageRole, number>;
  readonly goal: BootGoal;
  readonly reset: ResetPolicy;
  readonly login: Credentials | null;
  readonly limitsMs: StageLimitsMs;
  readonly patience: Readonly<Record<BootStage, Patience>>;
  readonly prompts: readonly string[];
  readonly profile: BoardProfile;
  readonly offPauseMs: number;
  readonly after: 'leave' | 'off' | 'reboot';
}

/** A console to boot over, and the power that comes with it, if any. */
export interface OpenedConsole extends AsyncDisposable {
  readonly transport: Transport;
  readonly power: PowerDriver | null;
}

/** What a boot is done with. */
export interface BootWorld {
  readonly clock: Clock;
  readonly tables: Tables;
  readonly openJournal: (dir: string, options: JournalOptions) => Journal;
  readonly openConsole: (signal: AbortSignal) => Promise<OpenedConsole>;
  /** Four characters, new each time: proofs are made of them. */
  readonly nonce: () => string;
  /** Sees everything as it happens. */
  readonly watch: (event: RunEvent | { readonly type: 'line'; readonly text: string }) => void;
  /** Aborted by whoever cancels the boot; its reason is who did. */
  readonly signal: AbortSignal;
  /** The board is the caller's for a while, after the verdict and before the console is closed. */
  readonly afterVerdict?: (session: Session, verdict: Verdict) => Promise<void>;
}

/** Where the attempt's record goes, and which one it is. */
export interface Attempt {
  readonly dir: string;
  readonly number: number;
  readonly startedAt: Date;
}

/**
 * One attempt: opens the record and the console, boots, judges, leaves the board as asked, and writes the result.
 *
 * @throws MidwayError MWS_USAGE when the record's directory is taken, MWS_RECORD when it cannot be written at all. Everything else that goes wrong is a result.
 */
export async function bootOnce(request: BootRequest, world: BootWorld, attempt: Attempt): Promise<BootResult> {
  const broken = new AbortController();
  const journal = world.openJournal(attempt.dir, {
    clock: world.clock,
    startedAt: attempt.startedAt,
    title: `${request.board ?? request.port}, ${attempt.startedAt.toISOString()}`,
    onBroken: (error) => broken.abort(error),
  });
  await using _journal = journal;
  const images: ImageRecord[] = request.plan.images.map(({ role, path }) => ({
    role,
    path,
    bytes: null,
    sha256: null,
  }));
  const result = (verdict: Verdict, session: Session | null): BootResult =>
    buildResult(verdict, session, images, {
      board: request.board,
      port: request.port,
      attempt: attempt.number,
      startedAt: attempt.startedAt,
      durationMs: journal.ms,
    });

  let opened: OpenedConsole;
  try {
    opened = await world.openConsole(world.signal);
  } catch (error) {
    const verdict = world.signal.aborted
      ? judgeCancelled(String(world.signal.reason))
      : judgeError(error, 'opening the console');
    const event = verdictEvent(verdict);
    journal.event(event);
    world.watch(event);
    return await finish(journal, result(verdict, null));
  }
  await using console = opened;
  const { verdict, session } = await bootOver(request, world, console, journal, images, broken.signal);
  const judged = result(verdict, session);
  await afterwards(request, world, console, session, verdict);
  return await finish(journal, judged);
}

function verdictEvent({ outcome, class: causeClass, cause }: Verdict): RunEvent {
  return { type: 'verdict', outcome, class: causeClass, cause: cause?.id ?? null };
}

async function bootOver(
  request: BootRequest,
  world: BootWorld,
  { transport, power }: OpenedConsole,
  journal: Journal,
  images: ImageRecord[],
  broken: AbortSignal,
): Promise<{ verdict: Verdict; session: Session }> {
  const { clock, nonce } = world;
  const session = new Session({
    transport,
    recorder: journal,
    clock,
    nonce,
    tables: world.tables,
    patience: request.patience,
    quoteMs: { pause: PACING.quote.ms, total: PACING.quoteTotal.ms },
    dialogue: dialogueSettings(request.profile, request.prompts),
    watch: world.watch,
  });
  const typist = new Typist(
    session,
    request.plan,
    request.chosenAddresses,
    request.knownSizes,
    images,
    request.profile,
  );
  const machine = provideBoot({
    session,
    typist,
    power,
    nonce,
    profile: request.profile,
    login: request.login,
    offPauseMs: request.offPauseMs,
    sleep: (ms, signal) => sleepBy(clock, ms, signal),
  });
  const actor = createActor(machine, {
    clock: {
      setTimeout: (late, ms) => afterReading(clock, ms, () => late()),
      clearTimeout: (cancel) => cancel(),
    },
    input: {
      goal: request.goal,
      reset: request.reset,
      hasPower: canCycle(power),
      switchesPower: power !== null && canSwitch(power),
      logsIn: request.login !== null,
      limitsMs: request.limitsMs,
    },
  });
  const cancel = () => actor.send({ type: 'cancel', by: String(world.signal.reason) });
  const breakOff = () => actor.send({ type: 'console.lost', error: broken.reason });
  world.signal.addEventListener('abort', cancel);
  broken.addEventListener('abort', breakOff);
  let verdict: Verdict;
  try {
    const output = toPromise(actor);
    actor.start();
    if (world.signal.aborted) cancel();
    if (broken.aborted) breakOff();
    verdict = verdictOn(await output, session);
  } catch (error) {
    verdict = judgeError(error, 'running the boot machine');
  } finally {
    world.signal.removeEventListener('abort', cancel);
    broken.removeEventListener('abort', breakOff);
  }
  session.detach(verdict.outcome === 'passed');
  session.event(verdictEvent(verdict));
  return { verdict, session };
}

/** A fault whose explanation was still awaited counts as it is: it was said before the boot ended. */
function verdictOn(output: BootOutput, session: Session): Verdict {
  session.settle();
  return output.ok ? judgePass(session) : judge(output.failure, session);
}

/** The board is a person's for a while, if one wants it, and then left as asked. The verdict stands already: trouble here is only told. */
async function afterwards(
  { after }: BootRequest,
  { afterVerdict }: BootWorld,
  { power }: OpenedConsole,
  session: Session,
  verdict: Verdict,
): Promise<void> {
  try {
    await afterVerdict?.(session, verdict);
  } catch (error) {
    session.event(problem('--interact', error));
  }
  await leaveBoard(after, power, session);
}

function problem(doing: string, error: unknown): RunEvent {
  return { type: 'problem', doing, message: error instanceof Error ? error.message : String(error) };
}

/** Leaves the board as asked, whatever the outcome. That it could not be done is told, and does not change the verdict. */
async function leaveBoard(after: BootRequest['after'], power: PowerDriver | null, session: Session): Promise<void> {
  if (after === 'leave' || power === null) return;
  const signal = AbortSignal.timeout(PACING.after.ms);
  try {
    await (after === 'off' ? power.off(signal) : power.cycle(signal));
    session.event({ type: 'power', action: after === 'off' ? 'off' : 'on', by: power.name });
  } catch (error) {
    session.event(problem(`--after ${after}`, error));
  }
}

/**
 * Writes the result; a record that breaks only now becomes the result, with what the boot had come to. When even that cannot be
 * written, whoever waits for the result still gets it.
 */
async function finish(journal: Journal, result: BootResult): Promise<BootResult> {
  try {
    await journal.finish(result);
    return result;
  } catch (error) {
    if (!isRecordError(error)) throw error;
    const honest = unrecorded(result, error);
    await journal.finish(honest).catch((again: unknown) => {
      if (!isRecordError(again)) throw again;
    });
    return honest;
  }
}

function isRecordError(error: unknown): error is MidwayError {
  return error instanceof MidwayError && error.code === 'MWS_RECORD';
}

function unrecorded(result: BootResult, error: MidwayError): BootResult {
  const { outcome, class: causeClass, cause } = judgeError(error, 'writing the record');
  const was = result.cause === null ? `had ${result.outcome}` : `had ended as ${result.outcome} (${result.cause.id})`;
  return {
    ...result,
    outcome,
    class: causeClass,
    cause: cause && {
      ...cause,
      summary: `${cause.summary}; the boot itself ${was}`,
      evidence: [...(result.cause?.evidence ?? [])],
    },
  };
}
