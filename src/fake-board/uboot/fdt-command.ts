import type { DeviceTree, FdtError, TreeNode } from '../device-tree.ts';
import { cells, property, strings } from '../device-tree.ts';
import { formatNode, formatValue, parseValue } from './fdt-text.ts';
import { type Command, hex, type UBoot, USAGE } from './uboot.ts';

const SCRATCHPAD_BYTES = 1024;

type Subcommand = (uboot: UBoot, tree: DeviceTree, argv: readonly string[]) => number;

/** Source: u-boot cmd/fdt.c, do_fdt(): subcommands are told apart by their first letters, in this order. */
const SUBCOMMANDS: readonly (readonly [prefix: string, run: Subcommand])[] = [
  ['mo', move],
  ['mk', makeNode],
  ['se', setProperty],
  ['g', getValue],
  ['p', (uboot, tree, argv) => print(uboot, tree, argv, 32)],
  ['l', (uboot, tree, argv) => print(uboot, tree, argv, 1)],
  ['rm', remove],
  ['h', header],
  ['boo', () => 0],
  ['boa', () => 0],
  ['rs', () => 0],
  ['cho', chosen],
  ['re', resize],
];

export const FDT_COMMAND: Command = {
  name: 'fdt',
  maxArgs: 255,
  repeatable: false,
  summary: 'flattened device tree utility commands',
  usage: 'addr [-c] [-q] <addr> [<size>]  - Set the [control] fdt location to <addr>',
  *run(uboot, argv) {
    const subcommand = argv[1];
    if (subcommand === undefined) return USAGE;
    yield* uboot.board.reach('device-tree');
    if (subcommand.startsWith('ad')) return setAddress(uboot, argv);
    if (uboot.fdtAddress === undefined) {
      uboot.print(
        'No FDT memory address configured. Please configure\nthe FDT address via "fdt addr <address>" command.\nAborting!\n',
      );
      return 1;
    }
    const tree = uboot.board.memory.treeAt(uboot.fdtAddress);
    const found = SUBCOMMANDS.find(([prefix]) => subcommand.startsWith(prefix));
    if (found === undefined) return USAGE;
    if (tree === undefined) {
      uboot.print('libfdt fdt_path_offset() returned FDT_ERR_BADMAGIC\n');
      return 1;
    }
    return found[1](uboot, tree, argv);
  },
};

function setAddress(uboot: UBoot, argv: readonly string[]): number {
  const args = argv.slice(2).filter((arg) => !arg.startsWith('-'));
  const [address, size] = args;
  if (address === undefined) {
    if (uboot.fdtAddress === undefined) return 1;
    uboot.print(`Working fdt: ${uboot.fdtAddress.toString(16).padStart(8, '0')}\n`);
    return 0;
  }
  const at = hex(address);
  const tree = uboot.board.memory.treeAt(at);
  if (tree === undefined) {
    uboot.print(
      at === 0 ? 'The address of the fdt is invalid (NULL).\n' : 'libfdt fdt_check_header(): FDT_ERR_BADMAGIC\n',
    );
    return 1;
  }
  setWorking(uboot, at);
  if (size !== undefined) {
    const bytes = hex(size);
    if (bytes < tree.totalBytes) uboot.print(`New length ${bytes} < existing length ${tree.totalBytes}, ignoring\n`);
    else tree.totalBytes = bytes;
  }
  return 0;
}

function setWorking(uboot: UBoot, address: number): void {
  uboot.fdtAddress = address;
  if (uboot.build.saysWorkingFdt) uboot.print(`Working FDT set to ${address.toString(16)}\n`);
}

function move(uboot: UBoot, _: DeviceTree, argv: readonly string[]): number {
  if (argv.length < 4) return USAGE;
  const tree = uboot.board.memory.treeAt(hex(argv[2]!));
  if (tree === undefined) {
    uboot.print('libfdt fdt_check_header(): FDT_ERR_BADMAGIC\n');
    return 1;
  }
  const bytes = argv[4] === undefined ? tree.totalBytes : hex(argv[4]);
  if (bytes < tree.totalBytes) {
    const upper = (value: number): string => value.toString(16).toUpperCase();
    uboot.print(`New length 0x${upper(bytes)} < existing length 0x${upper(tree.totalBytes)}, aborting.\n`);
    return 1;
  }
  uboot.board.memory.write(hex(argv[3]!), { kind: 'tree', tree: tree.copy(bytes) });
  setWorking(uboot, hex(argv[3]!));
  return 0;
}

function makeNode(uboot: UBoot, tree: DeviceTree, argv: readonly string[]): number {
  if (argv.length < 4) return USAGE;
  return withNode(uboot, tree, argv[2]!, (node) => report(uboot, 'fdt_add_subnode():', tree.addNode(node, argv[3]!)));
}

function setProperty(uboot: UBoot, tree: DeviceTree, argv: readonly string[]): number {
  if (argv.length < 4) return USAGE;
  return withNode(uboot, tree, argv[2]!, (node) => {
    const name = argv[3]!;
    const old = property(node, name);
    if (argv.length > 4 && old !== undefined && old.length > SCRATCHPAD_BYTES) {
      uboot.print(`prop (${old.length}) doesn't fit in scratchpad!\n`);
      return 1;
    }
    const value = argv.length === 4 ? new Uint8Array() : parseValue(argv.slice(4), old);
    if (typeof value === 'string') {
      uboot.print(value);
      return 1;
    }
    if (value.length > SCRATCHPAD_BYTES) {
      // the unchecked buffer runs over into the pointer to the working tree, lowest byte first
      const before = uboot.fdtAddress ?? 0;
      const over = value.slice(SCRATCHPAD_BYTES, SCRATCHPAD_BYTES + 4);
      uboot.fdtAddress =
        over.reduce((address, byte, index) => (address & ~(0xff << (index * 8))) | (byte << (index * 8)), before) >>> 0;
      if (uboot.fdtAddress !== before) {
        uboot.print('libfdt fdt_setprop(): FDT_ERR_BADMAGIC\n');
        return 1;
      }
    }
    return report(uboot, 'fdt_setprop():', tree.setProperty(node, name, value));
  });
}

function getValue(uboot: UBoot, tree: DeviceTree, argv: readonly string[]): number {
  const [, , kind = '', variable = '', path = '', name = ''] = argv;
  if (argv.length < 5 || (argv.length < 6 && !kind.startsWith('s'))) return USAGE;
  return withNode(uboot, tree, path, (node) => {
    if (kind.startsWith('n')) {
      const child = node.children[hex(name)];
      if (child === undefined) {
        uboot.print('libfdt node not found\n');
        return 1;
      }
      uboot.env.set(variable, child.name);
      return 0;
    }
    if (kind.startsWith('s') && argv.length === 5) {
      uboot.env.set(variable, node.children.length.toString(16));
      return 0;
    }
    const value = property(node, name);
    if (value === undefined) {
      uboot.print('libfdt fdt_getprop(): FDT_ERR_NOTFOUND\n');
      return 1;
    }
    if (kind.startsWith('v'))
      uboot.env.set(
        variable,
        formatValue(value)
          .replace(/^[<"[]|[>"\]]$/g, '')
          .split('", "')[0]!,
      );
    else if (kind.startsWith('s'))
      uboot.env.set(variable, `0x${value.length.toString(16).toUpperCase().padStart(8, '0')}`);
    else return USAGE;
    return 0;
  });
}

function print(uboot: UBoot, tree: DeviceTree, argv: readonly string[], depth: number): number {
  const path = argv[2] ?? '/';
  const name = argv[3];
  return withNode(uboot, tree, path, (node) => {
    if (name === undefined) {
      uboot.print(formatNode(node, depth));
      return 0;
    }
    const value = property(node, name);
    if (value === undefined) {
      uboot.print('libfdt fdt_getprop(): FDT_ERR_NOTFOUND\n');
      return 1;
    }
    uboot.print(value.length === 0 ? `${path} ${name}\n` : `${name} = ${formatValue(value)}\n`);
    return 0;
  });
}

function remove(uboot: UBoot, tree: DeviceTree, argv: readonly string[]): number {
  return withNode(uboot, tree, argv[2] ?? '', (node) => {
    // its error code is -1, which the command interpreter takes for a wrong usage
    if (argv[3] !== undefined)
      return report(uboot, 'fdt_delprop(): ', tree.removeProperty(node, argv[3])) === 0 ? 0 : USAGE;
    tree.removeNode(node);
    return 0;
  });
}

function header(uboot: UBoot, tree: DeviceTree): number {
  const size = tree.totalBytes;
  uboot.print(`magic:\t\t\t0xd00dfeed\ntotalsize:\t\t0x${size.toString(16)} (${size})\nversion:\t\t17\n\n`);
  return 0;
}

/** Makes sure that /chosen is there. Source: u-boot common/fdt_support.c, fdt_chosen(). */
function chosen({ build }: UBoot, tree: DeviceTree, argv: readonly string[]): number {
  if (argv.length !== 2 && argv.length !== 4) return USAGE;
  const node = chosenNode(tree);
  if (build.saysVersionInTree !== undefined) tree.setProperty(node, 'u-boot,version', strings(build.saysVersionInTree));
  if (argv.length === 4) {
    const [start, size] = [hex(argv[2]!), hex(argv[3]!)];
    tree.setProperty(node, 'linux,initrd-start', cells(0, start));
    tree.setProperty(node, 'linux,initrd-end', cells(0, start + size - 1));
  }
  return 0;
}

function chosenNode(tree: DeviceTree): TreeNode {
  const found = tree.find('/chosen');
  if (typeof found !== 'string') return found;
  tree.addNode(tree.root, 'chosen');
  return tree.root.children[0]!;
}

function resize(uboot: UBoot, tree: DeviceTree, argv: readonly string[]): number {
  const extra = argv[2] !== undefined && uboot.build.resizeTakesExtra ? hex(argv[2]) : 0;
  tree.resize(uboot.fdtAddress ?? 0, extra);
  return 0;
}

function withNode(uboot: UBoot, tree: DeviceTree, path: string, use: (node: TreeNode) => number): number {
  const node = tree.find(path);
  if (typeof node !== 'string') return use(node);
  uboot.print(`libfdt fdt_path_offset() returned ${node}\n`);
  return 1;
}

function report(uboot: UBoot, call: string, error: FdtError | undefined): number {
  if (error === undefined) return 0;
  uboot.print(`libfdt ${call} ${error}\n`);
  return 1;
}
