import { SerialPort } from 'serialport';
import { afterEach, expect, test } from 'vitest';
import { type StartedFakeBoard, startFakeBoard } from '../../src/fake-board/start.ts';
import { WIKI_SEQUENCE } from './harness.ts';

const cleanups: (() => PromiseLike<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

interface Line {
  type(text: string): void;
  until(text: string): Promise<string>;
}

/** Opens the board's pty through serialport, as the program does. */
async function open(scenario: string): Promise<Line & { board: StartedFakeBoard }> {
  const board = await startFakeBoard(scenario);
  cleanups.push(() => board[Symbol.asyncDispose]());
  const port = new SerialPort({ path: board.path, baudRate: 115200, autoOpen: false });
  await new Promise<void>((resolve, reject) => port.open((error) => (error ? reject(error) : resolve())));
  cleanups.push(() => new Promise<void>((resolve) => port.close(() => resolve())));
  let text = '';
  let seen = 0;
  let look = (): void => {};
  port.on('data', (bytes: Buffer) => {
    text += bytes.toString('latin1');
    look();
  });
  return {
    board,
    type: (typed) => void port.write(typed),
    until: (wanted) =>
      new Promise((resolve) => {
        look = () => {
          const at = text.indexOf(wanted, seen);
          if (at === -1) return;
          look = () => {};
          const found = text.slice(seen, at + wanted.length);
          seen = at + wanted.length;
          resolve(found);
        };
        look();
      }),
  };
}

async function bootToLogin(line: Line): Promise<void> {
  await line.until('Press <s> to stop');
  line.type('s');
  await line.until('\n=> ');
  for (const command of WIKI_SEQUENCE) {
    line.type(`${command}\r`);
    await line.until('\n=> ');
  }
  line.type('bootz $kernel_addr_r - $fdt_addr\r');
  await line.until('midway login: ');
}

test('a board on a pty is off until it is powered on, and boots to its login within a second', async () => {
  const line = await open('ok');
  const before = await line.board.power.status();
  const start = performance.now();
  await line.board.power.on();
  await bootToLogin(line);

  expect({ before, after: await line.board.power.status() }).toEqual({ before: 'off', after: 'on' });
  expect(performance.now() - start).toBeLessThan(1000);
});

test('power off and on again boots from the beginning', async () => {
  const line = await open('ok');
  await line.board.power.on();
  await bootToLogin(line);
  await line.board.power.off();
  await line.board.power.on();

  await bootToLogin(line);
});
