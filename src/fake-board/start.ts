import { systemClock } from '../clock.ts';
import { FakeBoard } from './board.ts';
import { parseScenario } from './parse-scenario.ts';
import { openPty } from './pty.ts';

/** A fake board that runs on the system's clock behind a pty of its own. */
export interface StartedFakeBoard extends AsyncDisposable {
  /** What any serial program can open. */
  readonly path: string;
  readonly power: {
    on(): Promise<void>;
    off(): Promise<void>;
    status(): Promise<'on' | 'off'>;
  };
}

/**
 * Starts a fake board; it is off until `power.on()`, unless its scenario says that it already runs.
 *
 * @throws MidwayError MWS_USAGE when the scenario cannot be understood.
 */
export async function startFakeBoard(scenarioText: string): Promise<StartedFakeBoard> {
  const scenario = parseScenario(scenarioText);
  const pty = openPty((bytes) => board.receive(bytes));
  const board = new FakeBoard({
    scenario,
    clock: systemClock,
    send: (bytes) => pty.send(bytes),
    ...(scenario.baud === undefined ? {} : { spin: (fn: () => void) => setImmediate(fn) }),
  });
  return {
    path: pty.path,
    power: {
      async on() {
        board.powerOn();
      },
      async off() {
        board.powerOff();
      },
      async status() {
        return board.power;
      },
    },
    async [Symbol.asyncDispose]() {
      board.powerOff();
      await pty[Symbol.asyncDispose]();
    },
  };
}
