import { expect, test } from 'vitest';
import { Bench, WIKI_SEQUENCE } from './harness.ts';

/** Boots by the wiki's sequence with some commands replaced or left out, and returns what came after `Starting kernel`. */
function boot(scenario: string, changes: Readonly<Record<string, string | undefined>> = {}): string {
  const bench = new Bench(scenario).toPrompt();
  for (const line of WIKI_SEQUENCE) {
    const [start, change] = Object.entries(changes).find(([prefix]) => line.startsWith(prefix)) ?? [];
    if (start === undefined) bench.command(line);
    else if (change !== undefined) bench.command(change);
  }
  bench.type('bootz $kernel_addr_r - $fdt_addr\r');
  const text = bench.after(20_000).replaceAll('\r', '');
  return text.slice(text.indexOf('Starting kernel'));
}

/** The lines between the panic's stars. */
function panicOf(text: string): string | undefined {
  return /Panic on CPU 0:\n\(XEN\) (.*)\n/.exec(text)?.[1];
}

test.each([
  ['no module', { 'fdt mknod': undefined, 'fdt set /chosen/module': undefined }, 'Could not set up DOM0 guest OS'],
  ['no reg', { 'fdt set /chosen/module reg': undefined }, "node module missing `reg' property"],
  [
    'a reg with too few cells',
    { 'fdt set /chosen/module reg': 'fdt set /chosen/module reg <0x1000000 0x545200>' },
    "fdt: node `module': `reg` property length is too short",
  ],
  [
    'a reg without a size',
    { 'fdt set /chosen/module reg': 'fdt set /chosen/module reg <0x0 0x1000000 0x0 0x0>' },
    'Could not set up DOM0 guest OS',
  ],
  [
    'a reg that points elsewhere',
    { 'fdt set /chosen/module reg': 'fdt set /chosen/module reg <0x0 0x3000000 0x0 0x545200>' },
    'Could not set up DOM0 guest OS',
  ],
  [
    'a truncated kernel',
    { 'tftp $dom0_addr': 'tftp $dom0_addr vmlinuz-cut-last-byte' },
    'Could not set up DOM0 guest OS',
  ],
  ['a kernel that is none', { 'tftp $dom0_addr': 'tftp $dom0_addr noise' }, 'Could not set up DOM0 guest OS'],
  [
    'more memory than there is',
    { 'fdt set /chosen xen': 'fdt set /chosen xen,xen-bootargs "dtuart=/soc/serial@fff36000 dom0_mem=3000M"' },
    'Failed to allocate requested dom0 memory. 1088MB unallocated',
  ],
])('Xen panics over %s', (_, changes, reason) => {
  expect(panicOf(boot('ok', changes))).toBe(reason);
});

test('a panic while reading the tree announces a reboot that never comes, a later one reboots', () => {
  const early = boot('ok', { 'fdt set /chosen/module reg': undefined });
  const late = boot('ok', { 'tftp $dom0_addr': 'tftp $dom0_addr noise' });

  expect([early, late].map((text) => text.includes('U-Boot 2023.01'))).toEqual([false, true]);
});

test('a release build says nothing about an early panic', () => {
  const text = boot('release-xen', { 'fdt set /chosen/module reg': undefined });

  expect(text).toBe('Starting kernel ...\n\n');
});

test('a dom0 loaded over Xen leaves silence', () => {
  const text = boot('ok', {
    'setenv dom0_addr': 'setenv dom0_addr 0x800000',
    'tftp $kernel_addr_r': 'tftp 0x800000 xen',
    'tftp $dom0_addr': 'tftp 0x900000 vmlinuz; setenv dom0_addr 0x900000',
  });

  expect(text.split('\n').slice(-1)).toEqual(['']);
  expect(text).not.toContain('(XEN)');
});

test('without dtuart= an earlyprintk Xen talks, but nothing typed reaches dom0', () => {
  const bench = new Bench('ok,password=none').toPrompt();
  for (const line of WIKI_SEQUENCE) bench.command(line.replace(' dtuart=/soc/serial@fff36000', ''));
  bench.type('bootz $kernel_addr_r - $fdt_addr\r');
  const boot = bench.until('midway login: ');
  bench.after(100);
  bench.type('root\r');

  expect(boot).toContain("(XEN) No dtuart path configured\r\n(XEN) Bad console= option 'dtuart'\r\n");
  expect(bench.after(1000)).toBe('');
});

test('without console=hvc0 the dom0 kernel is silent', () => {
  const text = boot('ok', { 'fdt set /chosen/module bootargs': 'fdt set /chosen/module bootargs "root=/dev/sda2"' });

  expect(text).toContain('Freed 348kB init memory.');
  expect(text).not.toContain('Linux version');
});

test('a node without its disk panics, and reboots when told to', () => {
  const stays = boot('no-root');
  const reboots = boot('no-root', {
    'fdt set /chosen/module bootargs': 'fdt set /chosen/module bootargs "console=hvc0 root=/dev/sda2 panic=5"',
  });

  expect(stays).toContain(
    '---[ end Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0) ]---',
  );
  expect(stays).not.toContain('U-Boot');
  expect(reboots).toContain(
    'Rebooting in 5 seconds..\n(XEN) Hardware Dom0 shutdown: rebooting machine\n\n\nU-Boot 2023.01',
  );
});

test('three Ctrl-A switch the input to Xen, whose keys answer, and back', () => {
  const bench = new Bench('at-login');
  bench.after(100);
  bench.type('\x01\x01\x01');
  const toXen = bench.after(1);
  bench.type('h');
  const help = bench.after(1);
  bench.type('\x01\x01\x01');

  expect(toXen).toBe("(XEN) *** Serial input to Xen (type 'CTRL-a' three times to switch input)\r\n");
  expect(help).toContain("(XEN)  key 'h' (ascii '68') => show this message\r\n");
  expect(bench.after(1)).toBe("(XEN) *** Serial input to DOM0 (type 'CTRL-a' three times to switch input)\r\n");
});

test('the old Xen speaks its old words', () => {
  const text = boot('xen-4.4');

  expect(text).toContain('- CPU 00000000 booting -\n- Xen starting in Hyp mode -\n');
  expect(text).toContain("(XEN) *** Serial input -> DOM0 (type 'CTRL-a' three times to switch input to Xen)\n");
});
