/** Parameters that Xen on ARM knows. Source: xen docs/misc/xen-command-line.pandoc; a choice of the usual ones. */
const KNOWN: ReadonlySet<string> = new Set([
  'bootscrub',
  'console',
  'console_timestamps',
  'console_to_ring',
  'conring_size',
  'conswitch',
  'cpufreq',
  'debug_stack_lines',
  'dom0_max_vcpus',
  'dom0_mem',
  'dom0_vcpus_pin',
  'dtuart',
  'flask',
  'gnttab_max_frames',
  'guest_loglvl',
  'hmp-unsafe',
  'iommu',
  'loglvl',
  'maxcpus',
  'noreboot',
  'sched',
  'smt',
  'spec-ctrl',
  'sync_console',
  'tbuf_size',
  'vwfi',
  'watchdog',
  'xsm',
]);

/** The names on a command line that Xen complains about (4.10 and later). */
export function unknownParameters(commandLine: string | undefined): string[] {
  const names = (commandLine ?? '').split(/\s+/).map((word) => word.replace(/^no-/, '').split('=')[0]!);
  return names.filter((name) => name !== '' && !KNOWN.has(name));
}
