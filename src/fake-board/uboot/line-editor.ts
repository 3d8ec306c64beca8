import type { Program } from '../cpu.ts';
import type { UBoot } from './uboot.ts';

const HISTORY_LINES = 20;
const ctrl = (letter: string): number => letter.charCodeAt(0) & 0x1f;
const BELL = '\x07';
const ESCAPE = 0x1b;

/** What became of a line: its text, an interrupt by Ctrl-C, or nobody typing within `bootretry` seconds. */
export type ReadLine = { readonly text: string } | 'interrupt' | 'timeout';

/** Lines typed before, oldest first. */
export interface History {
  readonly lines: string[];
}

/** What the last byte of an escape sequence stands for: a control key. */
const SEQUENCES: Readonly<Record<string, number>> = {
  '[D': ctrl('B'),
  '[C': ctrl('F'),
  '[H': ctrl('A'),
  '[F': ctrl('E'),
  '[A': ctrl('P'),
  '[B': ctrl('N'),
  '[3~': ctrl('D'),
  '[1~': ctrl('A'),
  '[7~': ctrl('A'),
  '[4~': ctrl('E'),
  '[8~': ctrl('E'),
};

/**
 * Reads one line with U-Boot's editor: echo, cursor movement, history, Ctrl-U and its kin, Ctrl-C; a full buffer
 * answers with a bell and drops the character. Source: u-boot common/cli_readline.c, cread_line(). Completion by
 * tab knows a command that only one name fits; the list of several is left out.
 */
export function* readLine(uboot: UBoot, prompt: string, idleMs: number | undefined): Program<ReadLine> {
  const line = new EditedLine(uboot);
  uboot.print(prompt);
  let sequence: string | undefined;
  while (true) {
    let byte = yield* nextByte(uboot, idleMs);
    if (byte === undefined) return 'timeout';
    if (byte === 0) continue;
    if (byte === 0x0d || byte === 0x0a) {
      uboot.print('\n');
      remember(uboot.history, line.text);
      return { text: line.text };
    }
    if (sequence !== undefined) {
      sequence += String.fromCharCode(byte);
      const key = SEQUENCES[sequence];
      if (key === undefined && Object.keys(SEQUENCES).some((one) => one.startsWith(sequence!))) continue;
      if (key === undefined) {
        for (const char of `\x1b${sequence}`) line.insert(char);
        sequence = undefined;
        continue;
      }
      sequence = undefined;
      byte = key;
    }
    if (byte === ctrl('C')) return 'interrupt';
    if (byte === ESCAPE) sequence = '';
    else line.key(byte);
  }
}

function remember({ lines }: History, text: string): void {
  if (text === '' || lines.at(-1) === text) return;
  lines.push(text);
  if (lines.length > HISTORY_LINES) lines.shift();
}

function* nextByte(uboot: UBoot, idleMs: number | undefined): Program<number | undefined> {
  const byte = uboot.board.read();
  if (byte !== undefined) return byte;
  const woken = yield idleMs === undefined ? { input: true } : { input: true, ms: idleMs };
  return woken === 'time' ? undefined : uboot.board.read();
}

/** A line, its cursor, and what the terminal must be told about them. */
class EditedLine {
  readonly #uboot: UBoot;
  #cursor = 0;
  #historyAt: number;
  text = '';

  constructor(uboot: UBoot) {
    this.#uboot = uboot;
    this.#historyAt = uboot.history.lines.length;
  }

  key(byte: number): void {
    switch (byte) {
      case ctrl('A'):
        this.#home();
        break;
      case ctrl('B'):
        this.#back(Math.min(1, this.#cursor));
        break;
      case ctrl('F'):
        this.#forward(1);
        break;
      case ctrl('E'):
        this.#forward(this.text.length);
        break;
      case ctrl('D'):
        if (this.#cursor < this.text.length) this.#deleteHere();
        break;
      case ctrl('K'):
        this.#eraseToEnd();
        break;
      case ctrl('U'):
      case ctrl('X'):
        this.#home();
        this.#eraseToEnd();
        break;
      case ctrl('H'):
      case 0x7f:
        if (this.#cursor > 0) {
          this.#back(1);
          this.#deleteHere();
        }
        break;
      case ctrl('P'):
        this.#recall(-1);
        break;
      case ctrl('N'):
        this.#recall(1);
        break;
      case ctrl('I'):
        this.#complete();
        break;
      default:
        this.insert(String.fromCharCode(byte));
    }
  }

  insert(char: string): void {
    if (this.text.length >= this.#uboot.build.lineBytes) {
      this.#print(BELL);
      return;
    }
    const rest = this.text.slice(this.#cursor);
    this.text = this.text.slice(0, this.#cursor) + char + rest;
    this.#cursor += 1;
    this.#print(char + rest + '\b'.repeat(rest.length));
  }

  /** Completes a command's name when only one begins like it. */
  #complete(): void {
    const candidates = this.#uboot.commandNames.filter((name) => this.text !== '' && name.startsWith(this.text));
    if (candidates.length !== 1 || this.#cursor < this.text.length) return;
    for (const char of `${candidates[0]!.slice(this.text.length)} `) this.insert(char);
  }

  #recall(step: -1 | 1): void {
    const { lines } = this.#uboot.history;
    const line = step === 1 && this.#historyAt === lines.length - 1 ? '' : lines[this.#historyAt + step];
    if (line === undefined || this.#historyAt + step > lines.length) {
      this.#print(BELL);
      return;
    }
    this.#historyAt += step;
    this.#home();
    this.#eraseToEnd();
    this.text = line;
    this.#forward(line.length);
  }

  #home(): void {
    this.#back(this.#cursor);
  }

  #back(columns: number): void {
    this.#cursor -= columns;
    this.#print('\b'.repeat(columns));
  }

  #forward(columns: number): void {
    const passed = this.text.slice(this.#cursor, this.#cursor + columns);
    this.#cursor += passed.length;
    this.#print(passed);
  }

  #deleteHere(): void {
    const rest = this.text.slice(this.#cursor + 1);
    this.text = this.text.slice(0, this.#cursor) + rest;
    this.#print(`${rest} ${'\b'.repeat(rest.length + 1)}`);
  }

  #eraseToEnd(): void {
    const columns = this.text.length - this.#cursor;
    this.text = this.text.slice(0, this.#cursor);
    this.#print(' '.repeat(columns) + '\b'.repeat(columns));
  }

  #print(text: string): void {
    this.#uboot.board.print(text);
  }
}
