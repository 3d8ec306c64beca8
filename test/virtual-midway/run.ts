// Boots the virtual Midway with the real command line, case by case, and compares each verdict with what it must be.
// Usage, in the repository's root: npm run test:virtual-midway -- [--all] [--board virtual|fake|both] [--jobs N] [--list] [NAME...]

import { parseArgs } from 'node:util';
import { buildBoard } from './board.ts';
import type { Case } from './case.ts';
import { MATRIX, SUBSET } from './cases.ts';
import { type Bench, type Outcome, runOnBoard, runOnFake } from './run-case.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    all: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    jobs: { type: 'string', default: '1' },
    board: { type: 'string', default: 'both' },
  },
});

const unknown = positionals.filter((name) => !MATRIX.some((one) => one.name === name));
if (unknown.length > 0) {
  process.stderr.write(`no such case: ${unknown.join(', ')}; --list shows them all\n`);
  process.exit(2);
}
if (values.list) {
  for (const { name, why } of MATRIX) say(`${name.padEnd(22)} ${why}`);
  process.exit(0);
}

const stopped = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stopped.abort(name));

const chosen =
  positionals.length > 0 ? MATRIX.filter(({ name }) => positionals.includes(name)) : values.all ? MATRIX : SUBSET;
const bench: Bench = { build: await buildBoard(), signal: stopped.signal };
const queue = [...chosen];
const outcomes: Outcome[] = [];

async function work(): Promise<void> {
  for (let one = queue.shift(); one !== undefined && !stopped.signal.aborted; one = queue.shift()) {
    if (values.board !== 'fake') await tell(one, runOnBoard);
    const { fake } = one;
    if (fake !== undefined && values.board !== 'virtual') await tell({ ...one, fake }, runOnFake);
  }
}

async function tell<C extends Case>(one: C, run: (one: C, bench: Bench) => Promise<Outcome>): Promise<void> {
  const outcome = await run(one, bench).catch(
    (error: unknown): Outcome => ({
      name: one.name,
      seconds: 0,
      verdict: 'none',
      delay: '',
      problems: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
      dir: null,
    }),
  );
  outcomes.push(outcome);
  const { name, seconds, verdict, delay, problems, dir } = outcome;
  const mark = problems.length === 0 ? 'ok  ' : 'FAIL';
  say(`${mark} ${name.padEnd(22)} ${seconds.toFixed(1).padStart(6)} s  ${verdict}${delay === '' ? '' : `; ${delay}`}`);
  for (const problem of problems) say(`       ${problem}`);
  if (dir !== null) say(`       its record: ${dir}`);
}

await Promise.all(Array.from({ length: Math.max(1, Number(values.jobs)) }, work));
const bad = outcomes.filter(({ problems }) => problems.length > 0).length + queue.length;
say(`\n${outcomes.length - (bad - queue.length)} passed, ${bad} failed`);
process.exitCode = bad === 0 ? 0 : 1;
