import { analyzeLog } from '../analyze/analyze.ts';
import { openLog } from '../analyze/read-log.ts';
import type { Outcome } from '../api/verdict.ts';
import { Tables } from '../console/tables.ts';
import { milestonesOf } from '../knowledge/milestones.ts';
import { SIGNATURES } from '../knowledge/signatures.ts';
import { summary } from '../report/summary.ts';
import { profileOf } from './boot-args.ts';
import type { AnalyzeArgs } from './commands/analyze.ts';
import { exitCode } from './exit-code.ts';

/**
 * Judges every boot of every log, and returns the exit code: the worst of failed, error, passed.
 *
 * @throws MidwayError MWS_USAGE when a log cannot be used; nothing was judged then.
 */
export async function runAnalyze(args: AnalyzeArgs): Promise<number> {
  const profile = profileOf(args);
  const { prompts } = profile;
  const tables = new Tables(SIGNATURES, milestonesOf(profile));
  const logs = await Promise.all(args.log.map((path) => openLog(path)));
  const outcomes = new Set<Outcome>();
  for (const log of logs) {
    const options = { goal: args.until, limit: args.limit, silence: args.silence, prompts, profile, tables };
    for await (const result of analyzeLog(log, options)) {
      outcomes.add(result.outcome);
      const title = result.attempt === 1 ? log.path : `${log.path}, boot ${result.attempt}`;
      const text = args.json ? JSON.stringify(result) : [`${title}:`, ...summary(result, null)].join('\n');
      process.stdout.write(`${text}\n`);
    }
  }
  const worst = (['failed', 'error', 'passed'] as const).find((outcome) => outcomes.has(outcome));
  return exitCode(worst ?? 'error');
}
