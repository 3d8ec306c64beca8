import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { SimulatedClock } from 'xstate';
import { systemClock } from '../../src/clock.ts';
import type { MidwayError } from '../../src/errors.ts';
import { type CommandPowerOptions, createCommandPower, readPowerStatus } from '../../src/power/command.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'midway-power-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

/** A tiny executable; returns its path. */
function tool(name: string, body: string): string {
  const path = join(dir, name);
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
  return path;
}

class WatchedClock extends SimulatedClock {
  readonly waits: number[] = [];

  override setTimeout(fn: Parameters<SimulatedClock['setTimeout']>[0], ms: number): number {
    this.waits.push(ms);
    return super.setTimeout(fn, ms);
  }
}

const never = new AbortController().signal;
const power = (options: Partial<CommandPowerOptions>) =>
  createCommandPower({ limitMs: 5000, offPauseMs: 3000, clock: systemClock, ...options });
const failure = (act: Promise<unknown>): Promise<MidwayError> =>
  act.then(
    () => Promise.reject(new Error('it succeeded')),
    (error) => error,
  );
const alive = (pid: number) => {
  try {
    // A zombie that init has not collected yet is dead.
    return !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

describe('a power command', () => {
  test('is run without a shell, with its words as they are', async () => {
    const log = join(dir, 'words');
    const path = tool('words.sh', `printf '%s\\n' "$@" > ${log}`);

    await power({ on: `${path} on 'two words' '$HOME' '*'` }).on(never);

    expect(readFileSync(log, 'utf8')).toBe('on\ntwo words\n$HOME\n*\n');
  });

  test('that fails says what was run, how it ended, and its last words, cleaned', async () => {
    const lines = 'for n in 1 2 3 4 5 6; do echo "line $n" >&2; done';
    const path = tool('fails.sh', `${lines}; printf '\\033[31mno such\\007 outlet\\033[0m\\r\\n' >&2; exit 3`);
    const error = await failure(power({ off: `${path} "outlet 9"` }).off(never));

    expect([error.code, error.message, error.cause]).toEqual([
      'MWS_POWER',
      `the power command \`${path} 'outlet 9'\` failed: it exited with code 3: line 3 | line 4 | line 5 | line 6 | no such outlet`,
      new Error('it exited with code 3'),
    ]);
  });

  test('that says why on its standard output is quoted, too', async () => {
    const path = tool('stdout.sh', 'echo "Unable to establish session"; exit 1');

    expect((await failure(power({ on: path }).on(never))).message).toMatch(
      /exited with code 1: Unable to establish session$/,
    );
  });

  test('does not tell its passwords', async () => {
    const path = tool('secret.sh', 'echo "bad password hunter2" >&2; exit 1');
    const error = await failure(
      power({ on: `${path} -U admin -P hunter2 http://a:hunter2@pdu/ --token=t0ken on` }).on(never),
    );

    expect(error.message).toBe(
      `the power command \`${path} -U admin -P *** http://a:***@pdu/ --token=*** on\` failed: it exited with code 1: bad password ***`,
    );
  });

  test.each([
    ['is not there', () => join(dir, 'none'), 'there is no such program'],
    [
      'is not executable',
      () => {
        writeFileSync(join(dir, 'plain'), '');
        return join(dir, 'plain');
      },
      'it is not executable',
    ],
    ['kills itself', () => tool('kills.sh', 'kill -9 $$'), 'it was ended by SIGKILL'],
  ])('that %s fails', async (_, command, why) => {
    const path = command();
    const error = await failure(power({ cycle: path }).cycle(never));

    expect([error.code, error.message]).toEqual(['MWS_POWER', `the power command \`${path}\` failed: ${why}`]);
  });

  test('over the limit is ended with its children', async () => {
    const pids = join(dir, 'pids');
    const path = tool('hangs.sh', `sleep 60 & echo $! $$ > ${pids}; echo "waiting for the BMC" >&2; wait`);
    const clock = new SimulatedClock();
    const failed = failure(power({ on: path, limitMs: 30_000, clock }).on(never));
    await vi.waitUntil(() => existsSync(pids) && readFileSync(pids, 'utf8').endsWith('\n'));

    clock.increment(30_000);
    const error = await failed;

    expect([error.code, error.message]).toEqual([
      'MWS_POWER',
      expect.stringMatching(/failed: it did not finish within 30 s(?:: waiting for the BMC)?$/),
    ]);
    await vi.waitUntil(() => !readFileSync(pids, 'utf8').trim().split(' ').map(Number).some(alive));
  });

  test('is ended when the signal says so', async () => {
    const started = join(dir, 'started');
    const path = tool('slow.sh', `echo $$ > ${started}; exec sleep 60`);
    const abort = new AbortController();
    const failed = failure(power({ on: path }).on(abort.signal));
    await vi.waitUntil(() => existsSync(started) && readFileSync(started, 'utf8').endsWith('\n'));

    abort.abort(new Error('cancelled by a person'));

    expect((await failed).message).toBe('cancelled by a person');
    expect(alive(Number(readFileSync(started, 'utf8')))).toBe(false);
  });

  test('is not waited for when only a child of it keeps its output open', async () => {
    const path = tool('daemon.sh', 'sleep 5 & echo Chassis Power is on');
    const begun = performance.now();

    expect(await power({ status: path }).status(never)).toBe('on');
    expect(performance.now() - begun).toBeLessThan(4000);
  });

  test('is not started for a signal that was aborted before', async () => {
    const ran = join(dir, 'ran');
    const path = tool('ran.sh', `touch ${ran}`);

    await failure(power({ on: path }).on(AbortSignal.abort()));

    expect(existsSync(ran)).toBe(false);
  });
});

describe('a cycle', () => {
  test('is made of off, a pause, and on', async () => {
    const log = join(dir, 'cycle');
    const path = tool('log.sh', `echo $1 >> ${log}`);
    const clock = new WatchedClock();
    const driver = power({ on: `${path} on`, off: `${path} off`, clock });
    const done = driver.cycle(never);
    await vi.waitUntil(() => clock.waits.includes(3000));
    expect(readFileSync(log, 'utf8')).toBe('off\n');

    clock.increment(3000);
    await done;

    expect([readFileSync(log, 'utf8'), [...driver.can].sort()]).toEqual(['off\non\n', ['cycle', 'off', 'on']]);
  });

  test('stops in its pause when the signal says so', async () => {
    const log = join(dir, 'stopped');
    const path = tool('log2.sh', `echo $1 >> ${log}`);
    const abort = new AbortController();
    const failed = failure(power({ on: `${path} on`, off: `${path} off`, offPauseMs: 60_000 }).cycle(abort.signal));
    await vi.waitUntil(() => existsSync(log) && readFileSync(log, 'utf8') === 'off\n');

    abort.abort(new Error('cancelled'));

    expect((await failed).message).toBe('cancelled');
    expect(readFileSync(log, 'utf8')).toBe('off\n');
  });

  test('alone suffices, and then nothing else can be done', async () => {
    const driver = power({ cycle: tool('cycle.sh', 'exit 0') });
    await driver.cycle(never);
    const error = await failure(driver.off(never));

    expect([[...driver.can], error.code, error.hint]).toEqual([
      ['cycle'],
      'MWS_POWER',
      'Give one with --power-off, or in the lab file.',
    ]);
  });
});

describe('the status', () => {
  test.each([
    ['Chassis Power is on\n', 'on'],
    ['Chassis Power is off\n', 'off'],
    ['outlet 3: OFF', 'off'],
    ['on', 'on'],
    ['', 'unknown'],
    ['connection ongoing', 'unknown'],
    ['1: on, 2: off', 'unknown'],
  ])('%j is read as %s', (output, status) => {
    expect(readPowerStatus(output)).toBe(status);
  });

  test('is unknown when there is no command for it', async () => {
    expect(await power({ cycle: 'true' }).status(never)).toBe('unknown');
  });
});

test('a command that cannot be split is refused before anything is run', () => {
  expect(() => power({ on: "pdu 'on" })).toThrow("a ' is not closed");
});
