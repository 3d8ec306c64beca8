import { once } from 'node:events';
import type { Session } from '../boot/session.ts';

/** Ctrl-], as telnet has it: picocom's and minicom's Ctrl-A would switch Xen's input. */
const END = 0x1d;

/**
 * Gives the console to the person at the terminal until Ctrl-], a signal, the end of the terminal or of the console. Everything is
 * still recorded, and nothing that happens here changes the verdict.
 */
export async function handOver(session: Session, verdict: string, signal: AbortSignal): Promise<void> {
  // Ctrl-C cancels the boot, not the wish to look at the board; a signal wants the program to end
  if (String(signal.reason).startsWith('signal ')) return;
  const { stdin, stderr } = process;
  const done = new AbortController();
  const end = () => done.abort();
  const lost = (error: unknown) => {
    stderr.write(`\r\n${error instanceof Error ? error.message : String(error)}`);
    end();
  };
  const typed = (bytes: Buffer) => {
    const at = bytes.indexOf(END);
    const text = (at === -1 ? bytes : bytes.subarray(0, at)).toString('latin1');
    if (text !== '') session.write(text).catch(lost);
    if (at !== -1) end();
  };
  stderr.write(`\n${verdict}\r\nThe console is yours, and recorded; Ctrl-] ends.\r\n`);
  session.tap = (chunk) => stderr.write(chunk);
  const gone = () => lost(session.gone.reason);
  session.gone.addEventListener('abort', gone);
  if (session.gone.aborted) gone();
  stdin.setRawMode(true);
  stdin.on('data', typed).on('end', end).on('error', end);
  signal.addEventListener('abort', end);
  try {
    if (!done.signal.aborted) await once(done.signal, 'abort');
  } finally {
    signal.removeEventListener('abort', end);
    session.tap = null;
    session.gone.removeEventListener('abort', gone);
    stdin.off('data', typed).off('end', end);
    stdin.pause();
    try {
      stdin.setRawMode(false);
    } catch {
      // the terminal is gone: nothing is left to restore
    }
    stderr.write('\r\n');
  }
}
