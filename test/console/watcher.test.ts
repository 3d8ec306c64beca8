import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { BootStage } from '../../machines/boot/stages.ts';
import { Tables } from '../../src/console/tables.ts';
import { type Fault, type Finding, type Sighting, Watcher } from '../../src/console/watcher.ts';
import { MILESTONES } from '../../src/knowledge/milestones.ts';
import { SIGNATURES } from '../../src/knowledge/signatures.ts';

const TABLES = new Tables(SIGNATURES, MILESTONES);

/** What a watcher in `stage` tells of some text. */
function watch(text: string | Buffer, stage: BootStage, chunkBytes = 4096) {
  const saw: Sighting[] = [];
  const found: Finding[] = [];
  const faults: Fault[] = [];
  const watcher = new Watcher(TABLES, {
    saw: (sighting) => saw.push(sighting),
    found: (finding) => found.push(finding),
    fault: (fault) => faults.push(fault),
  });
  watcher.stage = stage;
  const bytes = Buffer.isBuffer(text) ? text : Buffer.from(text, 'latin1');
  for (let start = 0; start < bytes.length; start += chunkBytes)
    watcher.push(bytes.subarray(start, start + chunkBytes), 0);
  watcher.settle();
  // A prompt is told again when more of its line shows; what counts is that it is told, and when first.
  return { events: [...new Set(saw.map(({ event }) => event))], found: found.map(({ id }) => id), faults, saw };
}

const PANIC = [
  '(XEN) ',
  '(XEN) ****************************************',
  '(XEN) Panic on CPU 0:',
  '(XEN) Failed to allocate requested dom0 memory. 2160MB unallocated',
  '(XEN) ****************************************',
  '(XEN) ',
  '(XEN) Reboot in five seconds...',
  '',
].join('\r\n');

test.each([1, 7, 64, 4096])(
  'the reason inside a panic is the cause, quoted up to the closing stars, in pieces of %i bytes',
  (chunkBytes) => {
    const { faults } = watch(PANIC, 'xen', chunkBytes);

    expect(faults.map(({ id }) => id)).toEqual(['xen.dom0-memory-too-large']);
    expect(faults[0]?.evidence).toEqual(
      expect.arrayContaining([
        '(XEN) Panic on CPU 0:',
        '(XEN) Failed to allocate requested dom0 memory. 2160MB unallocated',
      ]),
    );
  },
);

test.each([1, 7, 4096])('a login prompt with kernel text glued to it is found in pieces of %i bytes', (chunkBytes) => {
  const { events } = watch(
    '\rmidway login: [   11.798147] amba fff20000.ipc: deferred probe pending\r\r\n',
    'dom0-userspace',
    chunkBytes,
  );

  expect(events).toEqual(['saw.loginPrompt']);
});

test('a login prompt that Xen tore in two is found', () => {
  const { events } = watch(
    'midway log(XEN) d0v1: vGICD: unhandled word write 0xffffffff to ICACTIVER0\r\nin: ',
    'dom0-userspace',
  );

  expect(events).toContain('saw.loginPrompt');
});

test('a fatal line of the kernel that Xen tore in two is found', () => {
  const { faults } = watch(
    '[    6.157296] Kernel panic - not sync(XEN) d0v1: vGICD: unhandled word write\r\ning: VFS: Unable to mount root fs on unknown-block(0,0)\r\r\n',
    'dom0-kernel',
  );

  expect(faults.map(({ id }) => id)).toEqual(['dom0.no-root']);
});

test('`Last login:` is no prompt', () => {
  expect(watch('Last login: Tue Nov 22 10:00:00 UTC 2026 on hvc0\r\r\nLast login: ', 'dom0-userspace').events).toEqual(
    [],
  );
});

test('a secondary CPU’s earlyprintk is no restart of Xen', () => {
  expect(watch('- CPU 00000001 booting -\r\n- Ready -\r\n', 'xen').events).toEqual([]);
});

test('a prompt is a prompt at the start of a line only', () => {
  expect(watch('crc32 for 00800000 ... 008000ff ==> ', 'prompt').events).toEqual([]);
  expect(watch('\r\n=> ', 'prompt').events).toEqual(['saw.ubootPrompt']);
});

test('a shell of the initramfs is found although it never ends its line', () => {
  const { faults } = watch('\r\r\n(initramfs) ', 'dom0-userspace');

  expect(faults.map(({ id }) => id)).toEqual(['userspace.initramfs-shell']);
});

test('UTF-8 cut in two is whole in the evidence', () => {
  const { faults } = watch('[    1.000000] Kernel panic - not syncing: caf\xc3\xa9\r\r\n', 'dom0-kernel', 1);

  expect(faults[0]?.line).toBe('[    1.000000] Kernel panic - not syncing: café');
});

test('escape sequences, NULs and rewritten lines do not hide a failure', () => {
  const { found } = watch(
    '\0\x1b[0;1;31mFAILED\x1b[0m\rA start job is running\r[\x1b[0;1;31mFAILED\x1b[0m] Failed to start foo.service\r\r\n',
    'dom0-userspace',
  );

  expect(found).toContain('userspace.unit-failed');
});

test.each(['ok-earlyprintk', 'ok-distro-xen'])(
  'the good recording %s has every milestone and no fault, whatever the size of the pieces',
  (name) => {
    const recording = readFileSync(new URL(`../../fixtures/recordings/${name}.log`, import.meta.url));
    const text = recording.toString('latin1');
    const boundary = text.indexOf('[    0.000000] Booting Linux');
    const xen = [1, 7, 64, 4096].map((size) => watch(recording.subarray(0, boundary), 'xen-early', size));
    const dom0 = [1, 7, 64, 4096].map((size) => watch(recording.subarray(boundary), 'dom0-kernel', size));

    for (const { faults } of [...xen, ...dom0]) expect(faults).toEqual([]);
    for (const { events } of xen) expect(events).toEqual(xen[0]?.events);
    for (const { events } of dom0) expect(events).toEqual(dom0[0]?.events);
    expect(xen[0]?.events).toEqual(expect.arrayContaining(['saw.xenVersion', 'saw.handover']));
    expect(dom0[0]?.events).toEqual(
      expect.arrayContaining(['saw.dom0Kernel', 'saw.hvc0', 'saw.userspace', 'saw.loginPrompt']),
    );
  },
);
