import type { FakeBoard } from '../board.ts';
import { type Image, isComplete } from '../images.ts';
import { fill, hex16 } from '../text/fill.ts';
import type { XenWording } from '../text/xen.ts';
import type { BootModule } from './boot-info.ts';
import type { XenConsole } from './console.ts';

const ZIMAGE_MAGIC = 0x016f2818;
const MIB = 0x100000;
/** What Xen and its heaps keep for themselves. */
const XEN_MIB = 136;
/** With less than this the kernel does not get to its first line. */
const STARVED_MIB = 64;
/** What a 32-bit Xen makes of larger sizes. */
const LARGEST_MIB = 4096;

interface Parts {
  readonly kernel: BootModule | undefined;
  readonly ramdisk: BootModule | undefined;
  readonly dom0Mib: number;
}

/** What became of dom0: its initrd if it has one, and what is wrong with it that Xen does not see; or Xen's last words. */
export type Built =
  | { readonly panic: string }
  | { readonly damaged: true }
  | { readonly starved: number }
  | { readonly initrd: Image | undefined };

/** Builds dom0 from the modules, saying what Xen says. Source: xen arch/arm/domain_build.c, kernel.c. */
export function buildDom0(board: FakeBoard, console: XenConsole, wording: XenWording, parts: Parts): Built {
  const { kernel, ramdisk } = parts;
  const dom0Mib = Math.min(parts.dom0Mib, LARGEST_MIB);
  const panic = { panic: 'Could not set up DOM0 guest OS' };
  if (kernel === undefined || kernel.size === 0) {
    console.line('Missing kernel boot module?');
    return panic;
  }
  const initrdAt = ramdisk?.start ?? 0;
  const values = { kernel: hex16(kernel.start), initrd: hex16(initrdAt) };
  console.line(fill(wording.loadingKernel, values));
  if (ramdisk !== undefined && wording.loadingInitrd !== undefined) console.line(fill(wording.loadingInitrd, values));
  const { memory } = board;
  const zImageBytes = memory.readWord(kernel.start + 0x2c) - memory.readWord(kernel.start + 0x28);
  if (memory.readWord(kernel.start + 0x24) !== ZIMAGE_MAGIC || zImageBytes > kernel.size) return panic;

  console.line(`Allocating 1:1 mappings totalling ${dom0Mib}MB for dom0:`);
  const available = board.scenario.memoryMib - XEN_MIB;
  if (dom0Mib > available)
    return { panic: `Failed to allocate requested dom0 memory. ${dom0Mib - available}MB unallocated` };
  const base = bankStart(dom0Mib * MIB, [kernel, ramdisk]);
  const bank = (value: number): string => value.toString(16).padStart(14, '0');
  console.line(`BANK[0] 0x${bank(base)}-0x${bank(base + dom0Mib * MIB)} (${dom0Mib}MB)`);
  console.line('Grant table range: 0x00000000800000-0x00000000840000');
  console.line('Allocating PPI 16 for event channel interrupt');
  if (console.visible && wording.dom0 === 'Hardware Dom0') {
    console.line('d0: extended regions not supported for 32-bit guests');
  }

  const lowEnd = base + Math.min(128, dom0Mib) * MIB;
  const kernelTo = (lowEnd - zImageBytes) & ~(2 * MIB - 1);
  const treeTo = dom0Mib > 128 ? lowEnd : kernelTo - 4 * MIB;
  const initrdTo = treeTo + 2 * MIB;
  const places = {
    ...values,
    kernelTo: hex16(kernelTo),
    kernelEnd: hex16(kernelTo + zImageBytes),
    initrdTo: hex16(initrdTo),
    initrdEnd: hex16(initrdTo + (ramdisk?.size ?? 0)),
    treeTo: hex16(treeTo),
    treeEnd: hex16(treeTo + 0x1461),
  };
  for (const row of wording.placed) {
    if (row.startsWith('?') && ramdisk === undefined) continue;
    console.line(fill(row.replace(/^\?/, ''), places));
  }

  const image = imageAt(board, kernel);
  if (image === undefined || !isComplete(image)) return { damaged: true };
  if (dom0Mib < STARVED_MIB) return { starved: dom0Mib };
  return { initrd: ramdisk === undefined ? undefined : (imageAt(board, ramdisk) ?? DAMAGED_INITRD) };
}

/**
 * Where Xen finds a bank of that size: a naturally aligned one, or, when a module lies in it, the top of the next
 * larger zone. As recorded for 16, 32, 64 and 512 MiB.
 */
function bankStart(bytes: number, modules: readonly (BootModule | undefined)[]): number {
  const aligned = 2 ** Math.ceil(Math.log2(bytes));
  const taken = modules.some((one) => one !== undefined && one.start < aligned * 2 && one.start + one.size > aligned);
  return taken && aligned <= 32 * MIB ? aligned * 3 : aligned;
}

const DAMAGED_INITRD: Image = { name: 'damaged', bytes: 0, kind: 'junk' };

/** The image that a module describes, if it lies there undamaged and whole. */
function imageAt(board: FakeBoard, module: BootModule): Image | undefined {
  const found = board.memory.at(module.start);
  if (found?.intact !== true || found.content.kind !== 'image') return undefined;
  return found.content.image.bytes <= module.size ? found.content.image : undefined;
}
