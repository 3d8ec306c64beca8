import type { Program } from '../cpu.ts';
import type { UBoot } from './uboot.ts';

const CTRL_C = 0x03;
const CTRL_U = 0x15;
const CTRL_X = 0x18;
const BACKSPACE = 0x08;
const DELETE = 0x7f;
const TAB = 0x09;
const ESCAPE = 0x1b;

/** What became of a line: its text, an interrupt by Ctrl-C, or nobody typing within `bootretry` seconds. */
export type ReadLine = { readonly text: string } | 'interrupt' | 'timeout';

/**
 * Reads one line with U-Boot's editor: echo, backspace, Ctrl-U, Ctrl-C; a full buffer answers with a bell and drops
 * the character. Source: u-boot common/cli_readline.c, cread_line(). Cursor movement and history are left out.
 */
export function* readLine(uboot: UBoot, prompt: string, idleMs: number | undefined): Program<ReadLine> {
  uboot.print(prompt);
  let line = '';
  let sequence = '';
  while (true) {
    const byte = yield* nextByte(uboot, idleMs);
    if (byte === undefined) return 'timeout';
    if (byte === 0) continue;
    if (byte === 0x0d || byte === 0x0a) {
      uboot.print('\n');
      return { text: line };
    }
    if (sequence !== '') {
      sequence = nextEscape(sequence, byte);
      continue;
    }
    switch (byte) {
      case CTRL_C:
        return 'interrupt';
      case CTRL_U:
      case CTRL_X:
        uboot.print('\b'.repeat(line.length) + ' '.repeat(line.length) + '\b'.repeat(line.length));
        line = '';
        break;
      case BACKSPACE:
      case DELETE:
        if (line !== '') {
          uboot.print('\b \b');
          line = line.slice(0, -1);
        }
        break;
      case TAB:
        uboot.print('\x07');
        break;
      case ESCAPE:
        sequence = '\x1b';
        break;
      default:
        if (line.length >= uboot.build.lineBytes) uboot.print('\x07');
        else {
          line += String.fromCharCode(byte);
          uboot.print(String.fromCharCode(byte));
        }
    }
  }
}

function* nextByte(uboot: UBoot, idleMs: number | undefined): Program<number | undefined> {
  const byte = uboot.board.read();
  if (byte !== undefined) return byte;
  const woken = yield idleMs === undefined ? { input: true } : { input: true, ms: idleMs };
  return woken === 'time' ? undefined : uboot.board.read();
}

/** Swallows an arrow key's sequence. */
function nextEscape(sequence: string, byte: number): string {
  const longer = sequence + String.fromCharCode(byte);
  return longer === '\x1b[' || longer === '\x1bO' || /^\x1b\[[0-9]{1,3}$/.test(longer) ? longer : '';
}
