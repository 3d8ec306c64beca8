import { ImageTruncated } from '../uboot/errors.ts';
import { ZIMAGE_HEADER_OFFSET } from '../uboot/plan.ts';
import { dumpedWords, transferred, zImageBytes } from '../uboot/replies.ts';
import type { CommandRecord } from './record.ts';

/** What a log shows of the images that were loaded: where, how long, and what their headers say when somebody looks at one. */
export class ObservedLoads {
  readonly #loads = new Map<number, { readonly path: string; readonly bytes: number }>();

  /** Takes a command that worked; tells of an image that is shorter than its header says, or null. */
  note({ text, output }: Pick<CommandRecord, 'text' | 'output'>): ImageTruncated | null {
    const [verb = '', address = '', path = ''] = text.split(' ');
    const at = Number.parseInt(address, 16);
    const bytes = transferred(output);
    if (bytes !== null) this.#loads.set(at, { path, bytes });
    const load = verb === 'md.l' ? this.#loads.get(at - ZIMAGE_HEADER_OFFSET) : undefined;
    const words = load === undefined ? null : dumpedWords(at, output);
    const promised = words === null ? null : zImageBytes(words);
    if (load === undefined || promised === null || promised <= load.bytes) return null;
    return new ImageTruncated({ role: 'dom0', path: load.path }, load.bytes, promised);
  }
}
