import type { BootGoal } from '../../machines/boot/types.ts';
import type { RunEvent } from '../boot/record.ts';
import { eventLine } from './event-line.ts';
import { frame } from './frame.ts';
import { advance, newProgress } from './progress.ts';

/** Shows a boot while it runs. */
export interface Display {
  watch(event: RunEvent | { readonly type: 'line'; readonly text: string }): void;
  stop(): void;
}

/** How often a live frame is drawn, in milliseconds: the spinner's step. */
const FRAME_MS = 80;

/** A list of stages with live times, drawn in place. */
export async function liveDisplay(stream: NodeJS.WriteStream, title: string, goal: BootGoal): Promise<Display> {
  // a pipe does without it, and it takes as long to load as node itself
  const { createLogUpdate } = await import('log-update');
  const startedAt = performance.now();
  const draw = createLogUpdate(stream, { showCursor: false });
  let progress = newProgress(title, goal);
  const show = () =>
    draw(
      frame(progress, performance.now() - startedAt, {
        columns: stream.columns ?? 80,
        colour: stream.hasColors?.() ?? false,
      }).join('\n'),
    );
  const timer = setInterval(show, FRAME_MS);
  let stopped = false;
  return {
    watch(event) {
      progress = advance(progress, event, performance.now() - startedAt);
    },
    stop() {
      if (stopped) return;
      stopped = true;
      clearInterval(timer);
      show();
      draw.done();
    },
  };
}

/** One line per event, for pipes and CI; with `consoleToo` the console's own lines as well. */
export function lineDisplay(
  stream: NodeJS.WritableStream,
  { events, consoleToo }: { readonly events: boolean; readonly consoleToo: boolean },
): Display {
  const startedAt = performance.now();
  return {
    watch(event) {
      const ms = performance.now() - startedAt;
      const line = event.type === 'line' ? (consoleToo ? event.text : null) : events ? eventLine(event, ms) : null;
      if (line !== null) stream.write(`${line}\n`);
    },
    stop() {},
  };
}
