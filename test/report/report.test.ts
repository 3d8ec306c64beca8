import { expect, test } from 'vitest';
import { frame } from '../../src/report/frame.ts';
import { junit } from '../../src/report/junit.ts';
import { describePassRate, passRate } from '../../src/report/pass-rate.ts';
import { advance, newProgress } from '../../src/report/progress.ts';
import { summary } from '../../src/report/summary.ts';
import { bootFake } from '../boot/harness.ts';

test('a failure says what happened, who must act, what to try, what was said, and where the record is', async () => {
  const { result } = await bootFake('no-root');
  const lines = summary(result, 'midway-runs/x');

  expect(lines[0]).toMatch(
    /^FAILED in stage dom0-kernel after [\d.]+ s: The kernel of dom0 could not mount its root file system\. \[dom0\.no-root\]$/,
  );
  expect(lines.map((line) => line.slice(0, 10).trim()).filter((word) => word.endsWith(':'))).toEqual([
    'who:',
    'try:',
    'said:',
    'record:',
  ]);
  expect(lines.find((line) => line.startsWith('  said:'))).toContain('VFS: Cannot open root device');
});

test('the live list shows what is done, what runs, and what is still to come', async () => {
  const { events } = await bootFake('ok');
  const half = events.slice(0, events.findIndex((event) => event.type === 'stage' && event.stage === 'load') + 2);
  const progress = half.reduce((so, event) => advance(so, event, 1000), newProgress('node7', 'login'));
  const lines = frame(progress, 2500, { columns: 80, colour: false });

  expect(lines.map((line) => line.slice(0, 20).trimEnd())).toEqual([
    'node7  2.5 s',
    '  ✔ power',
    '  ✔ firmware',
    '  ✔ autoboot',
    '  ✔ prompt',
    '  ✔ network',
    expect.stringMatching(/^ {2}\S load$/),
    '  · device-tree',
    '  · handoff',
    '  · xen-early',
    '  · xen',
    '  · dom0-kernel',
    '  · dom0-userspace',
  ]);
  expect(lines[6]).toContain('1.5 s  => mw.l 0x800000 0 0x80000');
  expect(lines.every((line) => line.length <= 80)).toBe(true);
});

test('the live list marks where a boot ended, and a new attempt does not keep the ticks of the last one', async () => {
  const { events } = await bootFake('no-root');
  const marks = (seen: typeof events) =>
    frame(
      seen.reduce((so, event) => advance(so, event, 1000), newProgress('node7', 'login')),
      2500,
      { columns: 80, colour: false },
    ).map((line) => line.slice(2, 20).trimEnd());

  expect(marks(events)).toContain('✘ dom0-kernel');
  expect(marks([...events, { type: 'stage', stage: 'firmware' }])).toEqual(
    expect.arrayContaining([expect.stringMatching(/^[^·✔✘] firmware$/), '· dom0-kernel']),
  );
});

test('several attempts are told with what each of them ended in', async () => {
  const { result } = await bootFake('ok');
  const attempts = [
    { attempt: 1, outcome: 'error', cause: 'lab.port-lost', dir: 'attempt-1' },
    { attempt: 2, outcome: 'passed', cause: null, dir: 'attempt-2' },
  ] as const;

  expect(summary({ ...result, attempts: [...attempts] }, 'midway-runs/x').slice(-2)).toEqual([
    '  tried:  2 times: error [lab.port-lost], passed',
    '  record: midway-runs/x',
  ]);
});

test('a board’s words cannot break out of the JUnit file', async () => {
  const { result } = await bootFake('no-root');
  const hostile = { ...result, cause: result.cause && { ...result.cause, summary: '</failure><script>"&\x1b[2J' } };

  expect(junit([hostile])).toContain('message="&lt;/failure&gt;&lt;script&gt;&quot;&amp;[2J"');
  expect(junit([hostile])).not.toMatch(/<script>|\x1b/);
});

test.each([
  [0, 0, 'no boot had a fair try: no pass rate'],
  [10, 10, '10 of 10 fair boots passed: 100 % (95 % interval 72-100 %)'],
  [9, 10, '9 of 10 fair boots passed: 90 % (95 % interval 60-98 %)'],
  [0, 5, '0 of 5 fair boots passed: 0 % (95 % interval 0-43 %)'],
])('%i of %i boots: %s', (passed, total, text) => {
  expect(describePassRate(passRate(passed, total))).toBe(text);
});
