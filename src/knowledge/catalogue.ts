import type { Signature } from './signature.ts';

const HEAD = ['id', 'class', 'severity', 'what it means', 'what to do', 'versions'];

/** The rows as a Markdown table, for the documentation: one row a signature, in the order of precedence. */
export function catalogue(rows: readonly Signature[]): string {
  const lines = rows.map((row) => [
    `\`${row.id}\``,
    row.class,
    row.suspect === true ? `${row.severity}, suspect` : row.severity,
    row.meaning,
    row.hint,
    row.versions,
  ]);
  return [HEAD, HEAD.map(() => '---'), ...lines].map((cells) => `| ${cells.map(cell).join(' | ')} |\n`).join('');
}

/** A table's cell ends at a `|` and a row at a line end, even within code. */
function cell(text: string): string {
  return text.replace(/\|/g, '\\|').replace(/\s{1,9}/g, ' ');
}
