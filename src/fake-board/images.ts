import { byteAt } from './random.ts';
import type { Dom0Fate } from './scenario.ts';

/** A file as the TFTP server has it: size, kind and header; its other bytes come from a generator and are never stored. */
export interface Image {
  readonly name: string;
  readonly bytes: number;
  readonly kind: 'xen' | 'kernel' | 'initrd' | 'policy' | 'hang' | 'resets' | 'junk';
  /** The end field of the zImage header (offset 0x2c), in bytes; absent when there is no such header. */
  readonly zImageEnd?: number;
  /** Bytes in the middle are wrong: the header is good, running it is not. */
  readonly corrupt?: true;
  /** An initrd whose userspace does not come to a login. */
  readonly fate?: Dom0Fate;
  /** Xen only: how it was built. */
  readonly xen?: XenBuild;
}

/** What distinguishes one Xen from another on the console. */
export interface XenBuild {
  readonly version: '4.4.0' | '4.17.5';
  readonly earlyPrintk: boolean;
}

const ZIMAGE_MAGIC = 0x016f2818;

const xenWithEarlyPrintk = {
  kind: 'xen',
  bytes: 1048584,
  zImageEnd: 0x13e290,
  xen: { version: '4.17.5', earlyPrintk: true },
} as const;
const xenRelease = {
  kind: 'xen',
  bytes: 884744,
  zImageEnd: 0x116290,
  xen: { version: '4.17.5', earlyPrintk: false },
} as const;
const kernel = { kind: 'kernel', bytes: 5526016, zImageEnd: 5526016 } as const;

const initrd = { kind: 'initrd', bytes: 897354 } as const;

/**
 * The files that the fake TFTP server has unless a scenario says otherwise; most have the names and sizes that they
 * have on the virtual Midway.
 */
export const SERVED_IMAGES: readonly Image[] = [
  { name: 'xen', ...xenWithEarlyPrintk },
  { name: 'xen-earlyprintk', ...xenWithEarlyPrintk },
  { name: 'xen-release', ...xenRelease },
  { name: 'xen-4.4', kind: 'xen', bytes: 688912, zImageEnd: 0xd4a10, xen: { version: '4.4.0', earlyPrintk: true } },
  { name: 'xen-cut-half', ...xenWithEarlyPrintk, bytes: 524292 },
  { name: 'xen-cut-64k', ...xenWithEarlyPrintk, bytes: 65536 },
  { name: 'xen-cut-32', kind: 'junk', bytes: 32 },
  { name: 'xen-corrupt', ...xenWithEarlyPrintk, corrupt: true },
  { name: 'xen-hang', kind: 'hang', bytes: 52, zImageEnd: 52 },
  { name: 'xen-undefined', kind: 'resets', bytes: 52, zImageEnd: 52 },
  { name: 'xen-resets', kind: 'resets', bytes: 64, zImageEnd: 64 },
  { name: 'vmlinuz', ...kernel },
  { name: 'vmlinuz-corrupt', ...kernel, corrupt: true },
  { name: 'vmlinuz-cut-half', ...kernel, bytes: 2763008 },
  { name: 'vmlinuz-cut-last-byte', ...kernel, bytes: 5526015 },
  { name: 'vmlinuz-cut-4k', ...kernel, bytes: 4096 },
  { name: 'vmlinuz-cut-32', kind: 'junk', bytes: 32 },
  { name: 'vmlinuz-bad-magic', kind: 'junk', bytes: 5526016 },
  { name: 'initrd.gz', ...initrd },
  { name: 'initrd-cut-half.gz', ...initrd, bytes: 448683 },
  { name: 'initrd-no-init.gz', ...initrd, fate: 'no-init' },
  { name: 'initrd-init-exits.gz', ...initrd, fate: 'init-died' },
  { name: 'initrd-oops.gz', ...initrd, fate: 'oops' },
  { name: 'initrd-shell.gz', ...initrd, fate: 'initramfs' },
  { name: 'initrd-emergency.gz', ...initrd, fate: 'emergency' },
  { name: 'initrd-silent.gz', ...initrd, fate: 'no-getty' },
  { name: 'initrd-reboots.gz', ...initrd, fate: 'reboots' },
  { name: 'initrd-powers-off.gz', ...initrd, fate: 'powers-off' },
  { name: 'xenpolicy', kind: 'policy', bytes: 12345 },
  { name: 'not-a-zimage', kind: 'junk', bytes: 28 },
  { name: 'noise', kind: 'junk', bytes: 65536 },
  { name: 'large', kind: 'junk', bytes: 94371840 },
  { name: 'empty', kind: 'junk', bytes: 0 },
];

/** Whether all of the image's own content is there and right: a truncated file has a header that promises more than it holds. */
export function isComplete(image: Image): boolean {
  if (image.corrupt === true) return false;
  const whole = SERVED_IMAGES.find((one) => one.kind === image.kind && one.zImageEnd === image.zImageEnd);
  return whole === undefined || image.bytes >= whole.bytes;
}

/** The byte at an offset of an image. */
export function imageByte(image: Image, offset: number): number {
  if (image.zImageEnd !== undefined && offset >= 0x24 && offset < 0x30) {
    const word = [ZIMAGE_MAGIC, 0, image.zImageEnd][(offset - 0x24) >> 2]!;
    return (word >>> ((offset & 3) * 8)) & 0xff;
  }
  return byteAt(image.bytes + image.kind.length, offset);
}
