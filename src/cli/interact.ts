import type { Session } from '../boot/session.ts';

/** Ctrl-], as telnet has it: picocom's and minicom's Ctrl-A would switch Xen's input. */
const END = 0x1d;

/**
 * Gives the console to the person at the terminal until Ctrl-], the end of the terminal, or `signal`. Everything is still recorded.
 *
 * @throws MidwayError MWS_PORT_LOST
 */
export async function handOver(session: Session, signal: AbortSignal): Promise<void> {
  const { stdin, stderr } = process;
  const over = AbortSignal.any([signal, session.gone]);
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
      for (const event of ['end', 'close', 'error']) stdin.once(event, () => resolve());
      over.addEventListener('abort', () => resolve());
      if (over.aborted) resolve();
    });
    session.gone.throwIfAborted();
  } finally {
    if (!stdin.destroyed) stdin.setRawMode(false);
    stdin.pause();
    for (const event of ['data', 'end', 'close', 'error']) stdin.removeAllListeners(event);
    session.tap = null;
    stderr.write('\r\n');
  }
}
