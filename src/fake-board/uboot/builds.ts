import type { Scenario } from '../scenario.ts';

/** What differs between the U-Boot builds that a node may have. Source: u-boot: configs/highbank_defconfig, include/configs/highbank.h by release. */
export interface UBootBuild {
  readonly banner: string;
  /** What `version` adds below the banner. */
  readonly toolchain: readonly string[];
  readonly prompt: string;
  readonly autoboot: 'keyed' | 'any-key';
  /** CONFIG_SYS_CBSIZE: how many characters a line may have. */
  readonly lineBytes: number;
  /** Console names: driver-model names or the older ones. */
  readonly serial: string;
  readonly ethernet: readonly [string, string];
  /** Lines between the banner and the environment, and between the environment and the network. */
  readonly before: readonly string[];
  readonly scsi: readonly string[];
  readonly badMagic: string;
  /** What `fdt chosen` and `bootz` note in /chosen as `u-boot,version`. */
  readonly saysVersionInTree: string | undefined;
  /** `Working FDT set to …` (v2023.01 and later). */
  readonly saysWorkingFdt: boolean;
  /** `fdt resize` takes extra bytes (v2018.01 and later). */
  readonly resizeTakesExtra: boolean;
  /** Whether the zImage's address is printed (v2013.07 and later). */
  readonly saysKernelImage: boolean;
  /** Whether a transfer without `netretry` is retried for ever (before v2015.07). */
  readonly retriesForEver: boolean;
}

const NEW: UBootBuild = {
  banner: 'U-Boot 2023.01 (Jun 22 2026 - 08:38:07 +0000)',
  toolchain: ['arm-linux-gnueabihf-gcc (Debian 12.2.0-14) 12.2.0', 'GNU ld (GNU Binutils for Debian) 2.40'],
  prompt: '=> ',
  autoboot: 'keyed',
  lineBytes: 1024,
  serial: 'serial@fff36000',
  ethernet: ['ethernet@fff50000', 'ethernet@fff51000'],
  before: ['WARNING: Caches not enabled', 'Core:  16 devices, 9 uclasses, devicetree: board'],
  scsi: ['SCSI:  '],
  badMagic: 'zimage: Bad magic!',
  saysVersionInTree: '2023.01',
  saysWorkingFdt: true,
  resizeTakesExtra: true,
  saysKernelImage: true,
  retriesForEver: false,
};

const CALXEDA: UBootBuild = {
  ...NEW,
  banner: 'U-Boot 2013.01-rc1_cx_2013.01.17 (Jan 17 2013 - 16:04:19)',
  toolchain: ['arm-linux-gnueabihf-gcc (Ubuntu/Linaro 4.6.3-1ubuntu5) 4.6.3', 'GNU ld (GNU Binutils for Ubuntu) 2.22'],
  prompt: 'Highbank #',
  serial: 'serial',
  ethernet: ['xgmac0', 'xgmac1'],
  before: ['WARNING: Caches not enabled'],
  scsi: [
    'scanning bus for devices...',
    'SATA link 0 timeout.',
    'AHCI 0001.0300 32 slots 5 ports 3 Gbps 0x1f impl SATA mode',
    'flags: ncq stag pm led clo only pmp pio slum part ccc apst ',
  ],
  badMagic: 'Bad Linux ARM zImage magic!',
  saysVersionInTree: undefined,
  saysWorkingFdt: false,
  resizeTakesExtra: false,
  saysKernelImage: false,
  retriesForEver: true,
};

/** The builds by the scenario's name for them. */
export const BUILDS: Record<Scenario['firmware'], UBootBuild> = {
  new: NEW,
  calxeda: CALXEDA,
  old: {
    ...CALXEDA,
    banner: 'U-Boot 2012.07_cx_2012.10.29 (Oct 29 2012 - 11:20:41)',
    autoboot: 'any-key',
    lineBytes: 256,
  },
};
