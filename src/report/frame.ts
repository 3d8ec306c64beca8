import { styleText } from 'node:util';
import type { Progress } from './progress.ts';

const SPINNER = [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'];

/** How a terminal takes it: how wide it is, and whether it shows colours. */
export interface Screen {
  readonly columns: number;
  readonly colour: boolean;
}

/** One frame of the live stage list, line by line, none wider than the screen. */
export function frame(progress: Progress, ms: number, { columns, colour }: Screen): string[] {
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    colour ? styleText(style, text, { validateStream: false }) : text;
  const lines = progress.stages.map(({ name, startMs, endMs, stopped = false }) => {
    if (startMs === null) return paint('dim', `  · ${name}`);
    const took = `${(((endMs ?? ms) - startMs) / 1000).toFixed(1)} s`.padStart(8);
    const label = name.padEnd(16);
    if (endMs !== null && !stopped) return `  ${paint('green', '✔')} ${label}${paint('dim', took)}`;
    const room = Math.max(0, columns - 32);
    if (stopped) return `  ${paint('red', '✘')} ${label}${took}  ${paint('dim', progress.now.slice(0, room))}`;
    const turn = SPINNER[Math.floor(ms / 80) % SPINNER.length] ?? '⠋';
    return `  ${paint('cyan', turn)} ${paint('bold', label)}${took}  ${paint('dim', progress.now.slice(0, room))}`;
  });
  const note =
    progress.note === null ? [] : [`  ${paint('yellow', '!')} ${progress.note.slice(0, Math.max(0, columns - 6))}`];
  return [
    `${paint('bold', progress.title.slice(0, columns - 12))}  ${paint('dim', `${(ms / 1000).toFixed(1)} s`)}`,
    ...lines,
    ...note,
  ];
}
