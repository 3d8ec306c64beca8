import { cells, DeviceTree, strings, type TreeNode } from './device-tree.ts';

interface NodeSize {
  readonly cpus: number;
  readonly memoryMib: number;
}

type Value = Uint8Array | string | readonly string[] | number | true;

/** Describes one node: properties first, then its children. */
function node(name: string, properties: Readonly<Record<string, Value>>, ...children: TreeNode[]): TreeNode {
  return {
    name,
    properties: Object.entries(properties).map(([key, value]) => ({ name: key, value: encode(value) })),
    children,
  };
}

function encode(value: Value): Uint8Array {
  if (value === true) return new Uint8Array();
  if (typeof value === 'number') return cells(value);
  if (typeof value === 'string') return strings(value);
  return value instanceof Uint8Array ? value : strings(...value);
}

const PERIPHERAL_CLOCK = 7;
const OSCILLATOR = 8;

/** A PrimeCell on the SoC's bus: 4 KiB of registers and one shared interrupt. */
function primeCell(name: string, address: number, interrupt: number, part: string): TreeNode {
  return node(`${name}@${address.toString(16)}`, {
    compatible: [`arm,${part}`, 'arm,primecell'],
    reg: cells(address, 0x1000),
    interrupts: cells(0, interrupt, 4),
    clocks: cells(PERIPHERAL_CLOCK),
    'clock-names': 'apb_pclk',
  });
}

/** A GPIO bank, unused on this board but for the last one, which drives the disks' lights. */
function gpio(bank: number): TreeNode {
  const address = 0xfff30000 + bank * 0x1000;
  const { name, properties, children } = primeCell('gpio', address, 14 + bank, 'pl061');
  const [compatible, ...rest] = properties;
  const before = node('', { '#gpio-cells': 2 }).properties;
  const after = node('', { status: 'disabled', ...(bank === 3 ? { phandle: 5 } : {}) }).properties;
  const controller = node('', { 'gpio-controller': true }).properties;
  return { name, properties: [...before, compatible!, ...controller, ...rest, ...after], children };
}

function ethernet(address: number, firstInterrupt: number): TreeNode {
  return node(`ethernet@${address.toString(16)}`, {
    compatible: 'calxeda,hb-xgmac',
    reg: cells(address, 0x1000),
    interrupts: cells(...[0, 1, 2].flatMap((index) => [0, firstInterrupt + index, 4])),
    'dma-coherent': true,
  });
}

function clock(name: string, kind: string, properties: Readonly<Record<string, Value>>): TreeNode {
  return node(name, { '#clock-cells': 0, compatible: kind, ...properties });
}

/**
 * The device tree that the ECME leaves at 0x1000 of a Midway node: addresses and interrupts of the ECX-2000, root
 * cells 2/2, and the native console in /chosen. Sources: u-boot: doc/board/highbank/highbank.rst; the virtual Midway's `fdt print`.
 */
export function firmwareTree({ cpus, memoryMib }: NodeSize): DeviceTree {
  const root = node(
    '',
    { model: 'Calxeda ECX-2000', compatible: 'calxeda,ecx-2000', '#address-cells': 2, '#size-cells': 2 },
    node(
      'cpus',
      { '#address-cells': 1, '#size-cells': 0 },
      ...Array.from({ length: cpus }, (_, index) =>
        node(`cpu@${index}`, {
          compatible: 'arm,cortex-a15',
          device_type: 'cpu',
          reg: index,
          clocks: cells(1),
          'clock-names': 'cpu',
        }),
      ),
    ),
    node('memory@0', { device_type: 'memory', reg: cells(0, 0, 0, memoryMib * 0x100000) }),
    node(
      'soc',
      {
        ranges: cells(0, 0, 0, 0xffffffff),
        '#address-cells': 1,
        '#size-cells': 1,
        compatible: 'simple-bus',
        'interrupt-parent': 2,
      },
      node('timer', {
        compatible: ['arm,cortex-a15-timer', 'arm,armv7-timer'],
        interrupts: cells(1, 13, 0xf08, 1, 14, 0xf08, 1, 11, 0xf08, 1, 10, 0xf08),
      }),
      node('memory-controller@fff00000', {
        compatible: 'calxeda,ecx-2000-ddr-ctrl',
        reg: cells(0xfff00000, 0x1000),
        interrupts: cells(0, 91, 4),
      }),
      node('interrupt-controller@fff11000', {
        compatible: 'arm,cortex-a15-gic',
        '#interrupt-cells': 3,
        '#address-cells': 0,
        'interrupt-controller': true,
        interrupts: cells(1, 9, 0xf04),
        reg: cells(0xfff11000, 0x1000, 0xfff12000, 0x2000, 0xfff14000, 0x2000, 0xfff16000, 0x2000),
        phandle: 2,
      }),
      node('pmu', {
        compatible: 'arm,cortex-a9-pmu',
        interrupts: cells(...[76, 75, 74, 73].flatMap((irq) => [0, irq, 4])),
      }),
      node('sata@ffe08000', {
        compatible: 'calxeda,hb-ahci',
        reg: cells(0xffe08000, 0x10000),
        interrupts: cells(0, 83, 4),
        'dma-coherent': true,
        'calxeda,port-phys': cells(3, 0, 4, 0, 4, 1, 4, 2, 4, 3),
        'calxeda,sgpio-gpio': cells(5, 5, 1, 5, 6, 1, 5, 7, 1),
        'calxeda,led-order': cells(4, 0, 1, 2, 3),
      }),
      node('sdhci@ffe0e000', {
        compatible: 'calxeda,hb-sdhci',
        reg: cells(0xffe0e000, 0x1000),
        interrupts: cells(0, 90, 4),
        clocks: 6,
        status: 'disabled',
      }),
      primeCell('ipc', 0xfff20000, 7, 'pl320'),
      ...[0, 1, 2, 3].map(gpio),
      primeCell('timer', 0xfff34000, 18, 'sp804'),
      primeCell('rtc', 0xfff35000, 19, 'pl031'),
      node('serial@fff36000', {
        compatible: ['arm,pl011', 'arm,primecell'],
        reg: cells(0xfff36000, 0x1000),
        interrupts: cells(0, 20, 4),
        clocks: cells(PERIPHERAL_CLOCK, PERIPHERAL_CLOCK),
        'clock-names': ['uartclk', 'apb_pclk'],
      }),
      node('smic@fff3a000', {
        compatible: 'ipmi-smic',
        device_type: 'ipmi',
        reg: cells(0xfff3a000, 0x1000),
        interrupts: cells(0, 24, 4),
        'reg-size': 4,
        'reg-spacing': 4,
      }),
      node(
        'sregs@fff3c000',
        { compatible: 'calxeda,hb-sregs', reg: cells(0xfff3c000, 0x1000) },
        node(
          'clocks',
          { '#address-cells': 1, '#size-cells': 0 },
          clock('oscillator', 'fixed-clock', { 'clock-frequency': 33333000, phandle: OSCILLATOR }),
          clock('ddrpll', 'calxeda,hb-pll-clock', { clocks: OSCILLATOR, reg: 0x108 }),
          clock('a9pll', 'calxeda,hb-pll-clock', { clocks: OSCILLATOR, reg: 0x100, phandle: 1 }),
          clock('a9periphclk', 'calxeda,hb-a9periph-clock', { clocks: 1, reg: 0x104 }),
          clock('a9bclk', 'calxeda,hb-a9bus-clock', { clocks: 1, reg: 0x104 }),
          clock('emmcpll', 'calxeda,hb-pll-clock', { clocks: OSCILLATOR, reg: 0x10c, phandle: 9 }),
          clock('eclk', 'calxeda,hb-emmc-clock', { clocks: 9, reg: 0x114, phandle: 6 }),
          clock('pclk', 'fixed-clock', { 'clock-frequency': 150000000, phandle: PERIPHERAL_CLOCK }),
        ),
      ),
      primeCell('dma', 0xfff3d000, 92, 'pl330'),
      ethernet(0xfff50000, 77),
      ethernet(0xfff51000, 80),
      node('combo-phy@fff58000', {
        compatible: 'calxeda,hb-combophy',
        '#phy-cells': 1,
        reg: cells(0xfff58000, 0x1000),
        phydev: 5,
        phandle: 4,
      }),
      node('combo-phy@fff5d000', {
        compatible: 'calxeda,hb-combophy',
        '#phy-cells': 1,
        reg: cells(0xfff5d000, 0x1000),
        phydev: 31,
        phandle: 3,
      }),
    ),
    node('chosen', { bootargs: 'console=ttyAMA0' }),
    node('psci', {
      compatible: ['arm,psci-0.2', 'arm,psci'],
      method: 'smc',
      cpu_suspend: 0x84000001,
      cpu_off: 0x84000002,
      cpu_on: 0x84000003,
    }),
  );
  return new DeviceTree(root, [[0n, 0x1000n]]);
}
