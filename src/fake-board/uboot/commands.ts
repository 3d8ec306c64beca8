import { BOOT_COMMANDS } from './boot-commands.ts';
import { ENVIRONMENT_COMMANDS } from './environment-commands.ts';
import { FDT_COMMAND } from './fdt-command.ts';
import { MEMORY_COMMANDS } from './memory-commands.ts';
import { MISC_COMMANDS } from './misc-commands.ts';
import { NETWORK_COMMANDS } from './network-commands.ts';
import type { Command } from './uboot.ts';

/** `run` is part of the interpreter; the others are run by it. */
const RUN: Command = {
  name: 'run',
  maxArgs: 16,
  repeatable: true,
  summary: 'run commands in an environment variable',
  usage: "var [...]\n    - run the commands in the environment variable(s) 'var'",
  run() {
    return 0;
  },
};

/** So is `boot`, which runs `bootcmd`. */
const BOOT: Command = {
  name: 'boot',
  maxArgs: 1,
  repeatable: true,
  summary: "boot default, i.e., run 'bootcmd'",
  usage: '',
  run: () => 0,
};

const COMMANDS: readonly Command[] = [
  ...BOOT_COMMANDS,
  ...ENVIRONMENT_COMMANDS,
  FDT_COMMAND,
  ...MEMORY_COMMANDS,
  ...MISC_COMMANDS,
  ...NETWORK_COMMANDS,
  RUN,
  BOOT,
];

/** For completion by tab. */
export const COMMAND_NAMES: readonly string[] = COMMANDS.map(({ name }) => name);

/** The command of that name, or the only one that it abbreviates; `.b` and the like are ignored. */
export function findCommand(name: string): Command | undefined {
  const stem = name.split('.')[0]!;
  const exact = COMMANDS.find((command) => command.name === stem);
  if (exact !== undefined) return exact;
  const candidates = COMMANDS.filter((command) => command.name.startsWith(stem));
  return candidates.length === 1 ? candidates[0] : undefined;
}
