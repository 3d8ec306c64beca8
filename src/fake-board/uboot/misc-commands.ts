import { type Command, pollInterrupt, USAGE, waitPolling } from './uboot.ts';

/** Commands that belong to no family. */
export const MISC_COMMANDS: readonly Command[] = [
  {
    name: 'echo',
    maxArgs: 16,
    repeatable: true,
    summary: 'echo args to console',
    usage: '[-n] [args..]\n    - echo args to console; -n suppresses newline',
    run({ print }, argv) {
      const silent = argv[1] === '-n';
      print(argv.slice(silent ? 2 : 1).join(' ') + (silent ? '' : '\n'));
      return 0;
    },
  },
  {
    name: 'version',
    maxArgs: 1,
    repeatable: true,
    summary: 'print monitor, compiler and linker version',
    usage: '',
    run({ build, print }) {
      print(`${build.banner}\n\n${build.toolchain.map((line) => `${line}\n`).join('')}`);
      return 0;
    },
  },
  {
    name: 'sleep',
    maxArgs: 2,
    repeatable: true,
    summary: 'delay execution for some time',
    usage: 'N\n    - delay execution for N seconds (N is _decimal_ and can be\n      fractional)',
    *run(uboot, argv) {
      if (argv.length !== 2) return USAGE;
      return (yield* waitPolling(uboot, (Number.parseFloat(argv[1]!) || 0) * uboot.board.ms('second'))) ? 1 : 0;
    },
  },
  {
    name: 'true',
    maxArgs: 16,
    repeatable: true,
    summary: 'do nothing, successfully',
    usage: '',
    run() {
      return 0;
    },
  },
  {
    name: 'false',
    maxArgs: 16,
    repeatable: true,
    summary: 'do nothing, unsuccessfully',
    usage: '',
    run() {
      return 1;
    },
  },
  {
    name: 'test',
    maxArgs: 16,
    repeatable: true,
    summary: 'minimal test like /bin/sh',
    usage: '[args..]',
    run(_, argv) {
      return test(argv.slice(1)) ? 0 : 1;
    },
  },
  {
    name: 'help',
    maxArgs: 16,
    repeatable: true,
    summary: 'print command description/usage',
    usage: "\n\t- print brief description of all commands\nhelp command ...\n\t- print detailed usage of 'command'",
    run(uboot) {
      uboot.print('bootz   - boot Linux zImage image from memory\nfdt     - flattened device tree utility commands\n');
      return pollInterrupt(uboot) ? 1 : 0;
    },
  },
];

/** `-n`, `-z`, `=`, `!=` and the numeric comparisons. */
function test(words: readonly string[]): boolean {
  const [left = '', operator = '', right = ''] = words;
  if (left === '!') return !test(words.slice(1));
  if (left === '-n') return operator !== '';
  if (left === '-z') return operator === '';
  switch (operator) {
    case '=':
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '-eq':
      return Number(left) === Number(right);
    case '-ne':
      return Number(left) !== Number(right);
    case '-lt':
      return Number(left) < Number(right);
    case '-gt':
      return Number(left) > Number(right);
    default:
      return words.length === 1 && left !== '';
  }
}
