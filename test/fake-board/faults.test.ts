import { expect, test } from 'vitest';
import { BOOT_STAGES } from '../../machines/boot/stages.ts';
import { Bench, WIKI_SEQUENCE } from './harness.ts';

/** Types the whole sequence blindly, as somebody would who does not look, and returns everything that was printed. */
function bootBlindly(scenario: string): string {
  const bench = new Bench(scenario);
  bench.board.powerOn();
  bench.after(20);
  bench.type('s');
  for (const line of [...WIKI_SEQUENCE, 'bootz $kernel_addr_r - $fdt_addr']) {
    bench.after(1000);
    bench.type(`${line}\r`);
  }
  bench.after(5000);
  bench.type('root\r');
  bench.after(100);
  bench.type('midway\r');
  bench.after(1000);
  return bench.output.replaceAll('\r', '');
}

const bannersOf = (text: string): number => text.split('U-Boot 2023.01').length - 1;

test('a healthy board comes to its shell', () => {
  expect(bootBlindly('ok')).toContain('~ # ');
});

test.each(BOOT_STAGES)('a board that hangs at %s prints nothing more and answers nothing', (stage) => {
  const whole = bootBlindly('ok');
  const hung = bootBlindly(`ok,hang=${stage}`);

  expect(hung.length).toBeLessThan(whole.length);
  expect(whole.startsWith(hung)).toBe(true);
});

test.each(BOOT_STAGES.filter((stage) => stage !== 'power'))('a board that resets once at %s starts again', (stage) => {
  expect(bannersOf(bootBlindly(`ok,reset=${stage},times=1`))).toBe(2);
});

test('a board that falls silent runs on unheard', () => {
  const bench = new Bench('ok,silent=network').toPrompt();
  bench.type('setenv autoload no; dhcp\r');

  expect(bench.after(1000)).toBe('setenv autoload no; dhcp\r\n');
  expect(bench.board.stage).toBe('network');
});

test('equal seeds give equal noise, other seeds other noise', () => {
  const [first, again, other] = ['noisy,seed=7', 'noisy,seed=7', 'noisy,seed=8'].map(bootBlindly);

  expect(again).toBe(first);
  expect(other).not.toBe(first);
});

test('torn lines carry a kernel message in their middle', () => {
  expect(bootBlindly('torn').match(/random: crng init done/g)?.length).toBeGreaterThan(10);
});

test('a cable pulled during a load ends it after ten timeouts', () => {
  const bench = new Bench('link-pulled,ipaddr=10.0.2.15,serverip=10.0.2.2').toPrompt();
  const reply = bench.command('tftp 0x1000000 vmlinuz; echo RC=$?');

  expect(reply).toMatch(
    /#T T T T T T T T T T \nRetry count exceeded; starting again\nRC=1\n$|(T ){10}\nRetry count exceeded; starting again\nRC=1\n$/,
  );
});

test('a board without an answer from DHCP asks seventeen times', () => {
  const reply = new Bench('no-dhcp').toPrompt().command('dhcp; echo RC=$?');

  expect(reply).toContain('BOOTP broadcast 17\n\nRetry time exceeded; starting again\nRC=1\n');
});
