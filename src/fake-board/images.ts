import { byteAt } from './random.ts';

/** A file as the TFTP server has it: size, kind and header; its other bytes come from a generator and are never stored. */
export interface Image {
  readonly name: string;
  readonly bytes: number;
  readonly kind: 'xen' | 'kernel' | 'initrd' | 'policy' | 'hang' | 'resets' | 'junk';
  /** The end field of the zImage header (offset 0x2c), in bytes; absent when there is no such header. */
  readonly zImageEnd?: number;
  /** Xen only: how it was built. */
  readonly xen?: XenBuild;
}

/** What distinguishes one Xen from another on the console. */
export interface XenBuild {
  readonly version: '4.4.0' | '4.17.5';
  readonly earlyPrintk: boolean;
}

const ZIMAGE_MAGIC = 0x016f2818;

const xenWithEarlyPrintk = { kind: 'xen', bytes: 1048584, zImageEnd: 0x13e290 } as const;
const xenRelease = { kind: 'xen', bytes: 884744, zImageEnd: 0x116290 } as const;
const kernel = { kind: 'kernel', bytes: 5526016, zImageEnd: 5526016 } as const;

/** The files that the fake TFTP server has unless a scenario says otherwise. */
export const SERVED_IMAGES: readonly Image[] = [
  { name: 'xen', ...xenWithEarlyPrintk, xen: { version: '4.17.5', earlyPrintk: true } },
  { name: 'xen-earlyprintk', ...xenWithEarlyPrintk, xen: { version: '4.17.5', earlyPrintk: true } },
  { name: 'xen-ep', ...xenWithEarlyPrintk, xen: { version: '4.17.5', earlyPrintk: true } },
  { name: 'xen-4.17', ...xenRelease, xen: { version: '4.17.5', earlyPrintk: false } },
  { name: 'xen-4.4', kind: 'xen', bytes: 688912, zImageEnd: 0xd4a10, xen: { version: '4.4.0', earlyPrintk: true } },
  { name: 'xen-truncated', ...xenWithEarlyPrintk, bytes: 524288, xen: { version: '4.17.5', earlyPrintk: true } },
  { name: 'vmlinuz', ...kernel },
  { name: 'vmlinuz-truncated', ...kernel, bytes: 2097152 },
  { name: 'initrd.gz', kind: 'initrd', bytes: 897354 },
  { name: 'initrd-truncated.gz', kind: 'initrd', bytes: 400000 },
  { name: 'xenpolicy', kind: 'policy', bytes: 12345 },
  { name: 'not-a-zimage', kind: 'junk', bytes: 28 },
  { name: 'noise', kind: 'junk', bytes: 65536 },
  { name: 'xen-cut-32', kind: 'junk', bytes: 32 },
  { name: 'xen-hang', kind: 'hang', bytes: 52, zImageEnd: 52 },
  { name: 'xen-resets', kind: 'resets', bytes: 64, zImageEnd: 64 },
  { name: 'large', kind: 'junk', bytes: 94371840 },
  { name: 'empty', kind: 'junk', bytes: 0 },
];

/** Whether all of the image's own content is there: a truncated file has a header that promises more than it holds. */
export function isComplete(image: Image): boolean {
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
