import type { Program } from '../cpu.ts';
import { type Dom0, type Dom0End, kernelLine } from './main.ts';
import { runShell } from './shell.ts';
import { readLine, type Tty } from './tty.ts';

const TRIES = 3;
/** The kernel's late lines come behind the login prompt, on its line, as on the virtual Midway. */
const LATE_LINES: readonly (readonly [seconds: number, text: string])[] = [
  [15.842434, 'amba fff20000.ipc: deferred probe pending'],
  [15.843738, 'amba fff3d000.dma: deferred probe pending'],
];

/** getty and login on hvc0, again and again, until somebody shuts dom0 down. */
export function* serveLogins(tty: Tty, dom0: Dom0, startAt: 'login' | 'shell'): Program<Dom0End> {
  const { board } = tty;
  if (startAt === 'shell') {
    yield* board.reach('checks');
    const end = yield* runShell(tty, dom0);
    if (end !== 'exit') return end;
  }
  let lateLines = LATE_LINES;
  while (true) {
    tty.write('\r\nMidway dom0 midway /dev/hvc0\n\rmidway login: ');
    if (lateLines.length > 0) {
      if ((yield { ms: board.ms('lateLines'), input: true }) === 'time') printLate();
    }
    let name = yield* readLine(tty, { echo: true });
    for (let tries = 1; name !== undefined && name !== '' && tries <= TRIES; tries += 1) {
      if (yield* admits(tty, name)) {
        yield* board.reach('checks');
        tty.write(
          `login[96]: ${name} login on 'hvc0'\r\n\n\nBusyBox v1.35.0 (Debian 1:1.35.0-4+deb12u1+b1) built-in shell (ash)\nEnter 'help' for a list of built-in commands.\n\n`,
        );
        printLate();
        const end = yield* runShell(tty, dom0);
        if (end !== 'exit') return end;
        break;
      }
      yield* board.wait('loginFailed');
      tty.write(`Login incorrect\nlogin[95]: invalid password for '${name}' on 'hvc0'\r\n`);
      if (tries === TRIES) break;
      tty.write('midway login: ');
      name = yield* readLine(tty, { echo: true });
    }
  }

  function printLate(): void {
    for (const [seconds, text] of lateLines) kernelLine(tty, seconds, text);
    lateLines = [];
  }
}

function* admits(tty: Tty, name: string): Program<boolean> {
  const { user, password } = tty.board.scenario;
  if (password === '' && name === user) return true;
  tty.write('Password: ');
  return (yield* readLine(tty, { echo: false })) === password && name === user;
}
