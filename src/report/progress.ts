import { BOOT_STAGES, type BootStage } from '../../machines/boot/stages.ts';
import type { BootGoal } from '../../machines/boot/types.ts';
import type { RunEvent } from '../boot/record.ts';

/** What a person who watches a boot wants to see. Times are milliseconds since the run began. */
export interface Progress {
  readonly title: string;
  readonly stages: readonly {
    readonly name: BootStage;
    readonly startMs: number | null;
    readonly endMs: number | null;
    /** The boot ended here, without having passed. */
    readonly stopped?: boolean;
  }[];
  /** The command that is typed, or the last console line. */
  readonly now: string;
  readonly note: string | null;
}

/** The last stage that a goal needs. */
const LAST_STAGE: Readonly<Record<BootGoal, BootStage>> = { xen: 'xen', dom0: 'dom0-kernel', login: 'dom0-userspace' };

export function newProgress(title: string, goal: BootGoal): Progress {
  const last = BOOT_STAGES.indexOf(LAST_STAGE[goal]);
  const stages = BOOT_STAGES.slice(0, last + 1).map((name) => ({ name, startMs: null, endMs: null }));
  return { title, stages, now: '', note: null };
}

/** The progress after an event at `ms`. */
export function advance(
  progress: Progress,
  event: RunEvent | { readonly type: 'line'; readonly text: string },
  ms: number,
): Progress {
  switch (event.type) {
    case 'stage':
      return { ...progress, now: '', stages: enter(progress.stages, event.stage, ms) };
    case 'typing':
      return { ...progress, now: `=> ${event.text}` };
    case 'line':
      return { ...progress, now: event.text };
    case 'finding':
      return { ...progress, note: event.severity === 'note' ? progress.note : `${event.severity}: ${event.line}` };
    case 'power':
      if (event.action === 'asked')
        return { ...progress, note: 'Please reset the board, or switch it off and on: nothing here can.' };
      return { ...progress, now: `power ${event.action}` };
    case 'verdict':
      return {
        ...progress,
        stages: progress.stages.map((stage) =>
          closed(isOpen(stage) ? { ...stage, stopped: event.outcome !== 'passed' } : stage, ms),
        ),
      };
    case 'found':
    case 'command':
    case 'milestone':
    case 'problem':
      return progress;
    default:
      return event satisfies never;
  }
}

type StageLine = Progress['stages'][number];

/** What comes behind the entered stage is an earlier attempt's. */
function enter(stages: readonly StageLine[], name: BootStage, ms: number): StageLine[] {
  const entered = stages.findIndex((stage) => stage.name === name);
  return stages.map((stage, index) => {
    if (entered === -1 || index < entered) return closed(stage, ms);
    return { name: stage.name, startMs: index === entered ? ms : null, endMs: null };
  });
}

function isOpen({ startMs, endMs }: StageLine): boolean {
  return startMs !== null && endMs === null;
}

function closed(stage: StageLine, ms: number): StageLine {
  return isOpen(stage) ? { ...stage, endMs: ms } : stage;
}
