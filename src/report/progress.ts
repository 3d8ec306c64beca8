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
      return { ...progress, now: '', stages: progress.stages.map((stage) => entered(stage, event.stage, ms)) };
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
      return event.outcome === 'passed'
        ? { ...progress, stages: progress.stages.map((stage) => closed(stage, ms)) }
        : progress;
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

function entered(stage: StageLine, name: BootStage, ms: number): StageLine {
  return stage.name === name ? { ...stage, startMs: ms } : closed(stage, ms);
}

function closed(stage: StageLine, ms: number): StageLine {
  return stage.startMs !== null && stage.endMs === null ? { ...stage, endMs: ms } : stage;
}
