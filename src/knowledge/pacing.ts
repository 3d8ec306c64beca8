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
    reason: 'The supply of the node must run empty, or the ECME keeps state over the cycle.',
    source: "LAVA: highbank's hard reset command, `power off; sleep 20; power on`",
  },
  offOnPauseEcme: {
    ms: 5_000,
    reason: 'Through the ECME only the application processors are switched; it needs less.',
    source: 'cxmanage: sleeps 5 s after a power off',
  },
  autobootKeyRepeat: {
    ms: 100,
    reason:
      'U-Boot polls the key each 10 ms, but one character may be lost: again and again during the countdown is what works.',
    source: 'u-boot: common/autoboot.c, passwd_abort_key(); LAVA, jumpstarter repeat at 100 ms',
  },
  interruptRepeat: {
    ms: 500,
    reason: 'A Ctrl-C is seen when the running command polls for it; DHCP and disk scans do so a few times a second.',
    source: 'u-boot: common/console.c, ctrlc(); tbot waits 0.5 s',
  },
  promptQuiet: {
    ms: 100,
    reason: 'A prompt is the last thing on the line only if nothing follows it; at 9600 baud that are 96 characters.',
    source: 'MIDWAY.md §5.3: output such as `==> 0d968558` holds the prompt in mid-line',
  },
  promptProbe: {
    ms: 2_000,
    reason: 'A board that sits at a prompt answers a Ctrl-C within milliseconds; serial-over-LAN adds up to a second.',
    source: 'ipmitool SOL: character accumulate interval; observed answers on the virtual Midway: below 10 ms',
  },
  firstCharacter: {
    ms: 20,
    reason: 'Missing characters are usually the first of a line, when U-Boot comes back from printing.',
    source: 'LAVA: doc/v2/debugging.rst (`erverip`)',
  },
  solReactivate: {
    ms: 2_000,
    reason: 'The ECME refuses a new serial-over-LAN session right after the old one ended.',
    source: 'cxmanage: ip_retriever.py, sol_try_command()',
  },
  announcedReset: {
    ms: 15_000,
    reason: 'A Xen that says `Reboot in five seconds` and is not back in U-Boot by then never comes: power-cycle.',
    source: 'observed on the virtual Midway: 6 s after a good panic, never after one in the device tree',
  },
} as const satisfies Record<string, PacingRow>;

/** The name of a wait. */
export type PacingName = keyof typeof PACING;
