import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { makePlan } from '../../src/boot/make-plan.ts';
import type { BootOptions } from '../../src/boot/options.ts';
import { MIDWAY } from '../../src/knowledge/profile.ts';
import { memoryMap, overlaps } from '../../src/uboot/memory-map.ts';
import {
  atBoardAddresses,
  handoffCommands,
  type ImageRole,
  type ImageSizes,
  loadCommands,
  networkCommands,
  treeCommands,
} from '../../src/uboot/plan.ts';
import { wikiForm } from '../../src/uboot/wiki.ts';

const OPTIONS: BootOptions = { xen: 'xen', dom0: 'vmlinuz', network: 'dhcp', uboot: [] };
const SIZES: ImageSizes = new Map<ImageRole, number>([
  ['xen', 0x100008],
  ['dom0', 0x545200],
  ['initrd', 0xd7ba2],
]);

const planOf = (options: Partial<BootOptions> = {}) => makePlan({ ...OPTIONS, ...options }, MIDWAY).plan;
const texts = (commands: readonly { readonly text: string }[]) => commands.map(({ text }) => text);

test('everything is loaded first, then the tree is told with literal addresses and sizes, then bootz', () => {
  const plan = planOf({ initrd: 'initrd.gz', xenArgs: 'dom0_mem=512M', dom0Args: 'quiet' });

  expect(texts([...loadCommands(plan), ...treeCommands(plan, SIZES), ...handoffCommands(plan)])).toEqual([
    'mw.l 0x800000 0 0x80000',
    'tftp 0x800000 xen',
    'tftp 0x1000000 vmlinuz',
    'md.l 0x1000024 3',
    'tftp 0x2000000 initrd.gz',
    'fdt addr 0x1000',
    'fdt resize',
    "fdt set /chosen xen,xen-bootargs 'console=dtuart dtuart=/soc/serial@fff36000 dom0_mem=512M'",
    'fdt mknod /chosen module',
    "fdt set /chosen/module compatible 'xen,linux-zimage' 'xen,multiboot-module'",
    'fdt set /chosen/module reg <0x0 0x1000000 0x0 0x545200>',
    "fdt set /chosen/module bootargs 'console=hvc0 quiet'",
    'fdt mknod /chosen module-initrd',
    "fdt set /chosen/module-initrd compatible 'xen,linux-initrd' 'xen,multiboot-module'",
    'fdt set /chosen/module-initrd reg <0x0 0x2000000 0x0 0xd7ba2>',
    'fdt print /chosen',
    'bootz 0x800000 - 0x1000',
  ]);
});

test.each([
  [{}, 'console=hvc0 root=/dev/sda2'],
  [{ dom0Args: 'root=/dev/sdb1' }, 'console=hvc0 root=/dev/sdb1'],
  [{ initrd: 'initrd.gz' }, 'console=hvc0'],
])('with %j the dom0 arguments are %j', (options, dom0Args) => {
  expect(planOf(options).dom0Args).toBe(dom0Args);
});

test('DHCP is left out when the environment has both addresses', () => {
  const plan = planOf();

  expect(texts(networkCommands(plan, new Map()))).toEqual(['setenv autoload no', 'setenv netretry no', 'dhcp']);
  expect(
    texts(
      networkCommands(
        plan,
        new Map([
          ['ipaddr', '10.0.0.2'],
          ['serverip', '10.0.0.1'],
        ]),
      ),
    ),
  ).not.toContain('dhcp');
});

test('a static network sets every variable that was given', () => {
  const plan = planOf({ network: 'static', ip: '10.0.0.2', serverIp: '10.0.0.1', netmask: '255.255.255.0' });

  expect(texts(networkCommands(plan, new Map()))).toEqual([
    'setenv autoload no',
    'setenv netretry no',
    'setenv ipaddr 10.0.0.2',
    'setenv serverip 10.0.0.1',
    'setenv netmask 255.255.255.0',
  ]);
});

test('a lab’s own lines stand before the loads and before bootz', () => {
  const plan = planOf({ uboot: ['pre-load=usb start', 'pre-bootz=md 1000 1'] });

  expect(texts(loadCommands(plan)).indexOf('usb start')).toBeLessThan(
    texts(loadCommands(plan)).indexOf('tftp 0x800000 xen'),
  );
  expect(texts(treeCommands(plan, SIZES)).at(-1)).toBe('md 1000 1');
});

test('arguments longer than a line are put together in U-Boot’s environment', () => {
  const plan = { ...planOf({ xenArgs: 'x'.repeat(300) }), lineLimit: 200 };
  const commands = texts(treeCommands(plan, SIZES));

  expect(commands.every((text) => text.length <= 200)).toBe(true);
  expect(commands).toContain('fdt set /chosen xen,xen-bootargs "$mws_args"');
});

test('images that overlap are named, sizes included', () => {
  expect(overlaps(memoryMap(planOf({ dom0Addr: '0x900000' }), SIZES))).toEqual([
    'xen (xen) 0x800000-0x900008 overlaps dom0 (vmlinuz) 0x900000-0xe45200',
  ]);
  expect(overlaps(memoryMap(planOf({ initrd: 'initrd.gz' }), SIZES))).toEqual([]);
});

test('the board’s own addresses take the place of the profile’s, but not of a person’s', () => {
  const { plan, chosen } = makePlan({ ...OPTIONS, xenAddr: '0xa00000' }, MIDWAY);
  const environment = new Map([
    ['kernel_addr_r', '0x2000000'],
    ['fdt_addr', '2000'],
  ]);

  expect(handoffCommands(atBoardAddresses(plan, chosen, environment))[0]?.text).toBe('bootz 0xa00000 - 0x2000');
});

test('Xen’s 1023 characters are kept to before anything is sent', () => {
  expect(() => treeCommands(planOf({ xenArgs: 'x'.repeat(1000) }), SIZES)).toThrow('Xen takes 1023 at most');
});

test('the form of the Xen wiki has the steps of the page', () => {
  expect(wikiForm(planOf())).toEqual([
    'tftp $kernel_addr_r xen',
    'fdt addr $fdt_addr',
    'fdt resize',
    'fdt set /chosen xen,xen-bootargs "console=dtuart dtuart=/soc/serial@fff36000"',
    'setenv dom0_addr 0x1000000',
    'tftp $dom0_addr vmlinuz',
    'fdt mknod /chosen module',
    'fdt set /chosen/module compatible "xen,linux-zimage" "xen,multiboot-module"',
    'fdt set /chosen/module reg <0x0 $dom0_addr 0x0 0x$filesize>',
    'fdt set /chosen/module bootargs "console=hvc0 root=/dev/sda2"',
    'bootz $kernel_addr_r - $fdt_addr',
  ]);
});

test('the recordings agree that this U-Boot takes these commands', () => {
  const recording = readFileSync(new URL('../../fixtures/recordings/ok-earlyprintk.log', import.meta.url), 'latin1');

  expect(recording).toContain(
    '=> fdt mknod /chosen module\r\n=> fdt set /chosen/module compatible "xen,linux-zimage" "xen,multiboot-module"\r\n=> ',
  );
});

test('the form of the Xen wiki quotes arguments so that hush does not look into them', () => {
  const lines = wikiForm(planOf({ xenArgs: 'a=$b', dom0Args: 'dyndbg="file x +p"' }));

  expect(lines).toContain("fdt set /chosen xen,xen-bootargs 'console=dtuart dtuart=/soc/serial@fff36000 a=$b'");
  expect(lines).toContain(`fdt set /chosen/module bootargs 'console=hvc0 root=/dev/sda2 dyndbg="file x +p"'`);
});

test.each([{ xen: 'a b' }, { initrd: "it's" }, { xsm: '' }, { uboot: ['pre-bootz=echo a # b'] }])(
  'what hush cannot carry is refused when the plan is made: %j',
  (options) => {
    expect(() => planOf(options)).toThrow(/cannot (?:pass|send)/);
  },
);
