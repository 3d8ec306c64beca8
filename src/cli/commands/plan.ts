import type { CommandModule, InferredOptionTypes } from 'yargs';
import { checkOnce } from '../check-once.ts';
import { PLAN_OPTIONS } from '../options.ts';

const OPTIONS = {
  ...PLAN_OPTIONS,
  style: {
    choices: ['commands', 'wiki'] as const,
    default: 'commands' as const,
    describe: 'as they are sent, or as the Xen wiki writes them',
  },
  json: { type: 'boolean', default: false, describe: 'print the plan as JSON' },
} as const;

export type PlanCommandArgs = InferredOptionTypes<typeof OPTIONS>;

export const planCommand: CommandModule<object, PlanCommandArgs> = {
  command: 'plan',
  describe: 'the exact U-Boot commands of a boot; touches nothing',
  builder: (yargs) =>
    yargs
      .options(OPTIONS)
      .check(checkOnce(OPTIONS))
      .example('$0 plan --xen xen-4.19 --initrd initrd.gz --tftp-dir /srv/tftp', 'with the sizes of the files')
      .example('$0 plan --style wiki', 'to type by hand'),
  handler: async (args) => {
    const { printPlan } = await import('../plan-command.ts');
    process.stdout.write(await printPlan(args));
  },
};
