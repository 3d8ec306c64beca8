/**
 * The stages of a boot, in order: the machine's states, the keys of the limits, the words of the record and of every report.
 */
export const BOOT_STAGES = [
  'power',
  'firmware',
  'autoboot',
  'prompt',
  'network',
  'load',
  'device-tree',
  'handoff',
  'xen-early',
  'xen',
  'dom0-kernel',
  'dom0-userspace',
  'checks',
] as const;

/** One stage of a boot. */
export type BootStage = (typeof BOOT_STAGES)[number];
