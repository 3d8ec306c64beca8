import type { BootPlan, ImageSizes } from './plan.ts';
import { hex } from './quoting.ts';

/** A piece of memory that the boot uses, `[start, end)` in bytes; `end` is null while its size is not known. */
export interface Region {
  readonly what: string;
  readonly start: number;
  readonly end: number | null;
}

/** Room kept for the device tree, which grows while it is edited: 64 KiB. Midway's own is 6 KiB. */
const FDT_ROOM_BYTES = 0x10000;

/** The secure monitor's page, below the device tree (Xen prints it as RESVD[0]). */
const MONITOR_END = 0x1000;

/** What lies where once everything is loaded, lowest first. */
export function memoryMap(plan: BootPlan, sizes: ImageSizes): Region[] {
  const images = plan.images.map(({ role, path, address }): Region => {
    const bytes = sizes.get(role);
    return { what: `${role} (${path})`, start: address, end: bytes === undefined ? null : address + bytes };
  });
  const regions: Region[] = [
    { what: 'secure monitor', start: 0, end: MONITOR_END },
    { what: 'device tree', start: plan.fdtAddress, end: plan.fdtAddress + FDT_ROOM_BYTES },
    ...images,
  ];
  return regions.sort((a, b) => a.start - b.start);
}

/** The pairs of regions that share memory, as sentences; an unknown size counts as one byte. */
export function overlaps(regions: readonly Region[]): string[] {
  return regions.flatMap((low, index) =>
    regions
      .slice(index + 1)
      .filter((high) => high.start < (low.end ?? low.start + 1))
      .map((high) => `${describeRegion(low)} overlaps ${describeRegion(high)}`),
  );
}

/** `xen (xen-4.17) 0x800000-0x900008`. */
export function describeRegion({ what, start, end }: Region): string {
  return `${what} ${hex(start)}-${end === null ? '?' : hex(end)}`;
}
