import { expect, test } from 'vitest';
import { Bench, WIKI_SEQUENCE } from './harness.ts';

function bootByTheWiki(scenario: string): Bench {
  const bench = new Bench(scenario).toPrompt();
  for (const line of WIKI_SEQUENCE) bench.command(line);
  bench.type('bootz $kernel_addr_r - $fdt_addr\r');
  return bench;
}

test('the wiki sequence boots to a login prompt and a root shell', () => {
  const bench = bootByTheWiki('ok');
  bench.until('midway login: ');
  bench.after(100);
  bench.type('root\r');
  bench.until('Password: ');
  bench.type('midway\r');
  bench.until('~ # ');
  bench.type("echo R''DY-$((40+2)) $?\r");

  expect(bench.until('~ # ')).toBe("echo R''DY-$((40+2)) $?\r\r\nRDY-42 0\r\r\n~ # \x1b[6n");
});

test('the shell of dom0 does not take the answer of a terminal, where its cursor is, for typing', () => {
  const bench = new Bench('in-shell');
  bench.type('\x1b[30;5Rtrue\r');

  expect(bench.until('~ # ')).toBe('true\r\r\n~ # \x1b[6n');
});
