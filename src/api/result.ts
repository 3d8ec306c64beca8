import { z } from 'zod';
import { BOOT_STAGES } from '../../machines/boot/stages.ts';
import { CAUSE_CLASSES, CAUSE_PREFIXES, type CauseId } from './verdict.ts';

/**
 * The shape of `result.json` and of what `--json` prints. Importing zod takes some 70 ms: only who checks
 * foreign documents imports this file at run time, everybody else its types.
 */

const causeId = z
  .templateLiteral([z.enum(CAUSE_PREFIXES), '.', z.string().min(1)])
  .meta({ description: 'A stable name, `prefix.what`; never reused for something else.' });
const milliseconds = z.number().nonnegative().meta({ description: 'Monotonic milliseconds since `startedAt`.' });
const stage = z.enum(BOOT_STAGES);

const position = z.strictObject({
  ms: milliseconds,
  offset: z.int().nonnegative().meta({ description: 'Counts bytes of `console.raw`.' }),
});

const cause = z.strictObject({
  id: causeId,
  summary: z.string(),
  hint: z.string(),
  evidence: z.array(z.string()).meta({ description: 'The lines that show it, verbatim.' }),
  at: position.nullable().meta({ description: 'Null when it has no place on the console.' }),
});

const finding = z.strictObject({
  id: causeId,
  severity: z.enum(['fatal', 'degraded', 'note']).meta({ description: '`degraded` never changes the outcome.' }),
  line: z.string(),
  at: position,
});

const stageTimes = z.strictObject({
  name: stage,
  startMs: milliseconds,
  endMs: milliseconds.nullable().meta({ description: 'Null when the stage was not finished.' }),
});

const command = z.strictObject({
  text: z.string(),
  status: z.int().nullable().meta({ description: 'The exit status; null when none came, as for `bootz`.' }),
  startMs: milliseconds,
  endMs: milliseconds.nullable(),
  resends: z.int().nonnegative(),
  output: z.array(z.string()),
});

const image = z.strictObject({
  role: z.enum(['xen', 'dom0', 'initrd', 'xsm']),
  path: z.string(),
  bytes: z.int().nonnegative().nullable(),
  sha256: z.string().nullable(),
});

const attempt = z.strictObject({
  attempt: z.int().positive(),
  outcome: z.enum(['passed', 'failed', 'error', 'cancelled']),
  cause: causeId.nullable(),
  dir: z.string().meta({ description: 'Where its record is, relative to this file: `attempt-1`.' }),
});

export const resultSchema = z
  .strictObject({
    schema: z.literal('midway-serial/result@1'),
    outcome: z.enum(['passed', 'failed', 'error', 'cancelled']),
    class: z.enum(CAUSE_CLASSES).nullable().meta({ description: 'Who must act.' }),
    stage: stage.nullable().meta({ description: 'The last stage that was reached.' }),
    cause: cause.nullable().meta({ description: 'Null if and only if the outcome is `passed`.' }),
    findings: z.array(finding),
    stages: z.array(stageTimes).meta({ description: 'In order, each once.' }),
    commands: z.array(command),
    versions: z.strictObject({
      uboot: z.string().nullable(),
      xen: z.string().nullable(),
      dom0: z.string().nullable(),
    }),
    images: z.array(image),
    board: z.string().nullable(),
    port: z.string().nullable(),
    attempt: z.int().positive(),
    attempts: z.array(attempt).optional().meta({ description: 'Only in the result of a run of several attempts.' }),
    startedAt: z.iso.datetime(),
    durationMs: milliseconds,
  })
  .meta({ title: 'The result of a boot' });

export const usageErrorSchema = z
  .strictObject({
    schema: z.literal('midway-serial/usage-error@1'),
    message: z.string(),
    hint: z.string(),
  })
  .meta({ title: 'Arguments or a lab file that cannot be used' });

/** One boot's result, as it is written, printed and served. */
export type BootResult = z.infer<typeof resultSchema>;
export type ResultCause = z.infer<typeof cause>;
export type ResultFinding = z.infer<typeof finding>;
export type ResultStage = z.infer<typeof stageTimes>;
export type ResultCommand = z.infer<typeof command>;
export type ResultImage = z.infer<typeof image>;
export type ResultAttempt = z.infer<typeof attempt>;
/** What `--json` prints when the exit code is 2. */
export type UsageError = z.infer<typeof usageErrorSchema>;

/** The published JSON Schema (2020-12) of `result.json`. */
export function resultJsonSchema() {
  return z.toJSONSchema(resultSchema);
}

/** The published JSON Schema (2020-12) of the usage error document. */
export function usageErrorJsonSchema() {
  return z.toJSONSchema(usageErrorSchema);
}

// The ids of the schema and of the program are one type; a difference does not compile.
null as unknown as z.infer<typeof causeId> satisfies CauseId;
null as unknown as CauseId satisfies z.infer<typeof causeId>;
