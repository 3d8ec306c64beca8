import type { CommandModule } from 'yargs';

export interface FakeBoardArgs {
  readonly scenario: string | undefined;
}

export const fakeBoardCommand: CommandModule<object, FakeBoardArgs> = {
  command: 'fake-board [scenario]',
  describe: 'a scripted Midway on a pty, for tests and demonstrations',
  builder: (yargs) =>
    yargs
      .positional('scenario', {
        type: 'string',
        describe: 'its name, with key=value changes behind commas; without one, they are listed',
      })
      .example('$0 fake-board ok', 'prints the pty to open with any serial program; the board comes up at once')
      .example('$0 fake-board ok,baud=115200,noise=1/500,seed=7', 'at line speed, on a bad cable'),
  handler: async (args) => {
    const { runFakeBoard } = await import('../fake-board-command.ts');
    process.exitCode = await runFakeBoard(args.scenario);
  },
};
