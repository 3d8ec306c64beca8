import type { BootStage } from '../../machines/boot/stages.ts';

/** How long a stage may take. `--limit STAGE=SECONDS` and `--silence STAGE=SECONDS` replace the numbers. */
export interface StageLimit {
  /** From the stage's beginning. */
  readonly limitMs: number;
  /** Without one byte from the board; never longer than `limitMs`. */
  readonly silenceMs: number;
  readonly reason: string;
}

const second = 1000;
const minute = 60 * second;

/** Generous enough for a slow node, short enough to save a night: the virtual Midway needs 20 s for the whole boot. */
export const LIMITS = {
  power: {
    limitMs: 2 * minute,
    silenceMs: 2 * minute,
    reason:
      'The power command is a program of the lab: 20 s off-on pause and a slow ECME fit twice. The board has no duty to speak.',
  },
  firmware: {
    limitMs: 3 * minute,
    silenceMs: 2 * minute,
    reason:
      'The ECME trains the memory and the fabric before U-Boot speaks, and prints nothing that anybody has documented; how long it takes is not measured.',
  },
  autoboot: {
    limitMs: 2 * minute,
    silenceMs: 30 * second,
    reason:
      "`bootdelay` is 2 s by default; when no key stops it, the node's own boot command must be interrupted, DHCP waits included.",
  },
  prompt: {
    limitMs: 30 * second,
    silenceMs: 10 * second,
    reason: 'A prompt answers a Ctrl-C at once; a few tries on a noisy line fit in.',
  },
  network: {
    limitMs: 2 * minute,
    silenceMs: 45 * second,
    reason: 'DHCP gives up by itself after 28 s, and a switch port with spanning tree needs 30 s before it forwards.',
  },
  load: {
    limitMs: 5 * minute,
    silenceMs: 60 * second,
    reason:
      'A stalled transfer prints `T ` every 5 s and gives up after ten of them; U-Boot runs without data cache, so loads are slow.',
  },
  'device-tree': {
    limitMs: 2 * minute,
    silenceMs: 15 * second,
    reason:
      'Each command answers at once; 100 ms a character over serial-over-LAN makes the whole stage take more than a minute.',
  },
  handoff: {
    limitMs: 30 * second,
    silenceMs: 15 * second,
    reason: '`bootz` copies the device tree and prints `Starting kernel ...` within 5 s.',
  },
  'xen-early': {
    limitMs: 90 * second,
    silenceMs: 45 * second,
    reason:
      'A release build of Xen prints nothing until its console is there; with earlyprintk the first line comes in 3 s.',
  },
  xen: {
    limitMs: 2 * minute,
    silenceMs: 60 * second,
    reason:
      'The virtual Midway is through with everything in 20 s; `sync_console` and 38400 baud make it slow, the copy of a large ramdisk makes it silent.',
  },
  'dom0-kernel': {
    limitMs: 5 * minute,
    silenceMs: 60 * second,
    reason:
      'hvc0 shows the first lines late, and a kernel that probes disks may be silent for a while; how long on a node is not measured.',
  },
  'dom0-userspace': {
    limitMs: 10 * minute,
    silenceMs: 2 * minute,
    reason: 'A check of the root file system takes minutes; systemd itself waits 90 s for a device before it says so.',
  },
  checks: {
    limitMs: 10 * minute,
    silenceMs: 2 * minute,
    reason: 'A check is a command of the lab; one that is silent longer needs a limit of its own.',
  },
} as const satisfies Record<BootStage, StageLimit>;

/** The whole boot, whatever its stages say: less than their sum, since a healthy boot is slow in one of them at most. */
export const TOTAL_LIMIT = {
  limitMs: 20 * minute,
  reason:
    'Three loads, a check of the file system and slow firmware together stay below it; a board in a loop of resets does not.',
} as const;
