/** A piece of a terminal line in one style. */
export interface Piece {
  readonly text: string;
  /** The column of its first character, from 0. */
  readonly column: number;
  readonly styles: readonly Style[];
}

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

const ON: Readonly<Record<number, Style>> = { 1: 'bold', 2: 'dim', 31: 'red', 32: 'green', 33: 'yellow', 36: 'cyan' };
const OFF: Readonly<Record<number, readonly Style[]>> = { 22: ['bold', 'dim'], 39: ['red', 'green', 'yellow', 'cyan'] };

/** Takes a line with SGR sequences apart, as a terminal would. */
export function pieces(line: string): Piece[] {
  const found: Piece[] = [];
  const styles = new Set<Style>();
  let column = 0;
  // Every second part is the parameters of a sequence.
  for (const [index, part] of line.split(/\x1b\[([\d;]*)m/).entries()) {
    if (index % 2 === 0) {
      if (part !== '') found.push({ text: part, column, styles: [...styles] });
      column += [...part].length;
      continue;
    }
    for (const code of part.split(';').map(Number)) {
      if (code === 0) styles.clear();
      for (const style of OFF[code] ?? []) styles.delete(style);
      const on = ON[code];
      if (on !== undefined) styles.add(on);
    }
  }
  return found;
}
