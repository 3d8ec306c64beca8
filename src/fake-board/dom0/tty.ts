import type { FakeBoard } from '../board.ts';
import type { Program } from '../cpu.ts';
import type { XenConsole } from '../xen/console.ts';

/** dom0's hvc0 as programs in dom0 see it. */
export interface Tty {
  readonly board: FakeBoard;
  readonly console: XenConsole;
  /** Writes text; a line feed becomes a carriage return and a line feed. */
  write(text: string): void;
  /** Whole lines since boot, for `dmesg`. */
  readonly log: string[];
}

/** The terminal's width that busybox's line editor assumes. */
const COLUMNS = 80;

export function createTty(board: FakeBoard, console: XenConsole): Tty {
  return { board, console, write: (text) => console.dom0(text.replaceAll('\n', '\r\n')), log: [] };
}

export interface ReadOptions {
  readonly echo: boolean;
  /** Columns already taken by the prompt, for an editor that wraps; undefined for one that does not. */
  readonly promptColumns?: number;
}

/** Reads a line with echo, backspace, Ctrl-U and Ctrl-C (which gives undefined). */
export function* readLine(tty: Tty, { echo, promptColumns }: ReadOptions): Program<string | undefined> {
  let line = '';
  const show = (text: string): void => {
    if (echo) tty.write(text);
  };
  // the answer of a person's terminal to `ESC [ 6 n`, which an editor does not take for typing
  let sequence = '';
  while (true) {
    const byte = tty.console.dom0Input.shift();
    if (byte === undefined) {
      yield { input: true };
      continue;
    }
    if (promptColumns !== undefined && (byte === 0x1b || sequence !== '')) {
      sequence += String.fromCharCode(byte);
      if (/^\x1b(?:\[[0-9;]*)?$/.test(sequence)) continue;
      const whole = /^\x1b\[[0-9;]*[A-Za-z~]$/.test(sequence);
      sequence = '';
      if (whole) continue;
    }
    switch (byte) {
      case 0x0d:
      case 0x0a:
        tty.write('\n');
        return line;
      case 0x03:
        tty.write('^C\n');
        return undefined;
      case 0x15:
        show('\b \b'.repeat(line.length));
        line = '';
        break;
      case 0x08:
      case 0x7f:
        if (line !== '') show('\b \b');
        line = line.slice(0, -1);
        break;
      default:
        if (byte < 0x20) break;
        line += String.fromCharCode(byte);
        show(String.fromCharCode(byte));
        if (promptColumns !== undefined && (promptColumns + line.length) % COLUMNS === 0) show('\r\n');
    }
  }
}
