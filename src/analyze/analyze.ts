import type { BootStage } from '../../machines/boot/stages.ts';
import type { BootGoal } from '../../machines/boot/types.ts';
import type { BootResult } from '../api/result.ts';
import { makeLimits } from '../boot/make-limits.ts';
import { buildResult } from '../boot/result.ts';
import type { Tables } from '../console/tables.ts';
import type { BoardProfile } from '../knowledge/profile.ts';
import { bootsOf, type FoundBoot } from './boots.ts';
import type { Said } from './format.ts';
import { type Log, readLog } from './read-log.ts';

/** What a log is judged by. */
export interface AnalyzeOptions {
  readonly goal: BootGoal;
  readonly limit: readonly string[];
  readonly silence: readonly string[];
  readonly prompts: readonly string[];
  readonly profile: BoardProfile;
  readonly tables: Tables;
}

/** A limit that no log reaches: the longest that a timer takes. */
const NEVER_MS = 2 ** 31 - 1;

/** Stages whose length is up to whoever types or switches the power. */
const UP_TO_PEOPLE = [
  'total',
  'power',
  'firmware',
  'autoboot',
  'prompt',
  'network',
  'load',
  'device-tree',
] as const satisfies readonly (BootStage | 'total')[];

/** The result of each boot of a log, as it is found. */
export async function* analyzeLog(log: Log, options: AnalyzeOptions): AsyncGenerator<BootResult> {
  let number = 0;
  const start: { ms: number | null } = { ms: null };
  const said = noteStart(readLog(log), start);
  for await (const boot of bootsOf(said, settingsOf(options))) {
    number += 1;
    const calendarMs = log.format.calendar ? start.ms : null;
    yield resultOf(boot, {
      path: log.path,
      number,
      startedAt: calendarMs === null ? log.modified : new Date(calendarMs + boot.startMs),
    });
  }
}

/** What boots in a log are judged by: the live limits where the board owes something, none where a person does. */
export function settingsOf({ goal, limit, silence, prompts, profile, tables }: AnalyzeOptions) {
  const { limitsMs, patience } = makeLimits({ limit, silence });
  const given = limit.map((entry) => entry.split('=')[0]);
  const patient = UP_TO_PEOPLE.filter((name) => !given.includes(name));
  return {
    goal,
    limitsMs: { ...limitsMs, ...Object.fromEntries(patient.map((name) => [name, NEVER_MS])) },
    patience,
    prompts,
    profile,
    tables,
  };
}

function resultOf(
  boot: FoundBoot,
  { path, number, startedAt }: { readonly path: string; readonly number: number; readonly startedAt: Date },
): BootResult {
  const { verdict, session, stage, offset, durationMs } = boot;
  const facts = { board: null, port: path, attempt: number, startedAt, durationMs };
  const result = buildResult(verdict, session, [], facts);
  const inLog = <Place extends { readonly ms: number; readonly offset: number }>(at: Place) => ({
    ms: Math.round(at.ms),
    offset: at.offset + offset,
  });
  return {
    ...result,
    stage,
    cause: result.cause && { ...result.cause, at: result.cause.at && inLog(result.cause.at) },
    findings: result.findings.map((finding) => ({ ...finding, at: inLog(finding.at) })),
  };
}

async function* noteStart(log: AsyncIterable<Said>, start: { ms: number | null }): AsyncGenerator<Said> {
  for await (const said of log) {
    start.ms ??= said.ms;
    yield said;
  }
}
