import { type Command, USAGE } from './uboot.ts';

/** Variables that must be addresses, of the network or of the hardware. Source: u-boot env/flags.c. */
const ADDRESSES = ['ipaddr', 'serverip', 'gatewayip', 'netmask'];
const READ_ONLY = ['ethaddr', 'eth1addr'];
const TYPES = { i: /^\d+\.\d+\.\d+\.\d+$/, m: /^(?:[0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}$/ } as const;
const ENVIRONMENT_BYTES = 0x2000 - 4;

/** Source: u-boot cmd/nvedit.c. */
export const ENVIRONMENT_COMMANDS: readonly Command[] = [
  {
    name: 'setenv',
    maxArgs: 16,
    repeatable: false,
    summary: 'set environment variables',
    usage:
      "setenv [-f] name value ...\n    - [forcibly] set environment variable 'name' to 'value ...'\n" +
      "setenv [-f] name\n    - [forcibly] delete environment variable 'name'",
    run(uboot, argv) {
      const { env, print } = uboot;
      const [name, ...values] = argv.slice(argv[1] === '-f' ? 2 : 1);
      if (name === undefined || name.startsWith('-')) return USAGE;
      if (name.includes('=')) {
        print(`## Error: illegal character '='in variable name "${name}"\n`);
        return 1;
      }
      if (values.length === 0) {
        if (READ_ONLY.includes(name)) {
          print(`## Error: Can't delete "${name}"\n`);
          return 1;
        }
        env.delete(name);
      } else {
        const value = values.join(' ');
        const type = READ_ONLY.includes(name) ? 'm' : ADDRESSES.includes(name) ? 'i' : undefined;
        if (type !== undefined && !TYPES[type].test(value)) {
          print(`## Error: flags type check failure for "${name}" <= "${value}" (type: ${type})\n`);
          print(`## Error inserting "${name}" variable, errno=1\n`);
          return 1;
        }
        env.assign(name, value);
      }
      if (name === 'ipaddr') uboot.address = env.get(name);
      return 0;
    },
  },
  {
    name: 'printenv',
    maxArgs: 16,
    repeatable: true,
    summary: 'print environment variables',
    usage:
      "[-a]\n    - print [all] values of all environment variables\nprintenv name ...\n    - print value of environment variable 'name'",
    run({ env, print }, argv) {
      const names = argv.slice(argv[1] === '-a' ? 2 : 1);
      if (names.length === 0) {
        const lines = env.lines();
        print(lines.map((line) => `${line}\n`).join(''));
        const bytes = lines.reduce((sum, line) => sum + line.length + 1, 1);
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
    name: 'env',
    maxArgs: 16,
    repeatable: true,
    summary: 'environment handling commands',
    usage: 'default|delete|edit|exists|export|import|print|run|save|set …',
    run({ env }, argv) {
      const [, subcommand, name = ''] = argv;
      if (subcommand === 'exists') return env.get(name) === undefined ? 1 : 0;
      if (subcommand !== 'delete') return USAGE;
      for (const one of argv.slice(2)) env.delete(one);
      return 0;
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
