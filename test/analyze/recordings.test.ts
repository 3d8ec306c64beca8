import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { resultSchema } from '../../src/api/result.ts';
import { verdictOf } from '../boot/harness.ts';
import { analyze, logFile, recording, recordingPath } from './logs.ts';

const ENDS = 'error lab log.ends-early';

/** Recording → the verdicts of its boots: outcome, class, cause, stage. */
const VERDICTS: Readonly<Record<string, readonly string[]>> = {
  'bootz-no-fdt-argument': ['error loader uboot.no-device-tree-given handoff', `${ENDS} prompt`],
  'bootz-not-a-zimage': ['failed loader uboot.not-a-zimage handoff'],
  'dom0-cut-half': ['failed hypervisor xen.dom0-image-refused xen', `${ENDS} prompt`],
  'dom0-mem-32m': [`${ENDS} xen`],
  'dom0-reboot': ['passed - - dom0-userspace', `${ENDS} prompt`],
  'init-exits-panic-3': ['failed dom0-userspace userspace.init-died dom0-userspace', `${ENDS} prompt`],
  'init-shell': ['failed dom0-userspace userspace.no-root dom0-userspace'],
  'initrd-cut-half': ['failed loader dom0.initramfs-damaged dom0-kernel'],
  'module-reg-short': ['failed hypervisor xen.module-reg-too-short xen-early'],
  'no-root': ['failed dom0-kernel dom0.no-root dom0-kernel'],
  'ok-distro-xen': ['passed - - dom0-userspace'],
  'ok-earlyprintk': ['passed - - dom0-userspace'],
  'xen-hang': [`${ENDS} xen-early`],
  'xen-missing-file': ['error lab tftp.file-not-found load'],
  'xen-resets': ['failed hypervisor xen.reset xen-early', `${ENDS} prompt`],
};

async function verdicts(path: string): Promise<string[]> {
  const results = await analyze(path);
  return results.map((result) => {
    const { outcome, class: causeClass, cause, stage } = verdictOf(result);
    return [outcome, causeClass ?? '-', cause ?? '-', stage].join(' ');
  });
}

test('every recording has its right verdict here', () => {
  const files = readdirSync(dirname(recordingPath('no-root'))).filter((file) => file.endsWith('.log'));

  expect(files.map((file) => file.replace(/\.log$/, '')).sort()).toEqual(Object.keys(VERDICTS));
});

test.each(Object.entries(VERDICTS))('%s: %j', async (name, expected) => {
  expect(await verdicts(recordingPath(name))).toEqual(expected);
});

test.each([
  ['\\n', '\n'],
  ['\\r\\r\\n', '\r\r\n'],
  ['\\n\\r', '\n\r'],
])('line ends that a pty has made %s change nothing', async (_, end) => {
  for (const name of ['ok-earlyprintk', 'no-root', 'xen-missing-file']) {
    expect(await verdicts(logFile(recording(name).replace(/\r{0,3}\n/g, end)))).toEqual(VERDICTS[name]);
  }
});

test('boots that follow each other in one log are separated, and point at their own bytes', async () => {
  const [bad, good] = [recording('no-root'), recording('ok-distro-xen')];
  const log = logFile(`${bad}\r\n${good}\r\n${bad}`);
  const results = await analyze(log);

  expect(results.map(({ outcome, attempt }) => [outcome, attempt])).toEqual([
    ['failed', 1],
    ['passed', 2],
    ['failed', 3],
  ]);
  const [first = 0, , last = 0] = results.map(({ cause }) => cause?.at?.offset);
  expect(last - first).toBe(bad.length + good.length + 4);
  for (const result of results) expect(resultSchema.safeParse(result).error).toBeUndefined();
});

test('a log is cut anywhere: before the evidence it ends early or in mid-line, and never says failed or passed', async () => {
  const whole = recording('no-root');
  const decisive = whole.indexOf('Kernel panic');
  const outcomes = new Set<string>();
  for (let length = 600; length < decisive; length += 397) {
    for (const verdict of await verdicts(logFile(whole.slice(0, length)))) outcomes.add(verdict.split(' ')[2] ?? '');
  }

  expect([...outcomes].sort()).toEqual(['log.ends-early', 'log.truncated']);
});

test.each(['ok-earlyprintk', 'no-root'])(
  'a file that was missing, and then was there, does not count (%s)',
  async (name) => {
    const log = recording(name);
    const [command = '', address = ''] = /^=> tftp (\S+) .*$/m.exec(log) ?? [];
    const refused = `=> tftp ${address} wrong\r\nTFTP error: 'File not found' (1)\r\nNot retrying...\r\n`;

    expect(await verdicts(logFile(log.replace(command, () => `${refused}${command}`)))).toEqual(VERDICTS[name]);
    expect(await verdicts(logFile(log.slice(0, log.indexOf(command)) + refused))).toEqual([
      'error lab tftp.file-not-found load',
    ]);
  },
);

test('a prompt that was left by the boot before is no boot', async () => {
  const log = `=> reset\r\nresetting ...\r\n${recording('ok-distro-xen')}`;

  expect(await verdicts(logFile(log))).toEqual(['passed - - dom0-userspace']);
});

test('a log that begins with Xen is judged from there', async () => {
  const log = recording('no-root');

  expect(await verdicts(logFile(log.slice(log.indexOf('Starting kernel'))))).toEqual(VERDICTS['no-root']);
  expect(await verdicts(logFile(log.slice(log.indexOf('(XEN) Xen version'))))).toEqual(VERDICTS['no-root']);
});
