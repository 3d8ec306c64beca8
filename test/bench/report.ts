/** The middle one of some measurements; the mean of both middles when their number is even. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The value that a share of the measurements, 0 to 1, does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** One line of text for the person who reads the figures. */
export function print(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** Prints rows as columns; the first row names them. */
export function printTable(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const [index, row] of rows.entries()) {
    print(`  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
    if (index === 0) print(`  ${widths.map((width) => '-'.repeat(width)).join('  ')}`);
  }
}

/** Whether a figure keeps its target, for the last column. */
export function verdict(kept: boolean): string {
  return kept ? 'kept' : 'MISSED';
}
