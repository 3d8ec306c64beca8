import type { CommandModule } from 'yargs';
import { checkOnce } from '../check-once.ts';
import { BOOT_OPTIONS, type BootArgs } from '../options.ts';

export const bootCommand: CommandModule<object, BootArgs> = {
  command: 'boot',
  describe: 'one boot of one board, and its verdict',
  builder: (yargs) =>
    yargs
      .options(BOOT_OPTIONS)
      .check(checkOnce(BOOT_OPTIONS))
      .example('$0 boot --port fake:ok', 'a board that needs no hardware')
      .example('$0 boot --port /dev/ttyUSB0 --xen xen-4.19 --initrd initrd.gz', 'a node on a serial adapter')
      .example(
        "$0 boot --port /dev/ttyUSB0 --power-cycle 'ipmitool -I lanplus -H node7 -f pw chassis power cycle'",
        'an unattended one',
      )
      .example('git bisect run midway-serial boot --port /dev/ttyUSB0 --bisect', '0 good, 1 bad, 125 skip'),
  handler: async (args) => {
    const { runBootCommand } = await import('../boot-command.ts');
    process.exitCode = await runBootCommand(args);
  },
};
