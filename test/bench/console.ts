import { BOOT_STAGES, type BootStage } from '../../machines/boot/stages.ts';
import { bootLog, watch } from './boot-log.ts';
import { median, print, printTable, verdict } from './report.ts';

const MB = 1e6;
const ROUNDS = 5;

/** The console pipeline, bytes in to facts out, with all the knowledge there is. */
export function benchConsole(): void {
  const log = bootLog(20 * MB);
  const facts = feed('as it goes', log.subarray(0, MB), 4096).facts;
  print(`console pipeline: recorded boots end to end, bytes in to facts out (${facts} facts a MB), one core`);
  const rows = [['pieces', 'stage', 'input', 'MB/s', 'against the first', 'target', '']];
  for (const [pieceBytes, sizes, target] of [
    [4096, [5 * MB, 10 * MB, 20 * MB], 20],
    [64, [5 * MB], 0],
    [1, [0.5 * MB, 1 * MB, 2 * MB], 1],
  ] as const) {
    const rates = ratesOf('as it goes', log, sizes, pieceBytes);
    for (const [index, mbPerS] of rates.entries()) {
      rows.push([
        `${pieceBytes} B`,
        'as the boot goes',
        `${(sizes[index] ?? 0) / MB} MB`,
        mbPerS.toFixed(1),
        `x ${(mbPerS / (rates[0] ?? 1)).toFixed(2)}`,
        target === 0 ? '' : `${target} MB/s`,
        target === 0 ? '' : verdict(mbPerS >= target),
      ]);
    }
  }
  for (const [pieceBytes, size, target] of [
    [4096, 2 * MB, 20],
    [1, 0.5 * MB, 1],
  ] as const) {
    const [stage, mbPerS] = worst(log.subarray(0, size), pieceBytes);
    rows.push([
      `${pieceBytes} B`,
      `${stage} (the worst)`,
      `${size / MB} MB`,
      mbPerS.toFixed(1),
      '',
      `${target} MB/s`,
      verdict(mbPerS >= target),
    ]);
  }
  printTable(rows);
  print(`  Median of ${ROUNDS} by processor time. Against the first: relative to the smallest input; 1 is linear.`);
}

function worst(log: Buffer, pieceBytes: number): readonly [BootStage, number] {
  const rates = BOOT_STAGES.map((stage) => [stage, ratesOf(stage, log, [log.length], pieceBytes)[0] ?? 0] as const);
  return rates.reduce((slowest, next) => (next[1] < slowest[1] ? next : slowest));
}

/**
 * The median rate for each size by processor time, garbage collection included: other work on the machine does not count as
 * ours. The sizes take turns, after one round to warm up.
 */
function ratesOf(
  stage: BootStage | 'as it goes',
  log: Buffer,
  sizes: readonly number[],
  pieceBytes: number,
): readonly number[] {
  const rounds = Array.from({ length: ROUNDS + 1 }, () =>
    sizes.map((size) => size / MB / feed(stage, log.subarray(0, size), pieceBytes).seconds),
  ).slice(1);
  return sizes.map((_, index) => median(rounds.map((round) => round[index] ?? Number.NaN)));
}

function feed(stage: BootStage | 'as it goes', log: Buffer, pieceBytes: number): { seconds: number; facts: number } {
  let facts = 0;
  const count = () => {
    facts += 1;
  };
  const watcher = watch(stage, { saw: count, found: count, fault: count });
  const begun = process.cpuUsage();
  for (let start = 0; start < log.length; start += pieceBytes) {
    watcher.push(log.subarray(start, start + pieceBytes), 0);
  }
  const { user, system } = process.cpuUsage(begun);
  return { seconds: (user + system) / 1e6, facts };
}
