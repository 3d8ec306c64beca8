import type { Program } from '../cpu.ts';
import { COMMANDS, type ShellState } from './commands.ts';
import { type Dom0, type Dom0End, kernelLine } from './main.ts';
import { readWords } from './shell-words.ts';
import { readLine, type Tty } from './tty.ts';

const PROMPT = '~ # ';

/** A small root shell after busybox's ash; ends when somebody leaves it or shuts dom0 down. */
export function* runShell(tty: Tty, dom0: Dom0): Program<Dom0End | 'exit'> {
  const state: ShellState = { status: 0, variables: new Map(), files: new Map(), dom0, tty };
  while (true) {
    // ash asks where the cursor is, each time
    tty.write(`${PROMPT}\x1b[6n`);
    const line = yield* readLine(tty, { echo: true, promptColumns: PROMPT.length });
    if (line === undefined) {
      state.status = 130;
      continue;
    }
    const end = yield* runLine(state, line);
    if (end !== undefined) return end;
  }
}

function* runLine(state: ShellState, line: string): Program<Dom0End | 'exit' | undefined> {
  const { tty } = state;
  let skip = false;
  for (const { words, redirect, separator } of readWords(line, state)) {
    const argv = words();
    if (!skip && argv.length > 0) {
      const end = yield* shutdown(state, argv);
      if (end !== undefined) return end;
      const output = runCommand(state, argv);
      if (redirect === undefined) tty.write(output);
      else {
        const { path, append } = redirect();
        state.files.set(path, (append ? (state.files.get(path) ?? '') : '') + output);
      }
    }
    skip = (separator === '&&' && state.status !== 0) || (separator === '||' && state.status === 0);
  }
  return undefined;
}

function runCommand(state: ShellState, argv: readonly string[]): string {
  const [name = '', ...args] = argv;
  const assignment = /^([A-Za-z_]\w*)=(.*)$/s.exec(name);
  if (assignment !== null && args.length === 0) {
    state.variables.set(assignment[1]!, assignment[2]!);
    state.status = 0;
    return '';
  }
  const command = COMMANDS.get(name);
  if (command === undefined) {
    state.status = 127;
    return `-sh: ${name}: not found\n`;
  }
  const { output = '', status = 0 } = command(args, state);
  state.status = status;
  return output;
}

/** The commands that end the shell or dom0. */
function* shutdown({ tty }: ShellState, argv: readonly string[]): Program<Dom0End | 'exit' | undefined> {
  const [name, option] = argv;
  if (name === 'exit' || name === 'logout') return 'exit';
  if (name !== 'reboot' && name !== 'poweroff' && name !== 'halt') return undefined;
  if (option !== '-f') {
    tty.write('The system is going down NOW!\nSent SIGTERM to all processes\nSent SIGKILL to all processes\n');
    tty.write(`Requesting system ${name}\n`);
  }
  yield* tty.board.wait('shutdown');
  const last = { reboot: 'Restarting system', poweroff: 'Power down', halt: 'System halted' }[name];
  kernelLine(tty, 19.6, `reboot: ${last}`);
  return name === 'reboot' ? 'reboot' : 'halt';
}
