import { cellsOf, type DeviceTree, property, stringsOf, type TreeNode } from '../device-tree.ts';

export type ModuleKind = 'Kernel' | 'Ramdisk' | 'XSM' | 'Device Tree' | 'Xen';

/** A boot module as the tree describes it. */
export interface BootModule {
  readonly kind: ModuleKind;
  readonly start: number;
  readonly size: number;
  readonly commandLine: string | undefined;
}

/** What Xen reads from the device tree, or why it gives up doing so. */
export type BootInfo =
  | { readonly panic: string }
  | { readonly modules: readonly BootModule[]; readonly tree: DeviceTree };

const KINDS: readonly (readonly [string, ModuleKind])[] = [
  ['xen,linux-zimage', 'Kernel'],
  ['multiboot,kernel', 'Kernel'],
  ['xen,linux-initrd', 'Ramdisk'],
  ['multiboot,ramdisk', 'Ramdisk'],
  ['xen,xsm-policy', 'XSM'],
];

/** Source: xen arch/arm/bootfdt.c, process_multiboot_node(). */
export function readBootInfo(tree: DeviceTree): BootInfo {
  const memory = tree.root.children.find(({ name }) => name.startsWith('memory'));
  if (memory === undefined) return { panic: 'No memory bank' };
  const chosen = tree.find('/chosen');
  const modules: BootModule[] = [];
  if (typeof chosen === 'string') return { modules, tree };
  const cellsNeeded = cellCount(chosen, tree.root, '#address-cells') + cellCount(chosen, tree.root, '#size-cells');
  const addressCells = cellCount(chosen, tree.root, '#address-cells');
  for (const node of chosen.children) {
    const compatible = stringsOf(property(node, 'compatible'));
    if (!compatible.includes('xen,multiboot-module') && !compatible.includes('multiboot,module')) continue;
    const reg = property(node, 'reg');
    if (reg === undefined) return { panic: `node ${node.name} missing \`reg' property` };
    const values = cellsOf(reg);
    if (values.length < cellsNeeded)
      return { panic: `fdt: node \`${node.name}': \`reg\` property length is too short` };
    const bootargs = property(node, 'bootargs');
    if (bootargs !== undefined && bootargs.length > 1024) return { panic: `module ${node.name} command line too long` };
    modules.push({
      kind: KINDS.find(([name]) => compatible.includes(name))?.[1] ?? guess(modules),
      start: values[addressCells - 1]!,
      size: values[cellsNeeded - 1]!,
      commandLine: bootargs === undefined ? undefined : stringsOf(bootargs)[0],
    });
  }
  return { modules, tree };
}

/** The first module without a type is the kernel, the second the ramdisk. */
function guess(modules: readonly BootModule[]): ModuleKind {
  return modules.some(({ kind }) => kind === 'Kernel') ? 'Ramdisk' : 'Kernel';
}

/** A cell count of /chosen, inherited from the root when it has none. */
function cellCount(chosen: TreeNode, root: TreeNode, name: string): number {
  return cellsOf(property(chosen, name))[0] ?? cellsOf(property(root, name))[0] ?? 2;
}

/** The command lines as Xen chooses them. Source: xen arch/arm/bootfdt.c, boot_fdt_cmdline(); domain_build.c. */
export function commandLines(
  tree: DeviceTree,
  kernel: BootModule | undefined,
): { xen: string | undefined; dom0: string } {
  const chosen = tree.find('/chosen');
  const read = (name: string): string | undefined =>
    typeof chosen === 'string' ? undefined : stringsOf(property(chosen, name))[0];
  const bootargs = read('bootargs');
  const xenArgs = read('xen,xen-bootargs');
  const dom0Args = read('xen,dom0-bootargs') ?? kernel?.commandLine;
  if (xenArgs !== undefined) return { xen: xenArgs, dom0: dom0Args ?? bootargs ?? '' };
  return { xen: dom0Args === undefined ? undefined : bootargs, dom0: dom0Args ?? bootargs ?? '' };
}

/** Options of a command line: the last one of a name counts. */
export function option(commandLine: string | undefined, name: string): string | undefined {
  const words = (commandLine ?? '').split(/\s+/);
  return words.findLast((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** Whether a bare word is on a command line. */
export function flag(commandLine: string | undefined, name: string): boolean {
  return (commandLine ?? '').split(/\s+/).includes(name);
}

/** A size such as 512M, in MiB; plain numbers are kB, as Xen reads them. */
export function sizeMib(text: string | undefined): number | undefined {
  const [, digits, unit = ''] = /^(?:max:)?(\d+)([kKmMgG]?)/.exec(text ?? '') ?? [];
  if (digits === undefined) return undefined;
  const factor = { '': 1 / 1024, k: 1 / 1024, m: 1, g: 1024 }[unit.toLowerCase()] ?? 1;
  return Number(digits) * factor;
}
