/** A wait that hardware needs, where no evidence can be waited for. */
export interface PacingRow {
  readonly ms: number;
  readonly reason: string;
  readonly source: string;
}

/** Every wait in the boot path. What is not here waits for evidence. */
export const PACING = {
  offOnPause: {
    ms: 20_000,
    reason: 'Labs that ran real nodes pause that long; that the supply must run empty is our guess at why.',
    source: "LAVA: highbank's hard reset command, `power off; sleep 20; power on`",
  },
  offOnPauseEcme: {
    ms: 5_000,
    reason: "cxmanage, the maker's own tool, pauses that long when it switches through the ECME.",
    source: 'cxmanage: sleeps 5 s after a power off',
  },
  autobootKeyRepeat: {
    ms: 100,
    reason:
      'One character may be lost, and nobody sees when U-Boot begins to look: again and again during the countdown is what works.',
    source: 'MIDWAY.md §1.4; jumpstarter repeats its key each 100 ms, too',
  },
  interruptRepeat: {
    ms: 500,
    reason: 'A Ctrl-C is seen only when the running command polls for it, so one may come too early.',
    source: 'u-boot: common/console.c, ctrlc(); tbot waits 0.5 s',
  },
  promptQuiet: {
    ms: 100,
    reason: 'A prompt is the last thing on the line only if nothing follows it; at 9600 baud that are 96 characters.',
    source: 'MIDWAY.md §5.3: output such as `==> 0d968558` holds the prompt in mid-line',
  },
  promptProbe: {
    ms: 2_000,
    reason:
      'A board that sits at a prompt answers a Ctrl-C at once; the rest is for a slow way there (serial-over-LAN).',
    source: 'our choice; labgrid waits 2 s for its marker, too',
  },
  firstCharacter: {
    ms: 20,
    reason: 'Missing characters are usually the first of a line, when U-Boot comes back from printing.',
    source: 'LAVA: doc/v2/debugging.rst (`erverip`)',
  },
  solReactivate: {
    ms: 2_000,
    reason: "The maker's own tool waits that long between the end of a serial-over-LAN session and the next.",
    source: 'cxmanage: ip_retriever.py, sol_try_command()',
  },
  announcedReset: {
    ms: 15_000,
    reason: 'A Xen that says `Reboot in five seconds` and is not back in U-Boot by then never comes: power-cycle.',
    source: 'MIDWAY.md §2.5: about 5 s after a good panic, never after one in the device tree',
  },
} as const satisfies Record<string, PacingRow>;

/** The name of a wait. */
export type PacingName = keyof typeof PACING;
