import { ReadlineParser } from '@serialport/parser-readline';

/** The longest line that is kept whole, in bytes: a wrong baud rate makes megabytes without a line end. */
export const LINE_LIMIT_BYTES = 4096;

const NEWLINE = 0x0a;
const NONE = new Uint8Array(0);

/** One line as it was on the wire, without its `\n`. `offset` counts console bytes up to its first one. */
export type OnLine = (text: string, offset: number) => void;

/**
 * Cuts console bytes into lines (latin1: a byte is a character, so offsets are exact), whatever the sizes of the chunks.
 *
 * The unfinished line, the tail, is held back here, so that `ReadlineParser` only ever sees whole lines: it never emits a
 * prompt, and without newlines its cost would be quadratic and its memory unbounded.
 */
export class LineCutter {
  readonly #parser = new ReadlineParser({ delimiter: '\n', encoding: 'latin1', readableObjectMode: true });
  readonly #held = Buffer.alloc(LINE_LIMIT_BYTES);
  #heldBytes = 0;
  #offset = 0;

  constructor(onLine: OnLine) {
    this.#parser.on('data', (line: string) => {
      for (let start = 0; ; start += LINE_LIMIT_BYTES) {
        if (line.length - start <= LINE_LIMIT_BYTES) {
          onLine(start === 0 ? line : line.slice(start), this.#offset + start);
          break;
        }
        onLine(line.slice(start, start + LINE_LIMIT_BYTES), this.#offset + start);
      }
      this.#offset += line.length + 1;
    });
  }

  /** What stands after the last line end. */
  get tail(): string {
    return this.#held.toString('latin1', 0, this.#heldBytes);
  }

  /** The last byte of the tail, or 0 when there is none: a cheap look before a costly one. */
  get lastByte(): number {
    return this.#heldBytes === 0 ? 0 : (this.#held[this.#heldBytes - 1] ?? 0);
  }

  /** The end of the tail, so many characters of it at the most. */
  tailEnd(characters: number): string {
    return this.#held.toString('latin1', Math.max(0, this.#heldBytes - characters), this.#heldBytes);
  }

  /** Where the tail begins, in console bytes. */
  get tailOffset(): number {
    return this.#offset;
  }

  /** Takes the next bytes; calls `onLine` for each line that they complete, before it returns. */
  push(chunk: Uint8Array): void {
    const [only = NEWLINE] = chunk.length === 1 ? chunk : NONE;
    if (only !== NEWLINE && this.#heldBytes < LINE_LIMIT_BYTES) {
      this.#held[this.#heldBytes] = only;
      this.#heldBytes += 1;
      return;
    }
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    if (end > 0) {
      const held = this.#held.subarray(0, this.#heldBytes);
      this.#heldBytes = 0;
      this.#parser.write(held.length === 0 ? bytes.subarray(0, end) : Buffer.concat([held, bytes.subarray(0, end)]));
    }
    for (let start = end; start < bytes.length; ) {
      if (this.#heldBytes === LINE_LIMIT_BYTES) this.#cutHere();
      const taken = bytes.copy(this.#held, this.#heldBytes, start);
      this.#heldBytes += taken;
      start += taken;
    }
  }

  /** Ends an over-long line where it is. */
  #cutHere(): void {
    this.#heldBytes = 0;
    this.#parser.write(Buffer.concat([this.#held, Buffer.of(NEWLINE)]));
    this.#offset -= 1;
  }
}
