import type { BootStage } from '../../machines/boot/stages.ts';
import type { BootGoal, StageLimitsMs } from '../../machines/boot/types.ts';
import type { Clock } from '../clock.ts';
import type { Tables } from '../console/tables.ts';
import { MidwayError } from '../errors.ts';
import { PACING } from '../knowledge/pacing.ts';
import type { BoardProfile } from '../knowledge/profile.ts';
import type { ConsoleListener } from '../transport/transport.ts';
import { dialogueSettings } from './dialogue-settings.ts';
import type { Patience } from './quiet.ts';
import type { Recorder } from './record.ts';
import { Session } from './session.ts';

/** How a log is judged: as a live boot, but that nobody types and the clock is the log's. */
export interface ObserveRequest {
  readonly goal: BootGoal;
  readonly limitsMs: StageLimitsMs;
  readonly patience: Readonly<Record<BootStage, Patience>>;
  readonly prompts: readonly string[];
  readonly profile: BoardProfile;
  readonly tables: Tables;
  readonly clock: Clock;
}

/** A live session over a console that only speaks: whoever writes to it writes to nobody. `console` takes what the log says. */
export function observedSession({ clock, tables, prompts, profile, patience }: ObserveRequest): {
  readonly session: Session;
  readonly console: ConsoleListener;
} {
  let console: ConsoleListener | null = null;
  const session = new Session({
    transport: {
      address: 'log',
      listen: (listener) => {
        console = listener;
      },
      write: async () => {},
      async [Symbol.asyncDispose]() {},
    },
    recorder: countingRecorder(clock),
    clock,
    tables,
    dialogue: dialogueSettings(profile, prompts),
    patience,
    quoteMs: { pause: PACING.quote.ms, total: PACING.quoteTotal.ms },
    nonce: () => '',
    watch: () => {},
  });
  if (console === null) throw new MidwayError('MWS_INTERNAL', 'a session did not listen to its console');
  return { session, console };
}

/** Where and when something stands in the boot; nothing is written. */
function countingRecorder(clock: Clock): Recorder {
  const startMs = clock.now();
  let bytes = 0;
  return {
    get ms() {
      return clock.now() - startMs;
    },
    received(chunk) {
      bytes += chunk.length;
      return { ms: clock.now() - startMs, offset: bytes - chunk.length };
    },
    sent() {},
    event() {},
    async sync() {},
  };
}
