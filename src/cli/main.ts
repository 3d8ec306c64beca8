import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { MidwayError } from '../errors.ts';
import { analyzeCommand } from './commands/analyze.ts';
import { bootCommand } from './commands/boot.ts';
import { fakeBoardCommand } from './commands/fake-board.ts';
import { planCommand } from './commands/plan.ts';
import { EXIT_USAGE, usageExitCode } from './exit-code.ts';
import { withSuggestion } from './suggest.ts';

const VERSION = '0.1.0';

const words = hideBin(process.argv);

/** A closed pipe (`| head`) is no reason to die loudly; nor is a stderr that nobody reads a reason to leave the board half booted. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return;
  const code = fail(
    new MidwayError('MWS_RECORD', `cannot write to standard output: ${error.message}`, {
      hint: 'Check where standard output goes; what was recorded is in the record.',
    }),
  );
  process.on('exit', () => {
    process.exitCode = code;
  });
});
process.stderr.on('error', () => {});

/** Node would exit with 1, which is the verdict `failed`. */
process.on('uncaughtException', (error) => process.exit(fail(error)));

const cli = yargs(words)
  .scriptName('midway-serial')
  .usage(
    '$0 COMMAND [OPTIONS]\n\nBoots Xen with a Linux dom0 on a Calxeda Midway node over its serial console,\nand says whether that worked, who must act, and why.',
  )
  .command(bootCommand)
  .command(planCommand)
  .command(analyzeCommand)
  .command(fakeBoardCommand)
  .epilogue(
    'Exit codes: 0 passed, 1 failed (the software under test), 2 usage, 125 error (the lab), 130 cancelled.\nWith --bisect 2 and 130 become 129, which stops git bisect run.',
  )
  .strict()
  .recommendCommands()
  .parserConfiguration({ 'greedy-arrays': false, 'strip-aliased': true, 'strip-dashed': false })
  .version(VERSION)
  .help()
  .wrap(Math.min(100, process.stdout.columns ?? 80))
  .fail((message, error) => {
    // yargs gives its own complaints a message; what a handler threw comes without one.
    throw message === null || error instanceof MidwayError
      ? error
      : new MidwayError('MWS_USAGE', withSuggestion(message));
  });

try {
  if (words.length === 0) {
    process.stderr.write(`${await cli.getHelp()}\n`);
    process.exitCode = EXIT_USAGE;
  } else {
    await cli.parseAsync();
  }
} catch (error) {
  process.exitCode = fail(error);
}

/** Prints one clear sentence, and what to try; a defect of ours keeps its stack. */
function fail(error: unknown): number {
  const bisect = words.includes('--bisect');
  if (!(error instanceof MidwayError)) {
    process.stderr.write(
      `midway-serial: a defect of this program, please report it:\n${error instanceof Error ? error.stack : String(error)}\n`,
    );
    return bisect ? usageExitCode(true) : 125;
  }
  const { hint, exitCode: code } = error;
  if (words.includes('--json') && code === EXIT_USAGE) {
    process.stdout.write(
      `${JSON.stringify({ schema: 'midway-serial/usage-error@1', message: error.message, hint })}\n`,
    );
  } else {
    process.stderr.write(`midway-serial: ${error.message}\n  ${hint}\n`);
  }
  return code === EXIT_USAGE ? usageExitCode(bisect) : code;
}
