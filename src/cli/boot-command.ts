import { randomInt } from 'node:crypto';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pino, { type Logger } from 'pino';
import type { BootResult } from '../api/result.ts';
import type { BootWorld } from '../boot/boot.ts';
import { createNonces } from '../boot/nonce.ts';
import { openConsole } from '../boot/open-console.ts';
import { run } from '../boot/run.ts';
import { systemClock } from '../clock.ts';
import { Tables } from '../console/tables.ts';
import { MidwayError } from '../errors.ts';
import { claimRunDir, defaultRunDir } from '../journal/files.ts';
import { openJournal } from '../journal/journal.ts';
import { milestonesOf } from '../knowledge/milestones.ts';
import { SIGNATURES } from '../knowledge/signatures.ts';
import { type Display, lineDisplay, liveDisplay } from '../report/display.ts';
import { junit } from '../report/junit.ts';
import { describePassRate, passRate } from '../report/pass-rate.ts';
import { summary } from '../report/summary.ts';
import { type BootSetting, profileOf, readBootArgs } from './boot-args.ts';
import { exitCode } from './exit-code.ts';
import { handOver } from './interact.ts';
import type { BootArgs } from './options.ts';
import { cancelOnSignals } from './signals.ts';

/** Boots as the arguments say, shows it, and returns the process's exit code. */
export async function runBootCommand(args: BootArgs): Promise<number> {
  const setting = await readBootArgs(args);
  const dir = args.out ?? defaultRunDir(new Date(), setting.name);
  if (setting.repeat > 1) claimRunDir(dir);
  const log = pino({ level: args['log-level'] }, messages());
  const tables = new Tables(SIGNATURES, milestonesOf(profileOf(args)));
  if (args.junit !== undefined) checkJunit(args.junit);
  using cancelled = cancelOnSignals();
  const results: BootResult[] = [];
  for (let turn = 1; turn <= setting.repeat && !cancelled.signal.aborted; turn += 1) {
    const turnDir = setting.repeat === 1 ? dir : join(dir, `run-${turn}`);
    const display = await chooseDisplay(
      args,
      setting.repeat === 1 ? setting.name : `${setting.name}, boot ${turn} of ${setting.repeat}`,
    );
    const world = makeWorld(args, setting, { display, log, tables, signal: cancelled.signal });
    try {
      results.push(await run(setting.request, world, setting.policy, turnDir, () => new Date()));
    } finally {
      display.stop();
    }
    if (!args.json)
      process.stdout.write(
        `${summary(results.at(-1) as BootResult, turnDir, { loggedIn: setting.request.login !== null }).join('\n')}\n`,
      );
  }
  const code = tell(args, setting, results, cancelled.signal.aborted);
  if (args.junit !== undefined) writeJunit(args.junit, results);
  return code;
}

/** Standard error for the log. A reader that goes away is no reason to end the boot. */
function messages() {
  const destination = pino.destination({ fd: 2, sync: true });
  destination.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return destination;
}

function makeWorld(
  args: BootArgs,
  { address, power }: BootSetting,
  {
    display,
    log,
    signal,
    tables,
  }: { readonly display: Display; readonly log: Logger; readonly signal: AbortSignal; readonly tables: Tables },
): BootWorld {
  return {
    clock: systemClock,
    tables,
    openJournal,
    openConsole: (aborted) => openConsole({ address, baudRate: args.baud, power }, aborted),
    nonce: createNonces(randomInt(0x10000)),
    watch: (event) => {
      display.watch(event);
      if (event.type === 'problem') log.warn(event, event.message);
      else if (event.type === 'command' && event.resends > 0) log.info(event, 'a command had to be sent again');
      else if (event.type !== 'line') log.debug(event, event.type);
    },
    signal,
    ...(args.interact ? { afterVerdict: handOverAfter(display, signal) } : {}),
  };
}

function handOverAfter(display: Display, signal: AbortSignal): NonNullable<BootWorld['afterVerdict']> {
  return async (session, { outcome, cause }) => {
    display.stop();
    await handOver(session, `${outcome.toUpperCase()}${cause === null ? '' : `: ${cause.summary}`}`, signal);
  };
}

async function chooseDisplay(args: BootArgs, title: string): Promise<Display> {
  const goal = args.until;
  if (args['show-console']) return lineDisplay(process.stderr, { events: false, consoleToo: true });
  return process.stderr.isTTY
    ? await liveDisplay(process.stderr, title, goal)
    : lineDisplay(process.stderr, { events: true, consoleToo: false });
}

/** Before the board is touched: a verdict must not be lost to a misspelt directory. */
function checkJunit(file: string): void {
  tryJunit(file, () => closeSync(openSync(file, 'a')));
}

function writeJunit(file: string, results: readonly BootResult[]): void {
  tryJunit(file, () => writeFileSync(file, junit(results)));
}

function tryJunit(file: string, write: () => void): void {
  try {
    write();
  } catch (cause) {
    throw new MidwayError(
      'MWS_RECORD',
      `cannot write the JUnit file ${file}: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause, hint: 'Check that the directory of --junit is there, and its free space and permissions.' },
    );
  }
}

/** Prints what stands at the end, and gives the exit code: the worst of cancelled, failed, error, passed. */
function tell(args: BootArgs, { repeat }: BootSetting, results: readonly BootResult[], aborted: boolean): number {
  const fair = results.filter(({ outcome }) => outcome === 'passed' || outcome === 'failed');
  const rate = passRate(fair.filter(({ outcome }) => outcome === 'passed').length, fair.length);
  if (args.json) {
    const document = repeat === 1 ? results[0] : { schema: 'midway-serial/repeat@1', passRate: rate, results };
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  } else if (repeat > 1) {
    process.stdout.write(`${describePassRate(rate)}\n`);
  }
  const worst =
    aborted && results.length < repeat
      ? 'cancelled'
      : (['cancelled', 'failed', 'error', 'passed'] as const).find((outcome) =>
          results.some((result) => result.outcome === outcome),
        );
  const defect = results.some(({ cause }) => cause?.id === 'internal.bug');
  return exitCode(worst ?? 'cancelled', { bisect: args.bisect, defect });
}
