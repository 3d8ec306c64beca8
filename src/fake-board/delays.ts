/** How long the board takes for what; `real` as on hardware or on the virtual Midway, `fast` for tests. All in ms. */
const DELAYS = {
  /** The ECME's work between power-on and U-Boot's first byte. */
  firmware: { real: 2000, fast: 2 },
  /** One second of the autoboot countdown: short, but long enough for a driver to press a key. */
  countdownSecond: { real: 1000, fast: 60 },
  /** Between `resetting ...` and the banner. */
  reset: { real: 500, fast: 2 },
  /** One second of a `sleep` command. */
  second: { real: 1000, fast: 20 },
  /** U-Boot's TFTP timeout: one `T`. */
  tftpTimeout: { real: 5000, fast: 30 },
  /** U-Boot's ARP timeout: five in a row end the transfer. */
  arpTimeout: { real: 5000, fast: 30 },
  /** First BOOTP retry; doubles up to eight times this. */
  bootpRetry: { real: 250, fast: 2 },
  /** How long U-Boot tries BOOTP. */
  bootpLimit: { real: 28_000, fast: 200 },
  /** A DHCP answer. */
  dhcp: { real: 300, fast: 1 },
  /** One line of 65 progress marks: 650 blocks of 1468 bytes. */
  tftpLine: { real: 90, fast: 0.2 },
  /** The same over a line that is nearly dead. */
  tftpSlowLine: { real: 2500, fast: 25 },
  /** From `Starting kernel ...` to Xen's first line. */
  xenStart: { real: 200, fast: 1 },
  /** Between parts of Xen's start. */
  xenPart: { real: 150, fast: 0.5 },
  /** `Reboot in five seconds...` */
  xenReboot: { real: 5000, fast: 60 },
  /** One second of the kernel's own clock. */
  kernelSecond: { real: 1000, fast: 0.5 },
  /** From `Run /init` to the login prompt. */
  userspace: { real: 1500, fast: 2 },
  /** What the password check waits after a wrong password. */
  loginFailed: { real: 3000, fast: 10 },
  /** From the login prompt to the kernel's late lines. */
  lateLines: { real: 8000, fast: 2 },
  /** From `reboot` to Xen's answer. */
  shutdown: { real: 1200, fast: 3 },
} as const;

export type Delay = keyof typeof DELAYS;
export type Speed = 'real' | 'fast';

/** How many milliseconds something takes at a speed. */
export function delayMs(delay: Delay, speed: Speed): number {
  return DELAYS[delay][speed];
}
