import type { Dom0 } from './main.ts';
import type { Tty } from './tty.ts';

/** What a shell remembers. */
export interface ShellState {
  status: number;
  readonly variables: Map<string, string>;
  /** Files that somebody wrote. */
  readonly files: Map<string, string>;
  readonly dom0: Dom0;
  readonly tty: Tty;
}

type Command = (args: readonly string[], state: ShellState) => { readonly output?: string; readonly status?: number };

const KERNEL = '6.1.0-50-armmp-lpae';
const KERNEL_BUILD = '#1 SMP Debian 6.1.176-1 (2026-07-02)';

const FILES: Readonly<Record<string, (state: ShellState) => string>> = {
  '/proc/cmdline': ({ dom0 }) => `${dom0.commandLine}\n`,
  '/proc/xen/capabilities': () => 'control_d\n',
  '/sys/hypervisor/type': () => 'xen\n',
  '/sys/hypervisor/version/major': ({ dom0 }) => `${dom0.xenRelease.split('.')[0]}\n`,
  '/sys/hypervisor/version/minor': ({ dom0 }) => `${dom0.xenRelease.split('.')[1]}\n`,
  '/etc/hostname': () => 'midway\n',
  '/proc/version': () => `Linux version ${KERNEL} (debian-kernel@lists.debian.org) ${KERNEL_BUILD}\n`,
  '/proc/cpuinfo': ({ tty }) =>
    Array.from(
      { length: tty.board.scenario.cpus },
      (_, cpu) => `processor\t: ${cpu}\nmodel name\t: ARMv7 Processor rev 0 (v7l)\n\n`,
    ).join(''),
  '/sys/class/net/eth0/operstate': ({ tty }) => `${tty.board.linkUp ? 'up' : 'down'}\n`,
};

const DIRECTORIES = ['/', '/etc', '/proc', '/sys', '/etc/xen/scripts', '/sys/class/net/eth0', '/sys/class/net/eth1'];

/** The commands of dom0's small userspace. */
export const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['true', () => ({})],
  [':', () => ({})],
  ['false', () => ({ status: 1 })],
  ['echo', (args) => ({ output: args[0] === '-n' ? args.slice(1).join(' ') : `${args.join(' ')}\n` })],
  ['printf', ([format = '', ...args]) => ({ output: printf(format, args) })],
  ['uname', (args) => ({ output: `${uname(args.join(''))}\n` })],
  ['hostname', () => ({ output: 'midway\n' })],
  ['whoami', () => ({ output: 'root\n' })],
  ['id', () => ({ output: 'uid=0(root) gid=0(root) groups=0(root)\n' })],
  ['pwd', () => ({ output: '/root\n' })],
  ['nproc', (_, { tty }) => ({ output: `${tty.board.scenario.cpus}\n` })],
  ['dmesg', (_, { tty }) => ({ output: tty.log.map((line) => `${line}\n`).join('') })],
  ['sync', () => ({})],
  ['stty', () => ({})],
  ['export', () => ({})],
  ['mkdir', () => ({})],
  ['chmod', () => ({})],
  [
    'rm',
    (args, { files }) => {
      for (const path of args) files.delete(path);
      return {};
    },
  ],
  [
    'mv',
    ([from = '', to = ''], { files }) => {
      files.set(to, files.get(from) ?? '');
      files.delete(from);
      return {};
    },
  ],
  ['cat', cat],
  ['test', (args, state) => ({ status: test(args, state) ? 0 : 1 })],
  ['[', (args, state) => ({ status: test(args.slice(0, -1), state) ? 0 : 1 })],
  ['xl', xl],
  [
    'ls',
    (args, state) => {
      const missing = args.filter((path) => !path.startsWith('-') && !exists(path, state));
      return missing.length === 0
        ? { output: `${args.join('\n')}\n` }
        : { output: missing.map((path) => `ls: ${path}: No such file or directory\n`).join(''), status: 1 };
    },
  ],
]);

function uname(options: string): string {
  if (options.includes('a')) return `Linux midway ${KERNEL} ${KERNEL_BUILD} armv7l GNU/Linux`;
  const parts = [
    ['s', 'Linux'],
    ['n', 'midway'],
    ['r', KERNEL],
    ['v', KERNEL_BUILD],
    ['m', 'armv7l'],
  ] as const;
  const chosen = parts.filter(([letter]) => options.includes(letter)).map(([, text]) => text);
  return chosen.length === 0 ? 'Linux' : chosen.join(' ');
}

function read(path: string, state: ShellState): string | undefined {
  return state.files.get(path) ?? FILES[path]?.(state);
}

function exists(path: string, state: ShellState): boolean {
  return read(path, state) !== undefined || DIRECTORIES.includes(path);
}

function cat(args: readonly string[], state: ShellState): { output: string; status: number } {
  let status = 0;
  const texts = args.map((path) => {
    const text = read(path, state);
    if (text === undefined) status = 1;
    return text ?? `cat: can't open '${path}': No such file or directory\n`;
  });
  return { output: texts.join(''), status };
}

function test(words: readonly string[], state: ShellState): boolean {
  const [left = '', operator = '', right = ''] = words;
  if (left === '!') return !test(words.slice(1), state);
  if (/^-[efdxrsw]$/.test(left)) return exists(operator, state);
  if (left === '-n') return operator !== '';
  if (left === '-z') return operator === '';
  if (operator === '=') return left === right;
  if (operator === '!=') return left !== right;
  if (operator === '-eq') return Number(left) === Number(right);
  if (operator === '-ge') return Number(left) >= Number(right);
  return left !== '';
}

function printf(format: string, args: readonly string[]): string {
  const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', '\\': '\\' };
  const left = [...args];
  return format
    .replace(/%[sd]/g, () => left.shift() ?? '')
    .replace(/\\([nt\\])/g, (_, letter: string) => escapes[letter]!);
}

function xl([subcommand]: readonly string[], { dom0, tty }: ShellState): { output: string; status: number } {
  const { cpus, memoryMib } = tty.board.scenario;
  if (subcommand === 'info') {
    const rows = [
      ['host', 'midway'],
      ['release', KERNEL],
      ['version', KERNEL_BUILD],
      ['machine', 'armv7l'],
      ['nr_cpus', String(cpus)],
      ['total_memory', String(memoryMib)],
      ['free_memory', String(memoryMib - 624)],
      ['xen_major', dom0.xenRelease.split('.')[0]!],
      ['xen_minor', dom0.xenRelease.split('.')[1]!],
      ['xen_caps', 'xen-3.0-armv7l '],
      ['xen_scheduler', 'credit2'],
    ];
    return { output: rows.map(([name, value]) => `${name!.padEnd(23)}: ${value}\n`).join(''), status: 0 };
  }
  if (subcommand === 'list') {
    return {
      output: `Name                                        ID   Mem VCPUs\tState\tTime(s)\nDomain-0                                     0   512     ${cpus}     r-----      12.3\n`,
      status: 0,
    };
  }
  return { output: 'command not implemented\n', status: 1 };
}
