import type { Session } from '../boot/session.ts';

/** Ctrl-], as telnet has it: picocom's and minicom's Ctrl-A would switch Xen's input. */
const END = 0x1d;

/** Gives the console to the person at the terminal until Ctrl-]. Everything is still recorded. */
export async function handOver(session: Session): Promise<void> {
  const { stdin, stderr } = process;
  stderr.write('\nThe console is yours, and recorded; Ctrl-] ends.\r\n');
  session.tap = (chunk) => stderr.write(chunk);
  stdin.setRawMode(true);
  try {
    await new Promise<void>((resolve, reject) => {
      stdin.on('data', (bytes: Buffer) => {
        const end = bytes.indexOf(END);
        const typed = end === -1 ? bytes : bytes.subarray(0, end);
        if (typed.length > 0) session.write(typed.toString('latin1')).catch(reject);
        if (end !== -1) resolve();
      });
    });
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
    stdin.removeAllListeners('data');
    session.tap = null;
    stderr.write('\r\n');
  }
}
