import type { InferredOptionTypes, Options } from 'yargs';

/** What is booted, where it goes in memory, and its arguments. */
export const IMAGE_OPTIONS = {
  xen: { type: 'string', default: 'xen', describe: 'Xen, as the TFTP server knows it', group: 'Images:' },
  dom0: {
    type: 'string',
    default: 'vmlinuz',
    describe: 'dom0 kernel (zImage), as the TFTP server knows it',
    group: 'Images:',
  },
  initrd: { type: 'string', describe: 'dom0 initrd, as the TFTP server knows it', group: 'Images:' },
  xsm: { type: 'string', describe: 'XSM policy, as the TFTP server knows it', group: 'Images:' },
  'xen-args': { type: 'string', describe: 'more Xen arguments, after the necessary ones', group: 'Images:' },
  'dom0-args': { type: 'string', describe: 'more dom0 arguments, after the necessary ones', group: 'Images:' },
  'xen-addr': { type: 'string', describe: 'where Xen is loaded (hex)', group: 'Images:' },
  'dom0-addr': { type: 'string', describe: 'where dom0 is loaded (hex)', group: 'Images:' },
  'initrd-addr': { type: 'string', describe: 'where the initrd is loaded (hex)', group: 'Images:' },
  'fdt-addr': { type: 'string', describe: 'where the firmware has put the device tree (hex)', group: 'Images:' },
  'tftp-dir': {
    type: 'string',
    describe: 'the directory that the TFTP server serves: sizes are known and checked',
    group: 'Images:',
  },
} as const satisfies Record<string, Options>;

/** How U-Boot gets its address, and a lab's own U-Boot lines. */
export const NETWORK_OPTIONS = {
  network: {
    choices: ['dhcp', 'env', 'static'] as const,
    default: 'dhcp' as const,
    describe: 'where U-Boot gets its address',
    group: 'Network:',
  },
  ip: { type: 'string', describe: 'its address, with --network static', group: 'Network:' },
  'server-ip': { type: 'string', describe: 'the TFTP server, with --network static', group: 'Network:' },
  netmask: { type: 'string', describe: 'with --network static', group: 'Network:' },
  gateway: { type: 'string', describe: 'with --network static', group: 'Network:' },
  uboot: {
    type: 'string',
    array: true,
    nargs: 1,
    default: [] as string[],
    describe: 'own U-Boot line: pre-load=CMD or pre-bootz=CMD',
    group: 'Network:',
  },
} as const satisfies Record<string, Options>;

/** How the board gets to its firmware. */
export const POWER_OPTIONS = {
  reset: {
    choices: ['auto', 'power', 'uboot', 'none'] as const,
    default: 'auto' as const,
    describe: 'how the board is brought to its firmware',
    group: 'Power:',
  },
  'power-on': { type: 'string', describe: 'command that switches the board on (no shell)', group: 'Power:' },
  'power-off': { type: 'string', describe: 'command that switches it off', group: 'Power:' },
  'power-cycle': { type: 'string', describe: 'command that cycles its power', group: 'Power:' },
  'power-status': { type: 'string', describe: 'command that prints whether it is on or off', group: 'Power:' },
  after: {
    choices: ['leave', 'off', 'reboot'] as const,
    default: 'leave' as const,
    describe: 'how the board is left, whatever the outcome',
    group: 'Power:',
  },
} as const satisfies Record<string, Options>;

/** How far a boot goes, and how long it may take. */
export const GOAL_OPTIONS = {
  until: {
    choices: ['xen', 'dom0', 'login'] as const,
    default: 'login' as const,
    describe: 'how far the boot has to come',
    group: 'Goal and limits:',
  },
  'login-user': { type: 'string', describe: 'log in and prove a shell', group: 'Goal and limits:' },
  'login-password-file': {
    type: 'string',
    describe: 'file whose first line is the password',
    group: 'Goal and limits:',
  },
  limit: {
    type: 'string',
    array: true,
    nargs: 1,
    default: [] as string[],
    describe: 'STAGE=SECONDS or total=SECONDS',
    group: 'Goal and limits:',
  },
  silence: {
    type: 'string',
    array: true,
    nargs: 1,
    default: [] as string[],
    describe: 'STAGE=SECONDS without a byte',
    group: 'Goal and limits:',
  },
  attempts: { type: 'number', default: 1, describe: 'tries; only an error is tried again', group: 'Goal and limits:' },
  'retry-failed': {
    type: 'boolean',
    default: false,
    describe: 'try a failed boot again, too',
    group: 'Goal and limits:',
  },
  repeat: {
    type: 'number',
    default: 1,
    describe: 'boot so many times, and give the pass rate',
    group: 'Goal and limits:',
  },
} as const satisfies Record<string, Options>;

/** The console, and what comes out of a boot. */
export const CONSOLE_OPTIONS = {
  port: {
    type: 'string',
    describe: 'console: /dev/ttyUSB0, tcp://HOST:PORT, fake:SCENARIO',
    group: 'Console:',
  },
  baud: { type: 'number', default: 115_200, describe: 'line speed of a serial port', group: 'Console:' },
  prompt: {
    type: 'string',
    array: true,
    nargs: 1,
    default: [] as string[],
    describe: 'another U-Boot prompt, exactly',
    group: 'Console:',
  },
} as const satisfies Record<string, Options>;

export const OUTPUT_OPTIONS = {
  out: { type: 'string', describe: 'where the record goes [midway-runs/TIME-BOARD]', group: 'Output:' },
  json: { type: 'boolean', default: false, describe: 'print the result as JSON, alone', group: 'Output:' },
  junit: { type: 'string', describe: 'also write a JUnit XML file', group: 'Output:' },
  'show-console': { type: 'boolean', default: false, describe: 'show the console on stderr, live', group: 'Output:' },
  interact: {
    type: 'boolean',
    default: false,
    describe: 'hand the console over at the verdict (Ctrl-] ends)',
    group: 'Output:',
  },
  bisect: { type: 'boolean', default: false, describe: 'exit codes for git bisect run', group: 'Output:' },
  'log-level': {
    choices: ['silent', 'error', 'warn', 'info', 'debug'] as const,
    default: 'warn' as const,
    describe: 'program log, JSON lines on stderr',
    group: 'Output:',
  },
} as const satisfies Record<string, Options>;

export const PLAN_OPTIONS = { ...IMAGE_OPTIONS, ...NETWORK_OPTIONS };
export const BOOT_OPTIONS = {
  ...CONSOLE_OPTIONS,
  ...PLAN_OPTIONS,
  ...POWER_OPTIONS,
  ...GOAL_OPTIONS,
  ...OUTPUT_OPTIONS,
};

export type PlanArgs = InferredOptionTypes<typeof PLAN_OPTIONS>;
export type BootArgs = InferredOptionTypes<typeof BOOT_OPTIONS>;
