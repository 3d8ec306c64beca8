import { type Command, USAGE } from './uboot.ts';

const ENVIRONMENT_BYTES = 0x2000 - 4;

/** Source: u-boot cmd/nvedit.c. */
export const ENVIRONMENT_COMMANDS: readonly Command[] = [
  {
    name: 'setenv',
    maxArgs: 64,
    repeatable: false,
    summary: 'set environment variables',
    usage:
      "[-f] name value ...\n    - [forcibly] set environment variable 'name' to 'value ...'\n" +
      "setenv [-f] name\n    - [forcibly] delete environment variable 'name'",
    run({ env, print }, argv) {
      const [name, ...values] = argv.slice(argv[1] === '-f' ? 2 : 1);
      if (name === undefined || name.startsWith('-')) return USAGE;
      if (name.includes('=')) {
        print(`## Error: illegal character '='in variable name "${name}"\n`);
        return 1;
      }
      if (values.length === 0) env.delete(name);
      else env.set(name, values.join(' '));
      return 0;
    },
  },
  {
    name: 'printenv',
    maxArgs: 64,
    repeatable: true,
    summary: 'print environment variables',
    usage:
      "[-a]\n    - print [all] values of all environment variables\nprintenv name ...\n    - print value of environment variable 'name'",
    run({ env, print }, argv) {
      const names = argv.slice(argv[1] === '-a' ? 2 : 1);
      if (names.length === 0) {
        const lines = env.lines();
        print(lines.map((line) => `${line}\n`).join(''));
        const bytes = lines.reduce((sum, line) => sum + line.length + 1, 0);
        print(`\nEnvironment size: ${bytes}/${ENVIRONMENT_BYTES} bytes\n`);
        return 0;
      }
      let missing = 0;
      for (const name of names) {
        const value = env.get(name);
        if (value === undefined) missing += 1;
        print(value === undefined ? `## Error: "${name}" not defined\n` : `${name}=${value}\n`);
      }
      return missing;
    },
  },
  {
    name: 'saveenv',
    maxArgs: 1,
    repeatable: false,
    summary: 'save environment variables to persistent storage',
    usage: '',
    run({ env, print }) {
      env.save();
      print('Saving Environment to NVRAM... OK\n');
      return 0;
    },
  },
];
