import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitPrefix } from '../../src/console/utterance.ts';

describe('splitPrefix', () => {
  test.each([
    ['(XEN) Panic on CPU 0:', 'xen', 'Panic on CPU 0:'],
    ['(XEN) ', 'xen', ''],
    ['(XEN)', 'xen', ''],
    ['(XEN)    [<0026b8c8>] identify_cpu+0xc0/0xd4 (PC)', 'xen', '   [<0026b8c8>] identify_cpu+0xc0/0xd4 (PC)'],
    ['(XEN) [2026-11-22 10:00:00] Brought up 2 CPUs', 'xen', 'Brought up 2 CPUs'],
    ['(XEN) [2026-11-22 10:00:00.123] Brought up 2 CPUs', 'xen', 'Brought up 2 CPUs'],
    ['(XEN) [    1.234567] Brought up 2 CPUs', 'xen', 'Brought up 2 CPUs'],
    ['(XEN) [00000000deadbeef] Brought up 2 CPUs', 'xen', 'Brought up 2 CPUs'],
    ['(XEN) DOM0: [    0.000000] Booting Linux on physical CPU 0x0', 'dom0', 'Booting Linux on physical CPU 0x0'],
    ['(XEN) DOM0: Uncompressing Linux... done', 'dom0', 'Uncompressing Linux... done'],
    ['[    6.157296] Kernel panic - not syncing: x', 'dom0', 'Kernel panic - not syncing: x'],
    ['[    6.154941] ', 'dom0', ''],
    ['[    6.154941]', 'dom0', ''],
    ['[12345.154941] late', 'dom0', 'late'],
    ['[    6.157296][    T1] Run /init as init process', 'dom0', 'Run /init as init process'],
    ['[    6.157296][   C0] rcu: x', 'dom0', 'rcu: x'],
    ['- UART enabled -', null, '- UART enabled -'],
    ['[FAILED] Failed to start foo.', null, '[FAILED] Failed to start foo.'],
    ['[ TIME ] Timed out waiting for device x.', null, '[ TIME ] Timed out waiting for device x.'],
    ['  (XEN) quoted', null, '  (XEN) quoted'],
    ['', null, ''],
  ] as const)('%j', (line, speaker, text) => {
    expect(splitPrefix(line)).toEqual({ speaker, text });
  });

  test('gives back an end of what it was given, and the whole when nobody is recognised', () => {
    fc.assert(
      fc.property(fc.string(), (line) => {
        const { speaker, text } = splitPrefix(line);
        expect(line.endsWith(text)).toBe(true);
        if (speaker === null) expect(text).toBe(line);
      }),
    );
  });
});
