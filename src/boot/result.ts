import type { BootResult } from '../api/result.ts';
import type { Verdict } from './judge.ts';
import type { ImageRecord } from './record.ts';
import type { Session } from './session.ts';

/** What a result says of the run besides its verdict. */
export interface RunFacts {
  readonly board: string | null;
  readonly port: string | null;
  readonly attempt: number;
  readonly startedAt: Date;
  readonly durationMs: number;
}

/** The result of a boot, every key present. `session` is null when the console could not even be opened. */
export function buildResult(
  verdict: Verdict,
  session: Session | null,
  images: readonly ImageRecord[],
  facts: RunFacts,
): BootResult {
  return {
    schema: 'midway-serial/result@1',
    outcome: verdict.outcome,
    class: verdict.class,
    stage: session?.stages.at(-1)?.name ?? null,
    cause: verdict.cause === null ? null : { ...verdict.cause, evidence: [...verdict.cause.evidence] },
    findings: (session?.findings ?? []).map(({ id, severity, line, at }) => ({ id, severity, line, at })),
    stages: (session?.stages ?? []).map(({ name, startMs, endMs }) => ({
      name,
      startMs: Math.round(startMs),
      endMs: endMs === null ? null : Math.round(endMs),
    })),
    commands: (session?.commands ?? []).map((command) => ({
      ...command,
      startMs: Math.round(command.startMs),
      endMs: command.endMs === null ? null : Math.round(command.endMs),
      output: [...command.output],
    })),
    versions: {
      uboot: version(session, 'saw.ubootBanner'),
      xen: version(session, 'saw.xenVersion'),
      dom0: version(session, 'saw.dom0Kernel'),
    },
    images: [...images],
    board: facts.board,
    port: facts.port,
    attempt: facts.attempt,
    startedAt: facts.startedAt.toISOString(),
    durationMs: Math.round(facts.durationMs),
  };
}

function version(session: Session | null, event: string): string | null {
  const named = session?.sightings.filter(
    (sighting) => sighting.event === event && sighting.captures['version'] !== undefined,
  );
  return named?.at(-1)?.captures['version'] ?? null;
}
