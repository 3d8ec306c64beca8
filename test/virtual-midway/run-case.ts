import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Board, startBoard } from './board.ts';
import type { Boot, Case, Expected } from './case.ts';
import { checkRecord, verdictDelay } from './check-record.ts';
import { type Ran, runProgram } from './program.ts';

/** The longest boot, and the grace in which a program that keeps its own limit ends. */
const TOTAL_S = 300;
const LIMIT_MS = (TOTAL_S + 30) * 1000;

const EXIT: Readonly<Record<Expected['outcome'], number>> = { passed: 0, failed: 1, error: 125, cancelled: 130 };

/** How a case went: good when there are no problems. */
export interface Outcome {
  readonly name: string;
  readonly seconds: number;
  readonly verdict: string;
  readonly delay: string;
  readonly problems: readonly string[];
  /** Where the record of a bad one is. */
  readonly dir: string | null;
}

/** What all cases share. */
export interface Bench {
  /** The folder of the built virtual Midway. */
  readonly build: string;
  readonly signal: AbortSignal;
}

/** Runs a case on a virtual Midway of its own. */
export async function runOnBoard(one: Case, { build, signal }: Bench): Promise<Outcome> {
  const started = performance.now();
  await using board = await startBoard(build, one.env ?? 'autoboot-s');
  const boots = one.first === undefined ? [one] : [one.first, one];
  const problems: string[] = [];
  let last = { verdict: '', delay: '' };
  for (const [index, boot] of boots.entries()) {
    const judged = await bootOnBoard(boot, board, join(board.dir, `boot-${index + 1}`), { build, signal });
    problems.push(...judged.problems.map((problem) => (boot === one ? problem : `the first boot: ${problem}`)));
    last = judged;
    if (problems.length > 0) break;
  }
  if (problems.length > 0) board.keep();
  return {
    name: one.name,
    seconds: (performance.now() - started) / 1000,
    ...last,
    problems,
    dir: problems.length > 0 ? board.dir : null,
  };
}

/** Runs a case on the fake board, in the scenario that claims to be the same. */
export async function runOnFake(one: Case & { readonly fake: string }, { signal }: Bench): Promise<Outcome> {
  const started = performance.now();
  const dir = await mkdtemp(join(tmpdir(), 'fake-midway-'));
  const passwordFile = join(dir, 'password');
  await writeFile(passwordFile, 'midway\n');
  const out = join(dir, 'boot-1');
  const ran = await runProgram([...options(one, out, passwordFile), '--port', `fake:${one.fake}`], out, {
    strike: async () => {},
    limitMs: LIMIT_MS,
    signal,
  });
  const judged = await judge(one.expected, ran, out, false);
  if (judged.problems.length === 0) await rm(dir, { recursive: true, force: true });
  return {
    name: `${one.name} (fake:${one.fake})`,
    seconds: (performance.now() - started) / 1000,
    ...judged,
    dir: judged.problems.length > 0 ? dir : null,
  };
}

async function bootOnBoard(boot: Boot, board: Board, out: string, { build, signal }: Bench) {
  const args = [
    ...options(boot, out, join(build, 'root-password')),
    ...['--port', board.console],
    ...(boot.power === false ? [] : board.powerOptions),
  ];
  const ran = await runProgram(args, out, {
    ...(boot.fault === undefined ? {} : { fault: boot.fault }),
    strike: async (action, interrupt) => {
      if (action === 'interrupt') interrupt();
      else await board.power(action);
    },
    limitMs: LIMIT_MS,
    signal,
  });
  await writeFile(`${out}.command`, `node src/cli/bin.js ${args.map((arg) => `'${arg}'`).join(' ')}\n`);
  await writeFile(`${out}.stderr`, ran.stderr);
  return await judge(boot.expected, ran, out, boot.expected.stage === 'power');
}

function options(boot: Boot, out: string, passwordFile: string): string[] {
  const { xen = 'xen-earlyprintk', dom0 = 'vmlinuz', initrd = 'initrd.gz' } = boot.images ?? {};
  return [
    ...['boot', '--json', '--out', out, '--xen', xen, '--dom0', dom0],
    ...(initrd === null ? [] : ['--initrd', initrd]),
    ...['--limit', `total=${TOTAL_S}`],
    ...(boot.logsIn ? ['--login-user', 'root', '--login-password-file', passwordFile] : []),
    ...(boot.options ?? []),
  ];
}

async function judge(expected: Expected, { exit, stdout, stderr, problems }: Ran, out: string, quiet: boolean) {
  const wrong = [...problems];
  if (exit !== EXIT[expected.outcome]) wrong.push(`exit code ${exit}, not ${EXIT[expected.outcome]}`);
  if (!existsSync(join(out, 'result.json')) || stdout === '') {
    return { verdict: 'none', delay: '', problems: [...wrong, `no result: ${stderr.trim().slice(-500)}`] };
  }
  const record = checkRecord(out, stdout, quiet);
  const { outcome, class: causeClass, stage, cause } = record.result;
  const got: Expected = { outcome, class: causeClass, cause: cause?.id ?? null, stage: stage ?? 'power' };
  for (const key of ['outcome', 'class', 'cause', 'stage'] as const) {
    if (got[key] !== expected[key]) wrong.push(`${key} ${got[key]}, not ${expected[key]}`);
  }
  const delay = verdictDelay(record);
  return {
    verdict: [outcome, causeClass, cause?.id, `stage ${stage}`].filter((word) => word != null).join(', '),
    delay: delay === null ? '' : `${delay.ms} ms after ${delay.after}`,
    problems: [...wrong, ...record.problems],
  };
}
