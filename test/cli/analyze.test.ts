import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { recordingPath } from '../analyze/logs.ts';
import { newDir, start } from './harness.ts';

async function analyze(...words: string[]) {
  const run = start('analyze', ...words);
  return { code: await run.ended, stdout: run.stdout(), stderr: run.stderr() };
}

test.each([
  [['ok-distro-xen', 'ok-earlyprintk'], 0],
  [['ok-distro-xen', 'xen-missing-file'], 125],
  [['xen-missing-file', 'no-root', 'ok-distro-xen'], 1],
])('%j: one result a line, and the exit code is the worst: %i', async (names, code) => {
  const run = await analyze('--json', ...names.map(recordingPath));
  const results = run.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

  expect(results.map(({ schema, port }) => [schema, port])).toEqual(
    names.map((name) => ['midway-serial/result@1', recordingPath(name)]),
  );
  expect(run.code).toBe(code);
});

test('for people each boot has its name, its verdict and who must act', async () => {
  const { stdout, code } = await analyze(recordingPath('dom0-cut-half'));

  expect(stdout).toContain(`${recordingPath('dom0-cut-half')}:\nFAILED in stage xen: `);
  expect(stdout).toContain('boot 2:\nERROR in stage prompt: the log ends before there is evidence');
  expect(code).toBe(1);
});

test('--until says how far is far enough', async () => {
  expect((await analyze('--until', 'xen', recordingPath('no-root'))).code).toBe(0);
});

test('a log that cannot be used is told in one sentence before any other is judged', async () => {
  const { stdout, stderr, code } = await analyze(recordingPath('no-root'), tmpdir());

  expect([stdout, code]).toEqual(['', 2]);
  expect(stderr).toContain('is a directory, not a log');
});

test('the record of a boot of this program has its verdict again', async () => {
  const dir = newDir();
  const boot = start('boot', '--port', 'fake:no-root', '--out', dir, '--json');
  await boot.ended;
  const live = JSON.parse(boot.stdout());
  const again = JSON.parse((await analyze('--json', `${dir}/console.cast`)).stdout);

  const told = ({ outcome, class: causeClass, stage, cause, versions }: typeof live) => [
    outcome,
    causeClass,
    stage,
    cause.id,
    cause.evidence,
    versions,
  ];
  expect(told(again)).toEqual(told(live));
});
