import type { DeviceTree } from './device-tree.ts';
import type { Image } from './images.ts';
import { imageByte } from './images.ts';

/** What lies in memory: a loaded image, a device tree, or plain bytes. */
export type Content =
  | { readonly kind: 'image'; readonly image: Image; readonly bytes: number }
  | { readonly kind: 'tree'; readonly tree: DeviceTree }
  | { readonly kind: 'bytes'; readonly data: Uint8Array };

export interface Region {
  readonly start: number;
  readonly content: Content;
}

/** The board's RAM as the list of what was written to it, in order: a later region hides what it covers of an earlier one. */
export class Memory {
  #regions: Region[] = [];

  write(start: number, content: Content): void {
    const region = { start, content };
    this.#regions = [...this.#regions.filter((old) => !covers(region, old)), region];
  }

  /** The byte at an address; memory that nobody wrote reads as zero. */
  read(address: number): number {
    const region = this.#regions.findLast((one) => one.start <= address && address < one.start + sizeOf(one.content));
    return region === undefined ? 0 : byteOf(region.content, address - region.start);
  }

  readWord(address: number): number {
    return [3, 2, 1, 0].reduce((word, index) => ((word << 8) | this.read(address + index)) >>> 0, 0);
  }

  /** What was written at exactly this address, and whether anything later overlaps it. */
  at(start: number): { readonly content: Content; readonly intact: boolean } | undefined {
    const index = this.#regions.findLastIndex((one) => one.start <= start && start < one.start + sizeOf(one.content));
    const region = this.#regions[index];
    if (region === undefined || region.start !== start) return undefined;
    return { content: region.content, intact: !this.#regions.slice(index + 1).some((later) => overlap(later, region)) };
  }

  /** The tree at an address, if an undamaged one lies there. */
  treeAt(start: number): DeviceTree | undefined {
    const found = this.at(start);
    return found?.intact === true && found.content.kind === 'tree' ? found.content.tree : undefined;
  }

  clear(): void {
    this.#regions = [];
  }
}

function sizeOf(content: Content): number {
  switch (content.kind) {
    case 'image':
      return content.bytes;
    case 'tree':
      return content.tree.totalBytes;
    case 'bytes':
      return content.data.length;
  }
}

function byteOf(content: Content, offset: number): number {
  switch (content.kind) {
    case 'image':
      return imageByte(content.image, offset);
    case 'tree':
      return content.tree.flatten()[offset] ?? 0;
    case 'bytes':
      return content.data[offset] ?? 0;
  }
}

function covers(later: Region, earlier: Region): boolean {
  return later.start <= earlier.start && later.start + sizeOf(later.content) >= earlier.start + sizeOf(earlier.content);
}

function overlap(a: Region, b: Region): boolean {
  return a.start < b.start + sizeOf(b.content) && b.start < a.start + sizeOf(a.content);
}
