import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BootGoal } from '../../machines/boot/types.ts';
import type { BootResult } from '../../src/api/result.ts';
import type { RunEvent } from '../../src/boot/record.ts';
import { frame } from '../../src/report/frame.ts';
import { advance, newProgress } from '../../src/report/progress.ts';
import { summary } from '../../src/report/summary.ts';
import { type Piece, pieces, type Style } from './sgr.ts';

/** How a run was started, as far as its record does not tell. */
export interface PictureOf {
  /** The folder that holds `events.ndjson` and `result.json`. */
  readonly record: string;
  readonly goal: BootGoal;
  /** What `--out` was. */
  readonly out: string;
}

const FONT_SIZE = 14;
/** The width of a character of common monospace fonts, in units of the font size. */
const CELL = 0.602 * FONT_SIZE;
const LINE = 20;
const PADDING = 16;
/** The width that the terminal is taken for. */
const COLUMNS = 92;

const FILL: Readonly<Partial<Record<Style, string>>> = {
  dim: '#8b949e',
  red: '#ff7b72',
  green: '#3fb950',
  yellow: '#d29922',
  cyan: '#39c5cf',
};

/** The terminal at the end of a recorded run, as a person saw it: drawn by the program's own functions, then put into SVG. */
export function picture({ record, goal, out }: PictureOf): string {
  const result: BootResult = JSON.parse(readFileSync(join(record, 'result.json'), 'utf8'));
  const events = readFileSync(join(record, 'events.ndjson'), 'utf8').trimEnd().split('\n');
  let progress = newProgress(result.board ?? result.port ?? '', goal);
  for (const line of events) {
    const event: RunEvent & { readonly ms: number } = JSON.parse(line);
    progress = advance(progress, event, event.ms);
  }
  const end = summary(result, out);
  return svg([...frame(progress, result.durationMs, { columns: COLUMNS, colour: true }), ...end], end[0] ?? '');
}

/** Terminal lines as an SVG picture without scripts, fonts or other files. */
function svg(lines: readonly string[], label: string): string {
  const width = Math.ceil(COLUMNS * CELL + 2 * PADDING);
  const height = lines.length * LINE + 2 * PADDING;
  const rows = lines.flatMap((line, row) => pieces(line).map((piece) => text(piece, row)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(label)}">`,
    `<title>${escapeXml(label)}</title>`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" fill="#0d1117" stroke="#30363d"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${FONT_SIZE}" fill="#e6edf3" xml:space="preserve">`,
    ...rows,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/** One piece at its column, held to its width whatever the font. */
function text({ text: whole, column, styles }: Piece, row: number): string {
  const shown = whole.trim();
  if (shown === '') return '';
  const x = PADDING + (column + [...whole.slice(0, whole.indexOf(shown))].length) * CELL;
  const y = PADDING + row * LINE + FONT_SIZE;
  const fill = styles.map((style) => FILL[style]).find((colour) => colour !== undefined);
  const look = `${fill === undefined ? '' : ` fill="${fill}"`}${styles.includes('bold') ? ' font-weight="bold"' : ''}`;
  const length = ([...shown].length * CELL).toFixed(1);
  return `<text x="${x.toFixed(1)}" y="${y}" textLength="${length}"${look}>${escapeXml(shown)}</text>`;
}

/** Console text is data: entities for markup, nothing that XML cannot hold. */
function escapeXml(raw: string): string {
  return raw
    .replace(/[^\t\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
