import type { BootStage } from '../../machines/boot/stages.ts';
import type { BootFailure } from '../../machines/boot/types.ts';
import type { CauseClass, CauseId, Outcome, Position } from '../api/verdict.ts';
import type { Finding } from '../console/watcher.ts';
import { MidwayError } from '../errors.ts';
import { DUTIES, NEVER_HEARD, NO_XEN, type Shortfall } from '../knowledge/duties.ts';
import { XEN_PROOFS } from '../knowledge/milestone.ts';
import { UBOOT_COMMANDS } from '../knowledge/stage-groups.ts';
import {
  CommandRefused,
  ConsoleNoise,
  ImageTruncated,
  NoAnswer,
  NoExitStatus,
  NothingLoaded,
} from '../uboot/errors.ts';
import { LoginRefused, NoShell, PasswordMissing } from './log-in.ts';
import type { Session } from './session.ts';

/** Why a boot did not pass, in words and with its proof. */
export interface Cause {
  readonly id: CauseId;
  readonly summary: string;
  readonly hint: string;
  /** Console lines, verbatim but for control characters. */
  readonly evidence: readonly string[];
  readonly at: Position;
}

export interface Verdict {
  readonly outcome: Outcome;
  readonly class: CauseClass | null;
  readonly cause: Cause | null;
}

/** What the judge looks at: the machine's failure and what the session has seen. */
export type Scene = Pick<
  Session,
  'stage' | 'fault' | 'findings' | 'findingsBeforeCommand' | 'lastLines' | 'bytesHeard' | 'spoken' | 'ms' | 'commands'
>;

/** A failure of these classes means that the software under test had no fair try. */
const ERROR_CLASSES: ReadonlySet<CauseClass> = new Set(['lab', 'firmware', 'loader']);

const COMMANDED: ReadonlySet<BootStage> = new Set(UBOOT_COMMANDS);

/** Gives the verdict on a boot that reached its goal: the console must have said nothing fatal, and Xen something. */
export function judgePass(scene: Scene & Pick<Session, 'sightings'>): Verdict {
  if (scene.fault !== null) return byFault(scene);
  if (scene.sightings.some(({ event }) => XEN_PROOFS.has(event)))
    return { outcome: 'passed', class: null, cause: null };
  return withoutReason(NO_XEN, '', scene);
}

/** Gives the verdict on a boot that was cancelled before there was a console. */
export function judgeCancelled(by: string): Verdict {
  return cancelled(by, 'before the console was open', { lastLines: [], ms: 0, bytesHeard: 0 });
}

/** Gives the verdict on a boot that did not pass. Total: a new kind of failure does not compile until it has its sentence. */
export function judge(failure: BootFailure, scene: Scene): Verdict {
  if (scene.fault !== null && isVague(failure)) return byFault(scene);
  switch (failure.kind) {
    case 'fault':
      return byFault(scene);
    case 'silence':
      return byShortfall(shortOf(scene, 'silent'), `for ${seconds(failure.ms)}`, scene);
    case 'limit':
      if (failure.of === 'total')
        return byShortfall(totalLimit(scene), `within ${seconds(failure.ms)} altogether`, scene);
      return byShortfall(shortOf(scene, 'limit'), `within ${seconds(failure.ms)}`, scene);
    case 'reset':
      return byShortfall(DUTIES[scene.stage].reset, '', scene, { died: true });
    case 'gave-up':
      return byGivingUp(failure, scene);
    case 'cancelled':
      return cancelled(failure.by, `in stage ${scene.stage}`, scene);
    default:
      return failure satisfies never;
  }
}

/** Whether it only tells that something did not come: a fatal line tells more. */
function isVague(failure: BootFailure): boolean {
  if (failure.kind === 'gave-up')
    return [NoAnswer, ConsoleNoise, NoShell, LoginRefused].some((kind) => failure.error instanceof kind);
  return failure.kind !== 'cancelled';
}

function byGivingUp({ doing, error }: Extract<BootFailure, { kind: 'gave-up' }>, scene: Scene): Verdict {
  if (error instanceof CommandRefused) return byRefusal(error, scene);
  if (error instanceof NoAnswer) return byShortfall({ ...DUTIES.prompt.silent, summary: error.message }, '', scene);
  return byError(error, doing, scene);
}

function cancelled(by: string, where: string, scene: Pick<Scene, 'lastLines' | 'ms' | 'bytesHeard'>): Verdict {
  return {
    outcome: 'cancelled',
    class: null,
    cause: { id: 'internal.cancelled', summary: `cancelled by ${by} ${where}`, hint: '', ...lastWords(scene) },
  };
}

/** A fatal line decides; one that only tells that something died, or what an earlier line led to, gives way to that one. */
function byFault(scene: Scene): Verdict {
  const { fault } = scene;
  if (fault === null) throw new MidwayError('MWS_INTERNAL', 'a fault was reported, but none was kept');
  const reason = explanationOf(scene, fault) ?? (fault.row.general === true ? suspectBefore(scene, fault) : undefined);
  return bySignature(reason ?? fault, reason === undefined ? fault.evidence : [reason.line, ...fault.evidence]);
}

function bySignature({ row, at }: Finding, evidence: readonly string[]): Verdict {
  return {
    outcome: row.outcome ?? outcomeOf(row.class),
    class: row.class,
    cause: { id: row.id, summary: row.meaning, hint: row.hint, evidence, at },
  };
}

/** Silence, a limit or a reset: explained by a suspicious line of the same stage, or by what the stage owed. */
function byShortfall(shortfall: Shortfall, howLong: string, scene: Scene, { died = false } = {}): Verdict {
  const [suspect] = suspectsIn(scene.stage, scene, { died });
  if (suspect !== undefined) return bySignature(suspect, [suspect.line]);
  return withoutReason(shortfall, howLong, scene);
}

function withoutReason(shortfall: Shortfall, howLong: string, scene: Scene): Verdict {
  const summary = howLong === '' ? shortfall.summary : `${shortfall.summary} ${howLong}`;
  return {
    outcome: outcomeOf(shortfall.class),
    class: shortfall.class,
    cause: { id: shortfall.id, summary, hint: shortfall.hint, ...lastWords(scene) },
  };
}

/** Gives the verdict on what went wrong outside the machine: the console that could not be opened, a defect of ours. */
export function judgeError(error: unknown, doing: string): Verdict {
  return byError(error, doing, { lastLines: [], ms: 0, bytesHeard: 0 });
}

function byError(error: unknown, doing: string, scene: Pick<Scene, 'lastLines' | 'ms' | 'bytesHeard'>): Verdict {
  const named = nameError(error, doing);
  return {
    outcome: named.outcome ?? outcomeOf(named.class),
    class: named.class,
    cause: { ...lastWords(scene), id: named.id, summary: named.summary, hint: named.hint },
  };
}

/** U-Boot refused a command: the last telling line of its own reply is the cause (it gave up there), else its last words are. */
function byRefusal(error: CommandRefused, scene: Scene): Verdict {
  const told = scene.findings
    .slice(scene.findingsBeforeCommand)
    .filter(({ row }) => row.suspect === true || row.severity === 'fatal');
  const finding = told.findLast(({ row }) => row.general !== true) ?? told.at(-1);
  const evidence = [error.command, ...error.output.slice(-6)];
  if (finding !== undefined) return bySignature(finding, evidence);
  const words = error.output.at(-1);
  return {
    outcome: 'error',
    class: 'loader',
    cause: {
      ...lastWords(scene),
      id: 'uboot.refused',
      summary: `${error.message}${words === undefined ? '' : ` (“${words}”)`}`,
      hint: 'Type the command by hand (`midway-serial plan` shows them all) and look at what U-Boot says.',
      evidence,
    },
  };
}

/** The names of what can go wrong on our side of the console. */
function nameError(error: unknown, doing: string): Shortfall {
  if (error instanceof ConsoleNoise) {
    return {
      id: 'lab.noise',
      class: 'lab',
      summary: error.message,
      hint: 'Check the cable, its length and ground, and the baud rate; another program may be reading the same port.',
    };
  }
  if (error instanceof NoExitStatus) {
    return {
      id: 'uboot.old-shell',
      class: 'firmware',
      summary: error.message,
      hint: 'Chainload a U-Boot with hush (2013.10 or newer): tftpboot 0x8000 u-boot.img; bootm.',
    };
  }
  if (error instanceof ImageTruncated) {
    return {
      id: 'uboot.image-truncated',
      class: 'loader',
      outcome: 'failed',
      summary: error.message,
      hint: 'Compare the file in the TFTP directory with the one that was built: a copy broke off, or the disk was full.',
    };
  }
  if (error instanceof NothingLoaded) {
    return {
      id: 'tftp.empty-file',
      class: 'loader',
      outcome: 'failed',
      summary: error.message,
      hint: 'Look at the file in the TFTP directory: the build that should have written it stopped, or the copy did.',
    };
  }
  if (error instanceof PasswordMissing) {
    return {
      id: 'lab.no-password',
      class: 'lab',
      summary: error.message,
      hint: 'Give it with --login-password-file FILE, or boot without --login-user.',
    };
  }
  if (error instanceof LoginRefused) {
    return {
      id: 'userspace.login-refused',
      class: 'dom0-userspace',
      summary: error.message,
      hint: 'Check --login-user and --login-password-file against the image.',
    };
  }
  if (error instanceof NoShell) {
    return {
      id: 'userspace.no-shell',
      class: 'dom0-userspace',
      summary: error.message,
      hint: 'If nothing typed has an effect, Xen has no input: its arguments need console=dtuart dtuart=/soc/serial@fff36000.',
    };
  }
  if (error instanceof MidwayError)
    return { id: error.causeId, class: 'lab', summary: error.message, hint: error.hint };
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    id: 'internal.bug',
    class: 'lab',
    summary: `a defect of midway-serial while ${doing}: ${words}`,
    hint: 'Please report it with the record.',
  };
}

function shortOf(scene: Scene, how: 'silent' | 'limit'): Shortfall {
  return !scene.spoken && scene.stage !== 'power' ? NEVER_HEARD : DUTIES[scene.stage][how];
}

function totalLimit(scene: Scene): Shortfall {
  const duty = shortOf(scene, 'limit');
  return { ...duty, hint: `${duty.hint} The limit of the whole boot is set with --limit total=SECONDS.` };
}

/**
 * The lines of a stage that may explain what then went wrong, first ones first; where commands are typed, those of the one that
 * runs: the others are done. The lab's switches and cables can make dom0 mute, but not die.
 */
function suspectsIn(
  stage: BootStage,
  { findings, commands, findingsBeforeCommand }: Scene,
  { died }: { readonly died: boolean },
): Finding[] {
  const last = commands.at(-1);
  const commanded = COMMANDED.has(stage);
  const from = commanded && last !== undefined ? (last.endMs === null ? findingsBeforeCommand : findings.length) : 0;
  return findings
    .slice(from)
    .filter(({ row, stage: where }) => row.suspect === true && where === stage)
    .filter(({ row }) => commanded || !died || row.class !== 'lab');
}

function explanationOf({ findings }: Scene, fault: Finding): Finding | undefined {
  return findings.find(({ row, at }) => row.explains?.includes(fault.row.id) === true && at.offset <= fault.at.offset);
}

function suspectBefore(scene: Scene, fault: Finding): Finding | undefined {
  return suspectsIn(fault.stage, scene, { died: true }).find(({ at }) => at.offset <= fault.at.offset);
}

function outcomeOf(causeClass: CauseClass): 'failed' | 'error' {
  return ERROR_CLASSES.has(causeClass) ? 'error' : 'failed';
}

function lastWords({
  lastLines,
  ms,
  bytesHeard,
}: Pick<Scene, 'lastLines' | 'ms' | 'bytesHeard'>): Pick<Cause, 'evidence' | 'at'> {
  return { evidence: lastLines.slice(-4), at: { ms: Math.round(ms), offset: bytesHeard } };
}

function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}
