import { SCENARIO_KEYS } from '../fake-board/parse-scenario.ts';
import { SCENARIOS } from '../fake-board/scenarios.ts';
import { startFakeBoard } from '../fake-board/start.ts';
import { cancelOnSignals } from './signals.ts';

/** Lists the scenarios, or plays one on a pty until a signal ends it. Returns the exit code. */
export async function runFakeBoard(scenario: string | undefined): Promise<number> {
  if (scenario === undefined) {
    process.stdout.write(`${list()}\n`);
    return 0;
  }
  using ended = cancelOnSignals();
  await using board = await startFakeBoard(scenario);
  process.stdout.write(`${board.path}\n`);
  process.stderr.write('The board is on; Ctrl-C ends it.\n');
  await board.power.on();
  await new Promise<void>((resolve) => {
    // The pty alone does not keep the process alive.
    const alive = setInterval(() => {}, 2 ** 31 - 1);
    ended.signal.addEventListener('abort', () => {
      clearInterval(alive);
      resolve();
    });
  });
  return 0;
}

function list(): string {
  const rows = (table: readonly (readonly [string, string])[]) =>
    table.map(([name, text]) => `  ${name.padEnd(20)} ${text}`);
  return [
    'Scenarios:',
    ...rows(Object.entries(SCENARIOS).map(([name, { description }]) => [name, description] as const)),
    '',
    'Changes, behind a name and commas (ok,baud=115200,noise=1/500):',
    ...rows(Object.entries(SCENARIO_KEYS)),
  ].join('\n');
}
