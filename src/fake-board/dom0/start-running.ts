import type { FakeBoard } from '../board.ts';
import type { Program } from '../cpu.ts';
import { XEN_WORDINGS } from '../text/xen.ts';
import { XenConsole } from '../xen/console.ts';
import { serveLogins } from './login.ts';
import { createTty } from './tty.ts';

/** A node on which Xen and dom0 have been running for a while: at the login prompt, or in a shell that somebody left. */
export function* bootDom0ForStart(board: FakeBoard, startAt: 'login' | 'shell'): Program {
  const wording = XEN_WORDINGS['4.17.5'];
  const console = new XenConsole(board, wording);
  console.visible = true;
  console.switchInput();
  console.listen();
  const end = yield* serveLogins(
    createTty(board, console),
    {
      commandLine: 'console=hvc0 root=/dev/sda2',
      xenRelease: '4.17',
      damaged: false,
      starved: false,
      fate: 'ok',
      initrd: undefined,
    },
    startAt,
  );
  console.line(
    end === 'halt' ? `${wording.dom0} halted: halting machine` : `${wording.dom0} shutdown: rebooting machine`,
  );
  if (end === 'halt') {
    board.takeInput(() => {});
    yield {};
  }
  yield { reset: true };
}
