/** The size that players draw; U-Boot and the Linux console take a serial line for 80×24. */
const SIZE = { width: 80, height: 24 };

/**
 * Words of an asciicast v2 recording (https://docs.asciinema.org/manual/asciicast/v2/): a header, then one JSON line an event.
 *
 * The format holds text, so bytes that are not UTF-8 become U+FFFD here; `console.raw` has them as they were. A sequence that
 * a chunk boundary cuts is kept until its rest arrives.
 */
export class Cast {
  readonly #header: string;
  readonly #output = newDecoder();
  readonly #input = newDecoder();

  constructor(startedAt: Date, title?: string) {
    const timestamp = Math.floor(startedAt.getTime() / 1000);
    const name = title === undefined ? {} : { title };
    this.#header = line({ version: 2, ...SIZE, timestamp, ...name, env: { TERM: 'vt100' } });
  }

  header(): Buffer {
    return Buffer.from(this.#header);
  }

  /** The line for what the board said; empty when a character is not complete yet. */
  output(ms: number, chunk: Uint8Array): string {
    return event(ms, 'o', this.#output.decode(chunk, { stream: true }));
  }

  /** The line for what was typed. */
  input(ms: number, bytes: Uint8Array): string {
    return event(ms, 'i', this.#input.decode(bytes, { stream: true }));
  }

  /** The line for what was typed and is not to be known. */
  secret(ms: number, length: number): string {
    return event(ms, 'i', this.#input.decode()) + event(ms, 'i', `[redacted ${length} bytes]`);
  }

  /** What is left of characters that were never completed, and a marker: how long the board was silent at the end is evidence, too. */
  end(ms: number): string {
    const rest = event(ms, 'o', this.#output.decode()) + event(ms, 'i', this.#input.decode());
    return rest + line([ms / 1000, 'm', 'the record ends']);
  }
}

function newDecoder() {
  return new TextDecoder('utf-8', { ignoreBOM: true });
}

function event(ms: number, direction: 'o' | 'i', text: string): string {
  return text === '' ? '' : line([ms / 1000, direction, text]);
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}
