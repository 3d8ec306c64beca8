import type { CommandModule, InferredOptionTypes } from 'yargs';
import { checkOnce } from '../check-once.ts';
import { CONSOLE_OPTIONS, GOAL_OPTIONS, OUTPUT_OPTIONS } from '../options.ts';

const OPTIONS = {
  until: GOAL_OPTIONS.until,
  prompt: CONSOLE_OPTIONS.prompt,
  limit: GOAL_OPTIONS.limit,
  silence: GOAL_OPTIONS.silence,
  json: { ...OUTPUT_OPTIONS.json, describe: 'print one JSON result a line, alone' },
} as const;

export type AnalyzeArgs = InferredOptionTypes<typeof OPTIONS> & { readonly log: readonly string[] };

export const analyzeCommand: CommandModule<object, AnalyzeArgs> = {
  command: 'analyze <log..>',
  describe: 'recorded console logs, and the same verdicts as live',
  builder: (yargs) =>
    yargs
      .positional('log', {
        type: 'string',
        array: true,
        demandOption: true,
        describe: 'console.raw, asciicast, LAVA’s YAML, or any capture, with times or without',
      })
      .options(OPTIONS)
      .check(checkOnce(OPTIONS))
      .example('$0 analyze midway-runs/*/console.cast', 'the records of earlier boots, with their times')
      .example('$0 analyze minicom.cap --until xen', 'Xen’s version line is enough')
      .example('$0 analyze --json conserver.log', 'one result a line; several boots in one log are separated'),
  handler: async (args) => {
    const { runAnalyze } = await import('../analyze-command.ts');
    process.exitCode = await runAnalyze(args);
  },
};
