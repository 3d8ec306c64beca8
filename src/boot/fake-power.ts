import type { StartedFakeBoard } from '../fake-board/start.ts';
import type { PowerDriver } from '../power/power.ts';

/** The power switch that a fake board brings along. */
export function fakePower({ power }: Pick<StartedFakeBoard, 'power'>): PowerDriver {
  return {
    name: 'fake board',
    can: new Set(['on', 'off', 'cycle', 'status']),
    on: () => power.on(),
    off: () => power.off(),
    async cycle() {
      await power.off();
      await power.on();
    },
    status: () => power.status(),
  };
}
