import type { Program } from '../cpu.ts';
import { strings } from '../device-tree.ts';
import { runXen } from '../xen/main.ts';
import { type Command, hex, type UBoot, USAGE } from './uboot.ts';

const ZIMAGE_MAGIC = 0x016f2818;
/** CONFIG_SYS_FDT_PAD: what U-Boot adds to the tree before it hands it over. */
const TREE_PAD_BYTES = 0x3000;
/** CONFIG_SYS_BOOTMAPSZ: where the tree goes without `fdt_high`. */
const BOOTMAP_BYTES = 0x1000000;

/** Source: u-boot cmd/bootz.c, boot/bootm.c, boot/image-fdt.c, arch/arm/lib/{zimage,bootm,reset}.c. */
export const BOOT_COMMANDS: readonly Command[] = [
  {
    name: 'bootz',
    maxArgs: 16,
    repeatable: true,
    summary: 'boot Linux zImage image from memory',
    usage: '[addr [initrd[:size]] [fdt]]',
    *run(uboot, argv) {
      yield* uboot.board.reach('handoff');
      return yield* bootz(uboot, argv);
    },
  },
  {
    name: 'bootm',
    maxArgs: 16,
    repeatable: true,
    summary: 'boot application image from memory',
    usage: '[addr [arg ...]]',
    run({ print }) {
      print("Wrong Image Format for bootm command\nERROR: can't get kernel image!\n");
      return 1;
    },
  },
  {
    name: 'go',
    maxArgs: 16,
    repeatable: true,
    summary: "start application at address 'addr'",
    usage: "addr [arg ...]\n    - start application at address 'addr'\n      passing 'arg' as arguments",
    run: () => USAGE,
  },
  {
    name: 'reset',
    maxArgs: 2,
    repeatable: false,
    summary: 'Perform RESET of the CPU',
    usage: '- cold boot without level specifier',
    *run(uboot) {
      return yield* reset(uboot);
    },
  },
];

/** Prints `resetting ...` and resets; never returns. */
export function* reset({ print }: UBoot): Program<number> {
  print('resetting ...\n');
  yield { reset: true };
  return 0;
}

function* bootz(uboot: UBoot, argv: readonly string[]): Program<number> {
  const { board, build, env, print } = uboot;
  const address = argv[1] === undefined ? uboot.loadAddress : hex(argv[1]);
  if (board.memory.readWord(address + 0x24) !== ZIMAGE_MAGIC) {
    print(`${build.badMagic}\n`);
    return 1;
  }
  const end = board.memory.readWord(address + 0x2c);
  if (build.saysKernelImage) print(`Kernel image @ ${pad(address)} [ ${pad(0)} - ${pad(end)} ]\n`);
  const ramdisk = argv[2];
  if (ramdisk !== undefined && ramdisk !== '-' && !ramdisk.includes(':')) {
    print('Wrong Ramdisk Image Format\nRamdisk image is corrupt or invalid\n');
    return 1;
  }
  if (argv[3] === undefined) {
    setWorkingTree(uboot, 0);
    print('FDT and ATAGS support not compiled in\n\n');
    return yield* reset(uboot);
  }
  const treeAddress = hex(argv[3]);
  const firmwareTree = board.memory.treeAt(treeAddress);
  if (firmwareTree === undefined) {
    print('ERROR: Did not find a cmdline Flattened Device Tree\nCould not find a valid device tree\n');
    return 1;
  }
  print(`## Flattened Device Tree blob at ${address8(treeAddress)}\n`);
  print(`   Booting using the fdt blob at ${pad(treeAddress)}\n`);
  setWorkingTree(uboot, treeAddress);

  const ramdiskTop = moveRamdisk(uboot, ramdisk);
  const allocated = firmwareTree.totalBytes + TREE_PAD_BYTES;
  const high = env.get('fdt_high');
  const inPlace = high !== undefined && hex(high) === 0xffffffff;
  const top = Math.min(high === undefined ? BOOTMAP_BYTES : hex(high), ramdiskTop);
  const target = inPlace ? treeAddress : (top - allocated) & ~0xfff;
  const span = `${address8(target)}, end ${address8(target + allocated - 1)}`;
  print(inPlace ? `   Using Device Tree in place at ${span}\n` : `   Loading Device Tree to ${span} ... OK\n`);
  const tree = firmwareTree.copy(allocated);
  setWorkingTree(uboot, target);
  const chosen = tree.find('/chosen');
  const bootargs = env.get('bootargs');
  if (typeof chosen !== 'string') {
    if (bootargs !== undefined) tree.setProperty(chosen, 'bootargs', strings(bootargs));
    if (build.saysVersionInTree !== undefined)
      tree.setProperty(chosen, 'u-boot,version', strings(build.saysVersionInTree));
  }
  tree.resize(target);
  board.memory.write(target, { kind: 'tree', tree });
  print('\nStarting kernel ...\n\n');
  yield* board.wait('xenStart');
  yield* runXen(board, { xenAddress: address, treeAddress: target });
  return 1;
}

/** Moves a ramdisk given as ADDRESS:SIZE below `initrd_high`; returns what is left below it. */
function moveRamdisk({ board, env, print }: UBoot, argument: string | undefined): number {
  const [from, size] = (argument ?? '-').split(':');
  if (size === undefined) return 0xffffffff;
  const target = (hex(env.get('initrd_high') ?? '20000000') - hex(size)) & ~0xfff;
  print(`   Loading Ramdisk to ${address8(target)}, end ${address8(target + hex(size))} ... OK\n`);
  const content = board.memory.at(hex(from!))?.content;
  if (content !== undefined) board.memory.write(target, content);
  return target;
}

function setWorkingTree(uboot: UBoot, address: number): void {
  uboot.fdtAddress = address;
  if (uboot.build.saysWorkingFdt) uboot.print(`Working FDT set to ${address.toString(16)}\n`);
}

/** `%#08lx` */
function pad(value: number): string {
  return value === 0 ? '0x000000' : `0x${value.toString(16).padStart(6, '0')}`;
}

/** `%08lx` */
function address8(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}
