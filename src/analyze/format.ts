/** A piece of a log: console bytes, and when they were heard, in milliseconds of any one clock; null when the log has no times. */
export interface Said {
  readonly bytes: Uint8Array;
  readonly ms: number | null;
}

/** A way in which console logs are written, line by line. */
export interface Format {
  readonly name: string;
  /** Whether a log whose first lines are these is written this way. */
  detects(head: readonly string[]): boolean;
  /** What one line of the file says, its line end included (latin1: a character is a byte); null when it is no console text. */
  read(line: string): Said | null;
  /** Whether its times are those of a calendar, in milliseconds since 1970 (UTC). */
  readonly calendar: boolean;
}

/** Console text of a line without a time. */
export function untimed(line: string): Said {
  return { bytes: Buffer.from(line, 'latin1'), ms: null };
}
