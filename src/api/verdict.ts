/** How a boot ended. `failed`: the software under test did not boot; `error`: the lab could not give it a fair try. */
export type Outcome = 'passed' | 'failed' | 'error' | 'cancelled';

/** Who must act. */
export const CAUSE_CLASSES = [
  'lab',
  'firmware',
  'loader',
  'hypervisor',
  'dom0-kernel',
  'dom0-userspace',
  'check',
] as const;
export type CauseClass = (typeof CAUSE_CLASSES)[number];

/** The closed list of what may stand before the dot of a cause's id. */
export const CAUSE_PREFIXES = [
  'lab',
  'firmware',
  'uboot',
  'tftp',
  'xen',
  'dom0',
  'userspace',
  'check',
  'log',
  'internal',
] as const;
export type CausePrefix = (typeof CAUSE_PREFIXES)[number];

/** A stable name of a cause or finding, `prefix.what`; never reused for something else. */
export type CauseId = `${CausePrefix}.${string}`;

/** `fatal` decides the boot; `degraded` and `note` never change the outcome. */
export type Severity = 'fatal' | 'degraded' | 'note';

/** Where on the record something stands: monotonic milliseconds since `startedAt`, and a count of bytes of `console.raw`. */
export interface Position {
  readonly ms: number;
  readonly offset: number;
}
