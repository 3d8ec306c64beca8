/** How a Xen release words what it says; `{…}` are filled in. Sources: Xen's own (xen/arch/arm, xen/drivers/char/console.c); our recordings of 4.17.5. */
export interface XenWording {
  /** Printed by head.S before there is a console. */
  readonly early: readonly string[];
  /** Whether lines of the early boot carry `(XEN) ` (4.5 and later). */
  readonly earlyPrefix: string;
  readonly module: string;
  /** The line after the boot modules' command lines. */
  readonly heap: readonly string[];
  readonly lookingForUart: string;
  /** With `!`: only in debug builds. */
  readonly banner: readonly string[];
  readonly releaseBanner: string;
  readonly loadingKernel: string;
  readonly loadingInitrd: string | undefined;
  readonly placed: readonly string[];
  readonly inputToDom0: string;
  readonly inputToXen: string;
  readonly dom0: 'Hardware Dom0' | 'Domain 0';
}

const COMPILER = '(arm-linux-gnueabihf-gcc (Debian 12.2.0-14) 12.2.0)';

const XEN_4_17: XenWording = {
  early: ['UART enabled', 'Boot CPU booting', 'Setting up control registers', 'Turning on paging', 'Zero BSS', 'Ready'],
  earlyPrefix: '(XEN) ',
  module: 'MODULE[{index}]: {start} - {end} {kind}',
  heap: [
    'Xen heap: 000000007c000000-0000000080000000 (16384 pages)',
    'Dom heap: {domHeapPages} pages',
    'Domain heap initialised',
    'Booting using Device Tree',
  ],
  lookingForUart: 'Looking for dtuart at "{path}", options ""',
  banner: [
    `Xen version 4.17.5 (Debian ) (@) ${COMPILER} debug=y unknown`,
    'build-id: af661f3f84003dee669f64b2f863668788d12cdb',
  ],
  releaseBanner: `Xen version 4.17.5 (Debian 4.17.5+72-g01140da4e8-1) (pkg-xen-devel@lists.alioth.debian.org) (arm-linux-gnueabihf-gcc (Debian 12.2.0-14+deb12u1) 12.2.0) debug=n Sat Nov 29 13:52:25 UTC 2025`,
  loadingKernel: 'Loading d0 kernel from boot module @ {kernel}',
  loadingInitrd: 'Loading ramdisk from boot module @ {initrd}',
  placed: [
    'Loading zImage from {kernel} to {kernelTo}-{kernelEnd}',
    '?Loading d0 initrd from {initrd} to 0x{initrdTo}-0x{initrdEnd}',
    'Loading d0 DTB to 0x{treeTo}-0x{treeEnd}',
  ],
  inputToDom0: "*** Serial input to DOM0 (type 'CTRL-a' three times to switch input)",
  inputToXen: "*** Serial input to Xen (type 'CTRL-a' three times to switch input)",
  dom0: 'Hardware Dom0',
};

const XEN_4_4: XenWording = {
  early: [
    'UART enabled',
    'CPU 00000000 booting',
    'Xen starting in Hyp mode',
    'Zero BSS',
    'Setting up control registers',
    'Turning on paging',
    'Ready',
  ],
  earlyPrefix: '',
  module: 'MODULE[{index}]: {start} - {end}',
  heap: [
    'Placing Xen at 0x000000007fc00000-0x000000007fe00000',
    'Xen heap: 65536 pages  Dom heap: {domHeapPages} pages',
    'Domain heap initialised',
  ],
  lookingForUart: 'Looking for UART console {path}',
  banner: [
    `Xen version 4.4.0 (root@) ${COMPILER} debug=y Tue Mar 11 09:30:00 UTC 2014`,
    'Latest ChangeSet: Mon Mar 10 2014',
  ],
  releaseBanner: `Xen version 4.4.0 (root@) ${COMPILER} debug=n Tue Mar 11 09:30:00 UTC 2014`,
  loadingKernel: 'Loading kernel from boot module 2',
  loadingInitrd: undefined,
  placed: [
    'Loading zImage from {kernel} to {kernelTo}-{kernelEnd}',
    '?Loading dom0 initrd from {initrd} to 0x{initrdTo}-0x{initrdEnd}',
    'Loading dom0 DTB to 0x{treeTo}-0x{treeEnd}',
  ],
  inputToDom0: "*** Serial input -> DOM0 (type 'CTRL-a' three times to switch input to Xen)",
  inputToXen: "*** Serial input -> Xen (type 'CTRL-a' three times to switch input to DOM0)",
  dom0: 'Domain 0',
};

/** The wordings by release. */
export const XEN_WORDINGS = { '4.17.5': XEN_4_17, '4.4.0': XEN_4_4 } as const;

/** From the processor to the CPUs; `!` marks what only debug builds say. */
export const HARDWARE_LINES: readonly string[] = [
  'Processor: 414fc0f0: "ARM Limited", variant: 0x4, part 0xc0f,rev 0x0',
  '32-bit Execution:',
  '  Processor Features: 00001131:00011011',
  '    Instruction Sets: AArch32 A32 Thumb Thumb-2 ThumbEE Jazelle',
  '    Extensions: GenericTimer Security',
  '  Debug Features: 02010555',
  '  Auxiliary Features: 00000000',
  '  Memory Model Features: 10201105 20000000',
  '                         01240000 02102211',
  '  ISA Features: 02101110 13112111 21232041',
  '                11112131 10011142 00000000',
  '!Using SMC Calling Convention v1.0',
  '!Using PSCI v1.1',
  '!SMP: Allowing {cpus} CPUs',
  'Generic Timer IRQ: phys=30 hyp=26 virt=27 Freq: 62500 KHz',
  'GICv2 initialization:',
  '        gic_dist_addr=00000000fff11000',
  '        gic_cpu_addr=00000000fff12000',
  '        gic_hyp_addr=00000000fff14000',
  '        gic_vcpu_addr=00000000fff16000',
  '        gic_maintenance_irq=25',
  'GICv2: 160 lines, {cpus} cpus, secure (IID 0000043b).',
  'XSM Framework v1.0.1 initialized',
  'Initialising XSM SILO mode',
  'Using scheduler: SMP Credit Scheduler rev2 (credit2)',
  'Initializing Credit2 scheduler',
  '! load_precision_shift: 18',
  '! load_window_shift: 30',
  '! underload_balance_tolerance: 0',
  '! overload_balance_tolerance: -3',
  '! runqueues arrangement: socket',
  '! cap enforcement granularity: 10ms',
  '!load tracking window length 1073741824 ns',
  'Allocated console ring of {ringKib} KiB.',
  'VFP implementer 0x41 architecture 4 part 0x30 variant 0xf rev 0x0',
  '!CPU0: Guest atomics will try 1 times before pausing the domain',
];

/** What a secondary CPU says through earlyprintk, between its `Bringing up` and `booted`. */
export const SECONDARY_EARLY = ['Setting up control registers', 'Turning on paging', 'Ready'];

/** From the CPUs to dom0. */
export const VIRTUALISATION_LINES: readonly string[] = [
  'I/O virtualisation disabled',
  'P2M: 40-bit IPA',
  'P2M: 3 levels with order-1 root, VTCR 0x80003558',
  'Scheduling granularity: cpu, 1 CPU per sched-resource',
  'Initializing Credit2 scheduler',
];

/** Before the panic of a Xen whose image is damaged, as recorded. */
export const DATA_ABORT: readonly string[] = [
  'CPU0: Unexpected Trap: Data Abort',
  '----[ Xen-4.17.5  arm32  debug=y  Not tainted ]----',
  'CPU:    0',
  'PC:     00221000 scrub_free_pages+0x194/0x490',
  'CPSR:   600001da MODE:Hypervisor',
  'Xen call trace:',
  '   [<00221000>] scrub_free_pages+0x194/0x490 (PC)',
  '   [<002caad4>] start_xen+0x898/0x11b8',
  '',
];

export const SYNCHRONOUS_WARNING: readonly string[] = [
  'WARNING: CONSOLE OUTPUT IS SYNCHRONOUS',
  'This option is intended to aid debugging of Xen by ensuring',
  'that all output is synchronously delivered on the serial line.',
  'However it can introduce SIGNIFICANT latencies and affect',
  'timekeeping. It is NOT recommended for production use!',
];

/** After the hand-over, while dom0's kernel finds its way. */
export const FIRST_TRAPS: readonly string[] = [
  '!d0v0 Unhandled SMC/HVC: 0x8600ff01',
  ...[4, 8, 12, 16, 0].map((register) => `d0v0: vGICD: unhandled word write 0xffffffff to ICACTIVER${register}`),
];

/** Debug keys: what each says it does, as recorded from Xen 4.17.5. */
export const DEBUG_KEYS: Readonly<Record<string, string>> = {
  '%': 'trap to xendbg',
  '*': 'print all diagnostics',
  '+': 'increase log level threshold',
  '-': 'decrease log level threshold',
  '0': 'dump Dom0 registers',
  A: 'toggle alternative key handling',
  G: 'toggle host/guest log level adjustment',
  H: 'dump heap info',
  R: 'reboot machine',
  a: 'dump timer queues',
  d: 'dump registers',
  e: 'dump evtchn info',
  g: 'print grant table usage',
  h: 'show this message',
  m: 'memory info',
  q: 'dump domain (and guest debug) info',
  r: 'dump run queues',
  t: 'display multi-cpu clock info',
  w: 'synchronously dump console ring buffer (dmesg)',
};
