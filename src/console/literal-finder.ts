const LATIN1 = 256;
const NONE: ReadonlySet<number> = new Set();

/** Finds many texts at once in one pass over another (Aho and Corasick 1975). Texts are latin1: a character is a byte. */
export class LiteralFinder {
  /** The column of each character; 0 for those in no text. */
  readonly #columns = new Uint8Array(LATIN1);
  readonly #width: number;
  /** Row by row, where the row of the state begins that each character leads to; inverted when texts end there. */
  readonly #next: Int32Array;
  /** The numbers of the texts that end in a state. */
  readonly #ends: (readonly number[])[] = [[]];

  /** Each text with the number that stands for it; several may share one. */
  constructor(texts: readonly (readonly [text: string, number: number])[]) {
    const characters = new Set(texts.flatMap(([text]) => [...text]));
    for (const [index, character] of [...characters].entries()) this.#columns[character.charCodeAt(0)] = index + 1;
    this.#width = characters.size + 1;
    this.#next = new Int32Array((1 + texts.reduce((sum, [{ length }]) => sum + length, 0)) * this.#width);
    for (const [text, number] of texts) this.#plant(text, number);
    this.#link();
  }

  /** The numbers of the texts that occur. */
  find(text: string): ReadonlySet<number> {
    const next = this.#next;
    const columns = this.#columns;
    let row = 0;
    let numbers: Set<number> | null = null;
    for (let at = 0; at < text.length; at += 1) {
      row = next[row + (columns[text.charCodeAt(at)] ?? 0)] ?? 0;
      if (row >= 0) continue;
      row = ~row;
      numbers ??= new Set();
      for (const number of this.#ends[row / this.#width] ?? []) numbers.add(number);
    }
    return numbers ?? NONE;
  }

  #plant(text: string, number: number): void {
    let state = 0;
    for (let at = 0; at < text.length; at += 1) {
      const cell = state * this.#width + (this.#columns[text.charCodeAt(at)] ?? 0);
      if (this.#next[cell] === 0) this.#next[cell] = this.#ends.push([]) - 1;
      state = this.#next[cell] ?? 0;
    }
    this.#ends[state] = [...(this.#ends[state] ?? []), number];
  }

  /** Where no text goes on, the longest end of what was read that begins a text does. Then states become rows. */
  #link(): void {
    const fallback = new Uint32Array(this.#ends.length);
    const queue = [0];
    for (const state of queue) {
      const back = fallback[state] ?? 0;
      for (let column = 1; column < this.#width; column += 1) {
        const cell = state * this.#width + column;
        const child = this.#next[cell] ?? 0;
        const otherwise = state === 0 ? 0 : (this.#next[back * this.#width + column] ?? 0);
        if (child === 0) {
          this.#next[cell] = otherwise;
          continue;
        }
        fallback[child] = otherwise;
        const inherited = this.#ends[otherwise] ?? [];
        if (inherited.length > 0) this.#ends[child] = [...(this.#ends[child] ?? []), ...inherited];
        queue.push(child);
      }
    }
    for (const [cell, state] of this.#next.entries()) {
      const row = state * this.#width;
      this.#next[cell] = this.#ends[state]?.length === 0 ? row : ~row;
    }
  }
}
