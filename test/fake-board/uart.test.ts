import { expect, test } from 'vitest';
import { Bench } from './harness.ts';

const BYTE_MS = 10_000 / 115_200;

test('at 115200 baud the echo of a byte comes two byte times after it was sent', () => {
  const bench = new Bench('at-prompt,baud=115200');
  bench.type('a');
  const early = bench.after(2 * BYTE_MS - 0.001);
  const due = bench.after(0.002);

  expect({ early, due }).toEqual({ early: '', due: 'a' });
});

test('a long reply takes ten bits a byte', () => {
  const bench = new Bench('at-prompt,baud=115200');
  const line = `echo ${'x'.repeat(600)}`;
  const start = bench.clock.now();
  bench.command(line);
  const bytes = line.length + 1 + '\r\n'.length + 600 + '\r\n=> '.length;

  expect(Math.round((bench.clock.now() - start) / BYTE_MS)).toBeGreaterThanOrEqual(bytes);
  expect(Math.round((bench.clock.now() - start) / BYTE_MS)).toBeLessThan(bytes + 5);
});

test('what is typed ahead while a command polls for Ctrl-C is eaten', () => {
  const bench = new Bench('at-prompt');
  bench.type('sleep 1\r');
  bench.after(1);
  bench.type('echo lost\r');

  expect(bench.until('=> ')).toBe('=> ');
  expect(bench.after(1000)).toBe('');
});

test('a busy board overruns its 32 byte FIFO', () => {
  const bench = new Bench('at-prompt');
  bench.command('setenv ipaddr 10.0.2.15; setenv serverip 10.0.2.2; setenv autoload no');
  bench.board.reset();
  bench.type(`echo ${'0123456789'.repeat(6)}`);
  bench.after(100);

  expect(bench.output.endsWith('0123456789'.repeat(6))).toBe(false);
});
