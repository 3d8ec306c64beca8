import { expect, test } from 'vitest';
import { openLog } from '../../src/analyze/read-log.ts';
import { verdictOf } from '../boot/harness.ts';
import { analyze, logFile, recording } from './logs.ts';

const START = Date.UTC(2026, 10, 22, 14, 3, 7);

/** Lines of a log with the text that a capturing program puts around each, a second apart by default. */
type Writer = (line: string, at: Date, index: number) => string;

const iso = (at: Date) => at.toISOString();
const blank = (at: Date) => iso(at).replace('T', ' ').slice(0, 19);
const ctime = (at: Date) => at.toUTCString().replace(/^(\w+), (\d\d) (\w+) (\d+) (\S+) GMT$/, '$1 $3 $2 $5 $4');

const WRITERS: Readonly<Record<string, Writer>> = {
  'minicom or tio': (line, at) => `[${blank(at)}] ${line}\n`,
  ser2net: (line, at) => `${blank(at).replaceAll('-', '/')} ${line}\n`,
  'an ISO prefix': (line, at) => `${iso(at)} ${line}\n`,
  conserver: (line, at, index) => `${index % 50 === 0 ? `[-- MARK -- ${ctime(at)}]\n` : ''}[${ctime(at)}]${line}\r\n`,
  syslog: (line, at) => `${ctime(at).slice(4, 19)} ${line}\n`,
  'a clock': (line, at) => `[${iso(at).slice(11, 23)}] ${line}\n`,
  grabserial: (line, at) => {
    const seconds = ((at.getTime() - START) / 1000).toFixed(6);
    return `[${seconds} 0.010000] ${line}\n`;
  },
  LAVA: (line, at) =>
    `- ${JSON.stringify({ dt: iso(at).slice(0, 23), lvl: 'target', msg: line.replace(/\r/g, '') })}\n`,
  'LAVA without quotes': (line, at) =>
    `- {dt: '${iso(at).slice(0, 23)}', lvl: target, msg: '${line.replace(/\r/g, '').replaceAll("'", "''")}'}\n`,
};

/** A recording as `write` would have captured it, `stepMs` between two lines, and one more line `pauseMs` later. */
function captured(name: string, write: Writer, { stepMs = 20, pauseMs = 0 } = {}): string {
  const lines = recording(name)
    .split('\n')
    .map((line) => line.replace(/\r+$/, ''));
  if (pauseMs > 0) lines.push('');
  return lines
    .map((line, index) => {
      const pause = pauseMs > 0 && index === lines.length - 1 ? pauseMs : 0;
      return write(line, new Date(START + index * stepMs + pause), index);
    })
    .join('');
}

const NAMES = Object.keys(WRITERS);

test.each(NAMES)('a log by %s has the verdict of its console', async (name) => {
  const write = WRITERS[name] as Writer;
  for (const [log, verdict] of [
    ['ok-earlyprintk', ['passed', null, null, 'dom0-userspace']],
    ['no-root', ['failed', 'dom0-kernel', 'dom0.no-root', 'dom0-kernel']],
    ['xen-missing-file', ['error', 'lab', 'tftp.file-not-found', 'load']],
  ] as const) {
    const [result] = await analyze(logFile(captured(log, write)));
    expect(result === undefined ? null : Object.values(verdictOf(result)), log).toEqual(verdict);
  }
});

test.each(NAMES)('a log by %s shows a real silence', async (name) => {
  const write = WRITERS[name] as Writer;
  const [short] = await analyze(logFile(captured('xen-hang', write, { pauseMs: 20_000 })));
  const [long] = await analyze(logFile(captured('xen-hang', write, { pauseMs: 60_000 })));

  expect(short?.cause?.id).toMatch(/^log\./);
  expect(long).toMatchObject({
    outcome: 'failed',
    class: 'hypervisor',
    stage: 'xen-early',
    cause: { id: 'xen.silent' },
  });
});

test('a log with the times of a calendar tells when its boots began', async () => {
  const write = WRITERS['an ISO prefix'] as Writer;
  const [first, second] = await analyze(logFile(captured('dom0-reboot', write)));

  expect(first?.startedAt).toBe(new Date(START).toISOString());
  expect(Date.parse(second?.startedAt ?? '')).toBeGreaterThan(START);
});

test.each(['console', 'no-root', 'ok-earlyprintk'])(
  'the kernel’s own times are not taken for a capture’s (%s)',
  async (name) => {
    const text =
      name === 'console' ? '[    0.000000] Booting Linux\r\n[    0.000000] Linux version 6.1\r\n' : recording(name);

    expect((await openLog(logFile(text))).format.name).toBe('raw');
  },
);

test('an asciicast whose recorder was killed is judged by what it has', async () => {
  const lines = recording('no-root')
    .split(/(?<=\n)/)
    .map((line, index) => JSON.stringify([index / 100, 'o', line]));
  const cast = `{"version": 2, "width": 80, "height": 24}\n${lines.join('\n')}\n[99.1, "o", "torn`;

  expect((await analyze(logFile(cast)))[0]?.cause?.id).toBe('dom0.no-root');
});
