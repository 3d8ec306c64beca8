import { BOOT_STAGES, type BootStage } from '../../machines/boot/stages.ts';
import type { StageLimitsMs } from '../../machines/boot/types.ts';
import { MidwayError } from '../errors.ts';
import { LIMITS, TOTAL_LIMIT } from '../knowledge/limits.ts';
import { PACING } from '../knowledge/pacing.ts';
import type { GoalOptions } from './options.ts';
import type { Patience } from './quiet.ts';

/** XState fires a longer delay at once (it is a 32-bit timer): 24 days. */
const LONGEST_MS = 2 ** 31 - 1;

/** Stages in which a key is pressed when the console pauses: a prompt may stand there unseen. */
const POKED: ReadonlySet<BootStage> = new Set(['firmware', 'dom0-kernel', 'dom0-userspace']);

/** Stages that may be silent as long as they last: the board owes nothing while a person or a power command acts. */
const MAY_BE_SILENT: ReadonlySet<BootStage> = new Set(['power']);

/**
 * The limits and the patience of every stage, with what `--limit` and `--silence` change.
 *
 * @throws MidwayError MWS_USAGE when an entry names no stage or no number of seconds.
 */
export function makeLimits({ limit, silence }: Pick<GoalOptions, 'limit' | 'silence'>): {
  limitsMs: StageLimitsMs;
  patience: Readonly<Record<BootStage, Patience>>;
} {
  const limits = parseEntries('--limit', limit, [...BOOT_STAGES, 'total']);
  const silences = parseEntries('--silence', silence, BOOT_STAGES);
  const limitsMs = { total: limits.get('total') ?? TOTAL_LIMIT.limitMs } as Record<BootStage | 'total', number>;
  const patience = {} as Record<BootStage, Patience>;
  for (const stage of BOOT_STAGES) {
    limitsMs[stage] = limits.get(stage) ?? LIMITS[stage].limitMs;
    patience[stage] = {
      silenceMs: silences.get(stage) ?? (MAY_BE_SILENT.has(stage) ? Number.POSITIVE_INFINITY : LIMITS[stage].silenceMs),
      pauseMs: POKED.has(stage) ? PACING.poke.ms : Number.POSITIVE_INFINITY,
    };
  }
  return { limitsMs, patience };
}

function parseEntries(option: string, entries: readonly string[], names: readonly string[]): Map<string, number> {
  const given = new Map<string, number>();
  for (const entry of entries) {
    const [, name = '', seconds = ''] = /^([\w-]{1,32})=(\d{1,7}(?:\.\d{1,3})?)$/.exec(entry) ?? [];
    const ms = Number(seconds) * 1000;
    if (!names.includes(name) || !(ms > 0 && ms <= LONGEST_MS)) {
      throw new MidwayError('MWS_USAGE', `${option} ${JSON.stringify(entry)} is not STAGE=SECONDS`, {
        hint: `SECONDS is above 0 and at most 24 days. The stages are: ${names.join(', ')}. For example: ${option} load=120`,
      });
    }
    if (given.has(name)) throw new MidwayError('MWS_USAGE', `${option} ${name}=… was given more than once`);
    given.set(name, ms);
  }
  return given;
}
