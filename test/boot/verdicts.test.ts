import { expect, test } from 'vitest';
import { bootFake, verdictOf } from './harness.ts';

/** Scenario → outcome, class, cause, last stage: the contract's table, acted out. */
const VERDICTS = [
  ['release-xen', 'passed', null, null, 'dom0-userspace'],
  ['xen-4.4', 'passed', null, null, 'dom0-userspace'],
  ['old-firmware', 'passed', null, null, 'dom0-userspace'],
  ['calxeda-firmware', 'passed', null, null, 'dom0-userspace'],
  ['real-time', 'passed', null, null, 'dom0-userspace'],
  ['no-autoboot', 'passed', null, null, 'dom0-userspace'],
  ['no-stop-key', 'passed', null, null, 'dom0-userspace'],
  ['empty-nvram', 'passed', null, null, 'dom0-userspace'],
  ['static-network', 'passed', null, null, 'dom0-userspace'],
  ['tftp-retries', 'passed', null, null, 'dom0-userspace'],
  ['tftp-slow', 'passed', null, null, 'dom0-userspace'],
  ['torn', 'passed', null, null, 'dom0-userspace'],
  ['dead-board', 'error', 'lab', 'lab.silent', 'firmware'],
  ['no-dhcp', 'error', 'lab', 'lab.dhcp-no-answer', 'network'],
  ['link-down', 'error', 'lab', 'lab.dhcp-no-answer', 'network'],
  ['link-pulled', 'error', 'lab', 'tftp.timeout', 'load'],
  ['tftp-stall', 'error', 'lab', 'tftp.timeout', 'load'],
  ['missing-file', 'error', 'lab', 'tftp.file-not-found', 'load'],
  ['load-reset', 'error', 'lab', 'lab.reset', 'load'],
  ['ok,reset=prompt', 'error', 'lab', 'lab.reset', 'autoboot'],
  ['ok,reset=network', 'error', 'lab', 'lab.reset', 'network'],
  ['ok,reset=device-tree', 'error', 'lab', 'lab.reset', 'device-tree'],
  ['ok,reset=handoff', 'error', 'lab', 'lab.reset', 'handoff'],
  ['ok,hang=firmware', 'error', 'firmware', 'uboot.silent', 'autoboot'],
  ['ok,hang=autoboot', 'error', 'firmware', 'uboot.silent', 'autoboot'],
  ['ok,hang=network', 'error', 'firmware', 'uboot.silent', 'network'],
  ['ok,hang=load', 'error', 'firmware', 'uboot.silent', 'load'],
  ['ok,hang=device-tree', 'error', 'firmware', 'uboot.silent', 'device-tree'],
  ['ok,hang=handoff', 'error', 'firmware', 'uboot.silent', 'handoff'],
  ['xen-not-a-zimage', 'failed', 'loader', 'uboot.not-a-zimage', 'handoff'],
  ['dom0-empty', 'failed', 'loader', 'tftp.empty-file', 'load'],
  ['xen-truncated', 'failed', 'hypervisor', 'xen.silent', 'xen-early'],
  ['xen-silent', 'failed', 'hypervisor', 'xen.silent', 'xen-early'],
  ['xen-reset', 'failed', 'hypervisor', 'xen.reset', 'xen'],
  ['dom0-not-a-zimage', 'failed', 'hypervisor', 'xen.dom0-image-refused', 'xen'],
  ['dom0-truncated', 'failed', 'loader', 'uboot.image-truncated', 'load'],
  ['dom0-hang', 'failed', 'dom0-kernel', 'dom0.silent', 'dom0-kernel'],
  ['dom0-reset', 'failed', 'dom0-kernel', 'dom0.reset', 'dom0-kernel'],
  ['no-root', 'failed', 'dom0-kernel', 'dom0.no-root', 'dom0-kernel'],
  ['init-died', 'failed', 'dom0-userspace', 'userspace.init-died', 'dom0-userspace'],
  ['no-login', 'failed', 'dom0-userspace', 'userspace.silent', 'dom0-userspace'],
  ['ok,reset=dom0-userspace', 'failed', 'dom0-userspace', 'userspace.reset', 'dom0-userspace'],
] as const;

test.each(VERDICTS)('%s ends as %s, %s, %s in %s', async (scenario, outcome, causeClass, cause, stage) => {
  const { result } = await bootFake(scenario);

  expect(verdictOf(result)).toEqual({ outcome, class: causeClass, cause, stage });
});

test.each([1, 7, 64])('the verdict does not depend on reads of %i bytes', async (chunkBytes) => {
  for (const [scenario, outcome, causeClass, cause, stage] of [VERDICTS[0], VERDICTS[17], VERDICTS[33], VERDICTS[38]]) {
    const { result } = await bootFake(scenario, { chunkBytes });
    expect(verdictOf(result)).toEqual({ outcome, class: causeClass, cause, stage });
  }
});

test('dom0_mem=8G is Xen’s refusal, not a silence', async () => {
  const { result } = await bootFake('ok', { options: { xenArgs: 'dom0_mem=8G' } });

  expect(verdictOf(result)).toEqual({
    outcome: 'failed',
    class: 'hypervisor',
    cause: 'xen.dom0-memory-too-large',
    stage: 'xen',
  });
  expect(result.cause?.evidence.join('\n')).toContain('Failed to allocate requested dom0 memory');
});

test('a damaged initrd is the cause of the missing root file system that it leads to', async () => {
  const { result } = await bootFake('ok', { options: { initrd: 'initrd-cut-half.gz' } });

  expect(verdictOf(result)).toEqual({
    outcome: 'failed',
    class: 'loader',
    cause: 'dom0.initramfs-damaged',
    stage: 'dom0-kernel',
  });
  expect(result.cause?.evidence.join('\n')).toContain('Kernel panic - not syncing: VFS');
});

test.each(['xen', 'dom0'] as const)('--until %s passes as soon as it is proved', async (goal) => {
  const { result } = await bootFake('ok', { request: { goal } });

  expect(verdictOf(result)).toEqual({
    outcome: 'passed',
    class: null,
    cause: null,
    stage: goal === 'xen' ? 'xen' : 'dom0-kernel',
  });
});

test('a shell behind the login prompt is proved with a nonce, and the password is kept out of the record', async () => {
  const { result, events } = await bootFake('ok,user=root,password=sesame', {
    request: { port: 'fake', login: { user: 'root', password: 'sesame' } },
  });

  expect(verdictOf(result)).toEqual({ outcome: 'passed', class: null, cause: null, stage: 'dom0-userspace' });
  expect(JSON.stringify([result, events])).not.toContain('sesame');
});

test('a password that nobody gave is not blamed on dom0', async () => {
  const { result } = await bootFake('ok,user=root,password=sesame', {
    request: { login: { user: 'root', password: null } },
  });

  expect(verdictOf(result)).toEqual({
    outcome: 'error',
    class: 'lab',
    cause: 'lab.no-password',
    stage: 'dom0-userspace',
  });
});

test('a wrong password is dom0’s refusal', async () => {
  const { result } = await bootFake('ok,user=root,password=sesame', {
    request: { login: { user: 'root', password: 'wrong' } },
  });

  expect(verdictOf(result)).toEqual({
    outcome: 'failed',
    class: 'dom0-userspace',
    cause: 'userspace.login-refused',
    stage: 'dom0-userspace',
  });
});

test.each(['load', 'xen', 'dom0-kernel'])('a boot that is cancelled in stage %s ends as cancelled', async (stage) => {
  const { result } = await bootFake('ok', {
    watch: (event, cancel) => {
      if (event.type === 'stage' && event.stage === stage) cancel('a person (Ctrl-C)');
    },
  });

  expect(result).toMatchObject({ outcome: 'cancelled', class: null, stage, cause: { id: 'internal.cancelled' } });
});

test('the result tells versions, sizes, commands and times', async () => {
  const { result } = await bootFake('ok', { options: { initrd: 'initrd.gz' } });

  expect(result.versions).toEqual({ uboot: '2023.01', xen: '4.17.5', dom0: '6.1.0-50-armmp-lpae' });
  expect(result.images.map(({ role, path }) => [role, path])).toEqual([
    ['xen', 'xen'],
    ['dom0', 'vmlinuz'],
    ['initrd', 'initrd.gz'],
  ]);
  expect(result.images.every(({ bytes }) => (bytes ?? 0) > 10_000)).toBe(true);
  expect(result.commands.at(-1)).toMatchObject({ text: 'bootz 0x800000 - 0x1000', status: null });
  expect(result.stages.map(({ name }) => name)).toEqual([
    'power',
    'firmware',
    'autoboot',
    'prompt',
    'network',
    'load',
    'device-tree',
    'handoff',
    'xen-early',
    'xen',
    'dom0-kernel',
    'dom0-userspace',
  ]);
});
