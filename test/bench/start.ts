import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeRun } from './processes.ts';
import { median, print, printTable, verdict } from './report.ts';

const BIN = 'src/cli/bin.js';
const ROUNDS = 7;
/** What `--help` may take on top of bare node, on Node 20. */
const HELP_EXTRA_MS = 130;
const BOOT_MS = 1000;

/** Whole processes, from spawning to exit, in turn with bare node so that all see the same machine. */
export async function benchStart(): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'midway-bench-'));
  const bare: number[] = [];
  const help: number[] = [];
  const boot: number[] = [];
  try {
    for (let round = 0; round <= ROUNDS; round += 1) {
      const out = join(work, String(round));
      const took = [
        await nodeRun(['-e', '0']),
        await nodeRun([BIN, '--help']),
        await nodeRun([BIN, 'boot', '--port', 'fake:ok', '--out', out]),
      ] as const;
      if (round === 0) continue;
      bare.push(took[0]);
      help.push(took[1]);
      boot.push(took[2]);
    }
  } finally {
    rmSync(work, { recursive: true });
  }
  const [bareMs, helpMs, bootMs] = [median(bare), median(help), median(boot)];
  const extraMs = median(help.map((each, index) => each - (bare[index] ?? 0)));
  print(`start: whole processes, median of ${ROUNDS}`);
  printTable([
    ['what', 'median', 'best', 'x bare node', 'target', ''],
    ['node -e 0', ms(bareMs), ms(Math.min(...bare)), '1.0', '', ''],
    ['--help', ms(helpMs), ms(Math.min(...help)), ratio(helpMs / bareMs), '', ''],
    ['--help over bare node', ms(extraMs), '', '', ms(HELP_EXTRA_MS), verdict(extraMs <= HELP_EXTRA_MS)],
    [
      'boot --port fake:ok',
      ms(bootMs),
      ms(Math.min(...boot)),
      ratio(bootMs / bareMs),
      ms(BOOT_MS),
      verdict(bootMs < BOOT_MS),
    ],
  ]);
}

function ms(value: number): string {
  return `${value.toFixed(0)} ms`;
}

function ratio(value: number): string {
  return value.toFixed(1);
}
