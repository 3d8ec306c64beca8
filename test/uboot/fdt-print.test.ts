import { expect, test } from 'vitest';
import type { ModuleNode } from '../../src/uboot/device-tree.ts';
import { differences, readPrintedTree, strangers } from '../../src/uboot/fdt-print.ts';

const PRINTED = [
  'chosen {',
  '\txen,xen-bootargs = "console=dtuart dom0_mem=512M";',
  '\tbootargs = "console=ttyAMA0";',
  '\tmodule-initrd {',
  '\t\treg = <0x00000000 0x02000000 0x00000000 0x000db14a>;',
  '\t\tcompatible = "xen,linux-initrd", "xen,multiboot-module";',
  '\t};',
  '\tmodule {',
  '\t\tbootargs = "console=hvc0";',
  '\t\treg = <0x00000000 0x01000000 0x00000000 0x00545200>;',
  '\t\tcompatible = "xen,linux-zimage", "xen,multiboot-module";',
  '\t};',
  '};',
];

const WANTED: ModuleNode[] = [
  { path: '/chosen', properties: new Map([['xen,xen-bootargs', { strings: ['console=dtuart dom0_mem=512M'] }]]) },
  {
    path: '/chosen/module',
    properties: new Map([
      ['compatible', { strings: ['xen,linux-zimage', 'xen,multiboot-module'] }],
      ['reg', { cells: [0, 0x1000000, 0, 0x545200] }],
    ] as const),
  },
];

test('what U-Boot prints of a tree that was set right is no difference', () => {
  expect(differences(WANTED, readPrintedTree('/chosen', PRINTED))).toEqual([]);
});

test('a module of an earlier run is a stranger; the firmware’s own properties are not', () => {
  expect(strangers(WANTED, readPrintedTree('/chosen', PRINTED))).toEqual(['/chosen/module-initrd']);
});

test.each([
  ['a wrong size', '0x00545200', '0x00545201', 'reg'],
  ['a missing cell', ' 0x00545200', '', 'reg'],
  ['a changed character', 'xen,linux-zimage', 'xen,linux-zimbge', 'compatible'],
])('%s is a difference', (_title, right, wrong, name) => {
  const printed = readPrintedTree(
    '/chosen',
    PRINTED.map((line) => line.replace(right, wrong)),
  );

  expect(differences(WANTED, printed).map((difference) => [difference.path, difference.name])).toEqual([
    ['/chosen/module', name],
  ]);
});

test('a property that was not shown is a difference, too', () => {
  const printed = readPrintedTree(
    '/chosen',
    PRINTED.filter((line) => !line.includes('xen,xen-bootargs')),
  );

  expect(differences(WANTED, printed)).toMatchObject([{ path: '/chosen', name: 'xen,xen-bootargs', shown: null }]);
});
