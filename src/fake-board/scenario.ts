import type { BootStage } from '../../machines/boot/stages.ts';
import type { Speed } from './delays.ts';
import type { Image } from './images.ts';
import type { LineFaults } from './uart.ts';

/** How dom0's userspace (or its kernel) behaves once Xen has started it. */
export const DOM0_FATES = [
  'ok',
  'oops',
  'init-died',
  'no-init',
  'emergency',
  'initramfs',
  'no-getty',
  'late-loop',
  'reboots',
  'powers-off',
] as const;

export type Dom0Fate = (typeof DOM0_FATES)[number];

/** Everything that makes one fake board different from another. */
export interface Scenario {
  readonly name: string;
  /** `new`: U-Boot 2023.01; `calxeda`: a factory build with `Highbank #` and keyed autoboot; `old`: 2012.07 with "any key". */
  readonly firmware: 'new' | 'calxeda' | 'old';
  /** Where the board is when it is started. */
  readonly start: 'off' | 'countdown' | 'prompt' | 'login' | 'shell';
  readonly speed: Speed;
  /** Bits a second of the emulated wire; undefined is as fast as possible. */
  readonly baud: number | undefined;
  readonly seed: number;
  readonly faults: LineFaults;
  /** How likely each line that dom0 prints is to be torn by a kernel message. */
  readonly tear: number;
  /** At this stage the board stops for good: no output, no input. */
  readonly hang: BootStage | undefined;
  /** At this stage the board resets itself. */
  readonly reset: BootStage | undefined;
  /** From this stage on the board runs on, but its output is gone. */
  readonly silent: BootStage | undefined;
  /** In how many boots hang, reset and silent strike. */
  readonly times: number;
  readonly tftp: 'ok' | 'missing' | 'stall' | 'slow' | 'retries' | 'denied';
  readonly dhcp: 'ok' | 'none';
  readonly link: 'up' | 'down';
  /** The stage at which the cable is pulled. */
  readonly linkAt: BootStage | undefined;
  /** The environment in NVRAM; undefined is an empty NVRAM ("bad CRC, using default environment"). */
  readonly nvram: Readonly<Record<string, string>> | undefined;
  readonly cpus: number;
  readonly memoryMib: number;
  /** Whether `/dev/sda2` with a root file system is there. */
  readonly disk: boolean;
  readonly dom0: Dom0Fate;
  readonly user: string;
  /** Empty: no password is asked for. */
  readonly password: string;
  readonly images: readonly Image[];
}
