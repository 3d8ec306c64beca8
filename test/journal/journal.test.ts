import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SimulatedClock } from 'xstate';
import { MidwayError } from '../../src/errors.ts';
import { writeResult } from '../../src/journal/files.ts';
import { type Journal, openJournal } from '../../src/journal/journal.ts';
import { passed } from './result-example.ts';

const startedAt = new Date('2026-11-22T23:28:01.000Z');
let dir: string;
let clock: SimulatedClock;
let onBroken: (error: MidwayError) => void;
beforeEach(() => {
  onBroken = (error) => {
    throw error;
  };
  dir = join(mkdtempSync(join(tmpdir(), 'midway-journal-')), 'runs', 'run');
  clock = new SimulatedClock();
});
afterEach(() => rmSync(join(dir, '../..'), { recursive: true }));

const begin = (title?: string): Journal =>
  openJournal(dir, {
    clock,
    startedAt,
    ...(title === undefined ? {} : { title }),
    onBroken: (error) => onBroken(error),
  });
const read = (name: string) => readFileSync(join(dir, name));
const lines = (name: string): unknown[] =>
  read(name)
    .toString()
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
const errorOf = (act: () => unknown): MidwayError => {
  try {
    act();
  } catch (error) {
    if (error instanceof MidwayError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
};

describe('the console', () => {
  test.each([1, 7, 64, 4096])('is kept byte for byte when it is read %i bytes at a time', async (chunkBytes) => {
    const bytes = randomBytes(20_000);
    const journal = begin();
    const positions: number[] = [];
    for (let start = 0; start < bytes.length; start += chunkBytes) {
      positions.push(journal.received(bytes.subarray(start, start + chunkBytes)).offset);
      expect(read('console.raw').length).toBe(Math.min(start + chunkBytes, bytes.length));
    }
    await journal.finish(passed);

    expect(read('console.raw').equals(bytes)).toBe(true);
    expect(positions).toEqual(positions.map((_, index) => index * chunkBytes));
  });

  test.each([1, 2, 7, 64])(
    'reads the same in the cast at %i bytes a chunk, cut characters included',
    async (chunkBytes) => {
      const text = 'Grüße vom Midway: ✓ 🖥\u001b[0m\r\n\ufeff';
      const journal = begin();
      const bytes = Buffer.from(text);
      for (let start = 0; start < bytes.length; start += chunkBytes)
        journal.received(bytes.subarray(start, start + chunkBytes));
      await journal.finish(passed);

      const said = lines('console.cast').slice(1, -1) as [number, string, string][];
      expect(said.map(([, , words]) => words).join('')).toBe(text);
    },
  );
});

test('the cast is an asciicast v2 of both directions, with a secret left out', async () => {
  const journal = begin('Midway node7');
  clock.increment(1500);
  expect(journal.received(Buffer.from([0xc3]))).toEqual({ ms: 1500, offset: 0 });
  clock.increment(20);
  expect(journal.received(Buffer.from([0xbc, 0x0d, 0xff]))).toEqual({ ms: 1520, offset: 1 });
  journal.sent(Buffer.from('root\r'));
  journal.sent(Buffer.from('hunter2\r'), { secret: true });
  journal.received(Buffer.from([0xe2, 0x9c]));
  await journal.finish(passed);

  expect(lines('console.cast')).toEqual([
    { version: 2, width: 80, height: 24, timestamp: 1795390081, title: 'Midway node7', env: { TERM: 'vt100' } },
    [1.52, 'o', 'ü\r\ufffd'],
    [1.52, 'i', 'root\r'],
    [1.52, 'i', '[redacted 8 bytes]'],
    [1.52, 'o', '\ufffd'],
    [1.52, 'm', 'the record ends'],
  ]);
  expect(readdirSync(dir).every((name) => !read(name).includes('hunter2'))).toBe(true);
});

test('events stand one a line with their time', async () => {
  const journal = begin();
  journal.event({ type: 'stage', name: 'load' });
  clock.increment(42);
  journal.event({ type: 'finding', line: 'two\nlines\u001b' });
  await journal.finish(passed);

  expect(lines('events.ndjson')).toEqual([
    { v: 1, ms: 0, type: 'stage', name: 'load' },
    { v: 1, ms: 42, type: 'finding', line: 'two\nlines\u001b' },
  ]);
});

test('the times count from startMs when the run began before its record', async () => {
  clock.increment(1000);
  await using journal = openJournal(dir, { clock, startedAt, startMs: 400, onBroken() {} });

  expect(journal.received(Buffer.from('x'))).toEqual({ ms: 600, offset: 0 });
});

describe('the disk', () => {
  /** Takes the record's descriptor away, so that the next fsync(2) fails. */
  const breakRecord = () => {
    const fds = readdirSync('/proc/self/fd').map(Number);
    for (const fd of fds) {
      if (existsSync(`/proc/self/fd/${fd}`) && readlinkSync(`/proc/self/fd/${fd}`) === join(dir, 'events.ndjson'))
        closeSync(fd);
    }
  };

  test('has the record each second, and a failure to put it there is told once', async () => {
    const told: MidwayError[] = [];
    let tell = () => {};
    const first = new Promise<void>((resolve) => {
      tell = resolve;
    });
    const onBroken = (error: MidwayError) => {
      told.push(error);
      tell();
    };
    const journal = openJournal(dir, { clock, startedAt, onBroken });
    journal.received(Buffer.from('x'));
    breakRecord();

    clock.increment(999);
    expect(told).toEqual([]);
    clock.increment(1);
    await first;
    await expect(journal.finish(passed)).rejects.toBe(told[0]);
    await journal[Symbol.asyncDispose]();

    expect(told.map(({ code, message, cause }) => [code, message, cause])).toEqual([
      ['MWS_RECORD', expect.stringContaining(`cannot write ${dir}: EBADF`), expect.objectContaining({ code: 'EBADF' })],
    ]);
    expect(existsSync(join(dir, 'result.json'))).toBe(false);
  });

  test('is asked again and again', async () => {
    await using journal = begin();
    for (let second = 0; second < 3; second += 1) {
      journal.received(Buffer.from('x'));
      clock.increment(1000);
      await journal.sync();
    }
    const told = new Promise<MidwayError>((resolve) => {
      onBroken = resolve;
    });
    journal.received(Buffer.from('x'));
    breakRecord();
    clock.increment(1000);

    expect((await told).code).toBe('MWS_RECORD');
  });
});

describe('result.json', () => {
  test('comes last, whole, and alone', async () => {
    const journal = begin();
    journal.received(Buffer.from('x'));
    expect(readdirSync(dir).sort()).toEqual(['console.cast', 'console.raw', 'events.ndjson']);

    await journal.finish(passed);

    expect(readdirSync(dir).sort()).toEqual(['console.cast', 'console.raw', 'events.ndjson', 'result.json']);
    expect(JSON.parse(read('result.json').toString())).toEqual(passed);
  });

  test('is never written twice', async () => {
    const journal = begin();
    await journal.finish(passed);

    await expect(journal.finish(passed)).rejects.toMatchObject({ code: 'MWS_USAGE' });
    expect(errorOf(() => writeResult(dir, passed)).code).toBe('MWS_USAGE');
  });

  test('is not written when the record is disposed of without a verdict', async () => {
    const journal = begin();
    journal.received(Buffer.from('x'));
    await journal[Symbol.asyncDispose]();
    await journal[Symbol.asyncDispose]();

    expect(existsSync(join(dir, 'result.json'))).toBe(false);
    expect(errorOf(() => journal.received(Buffer.from('y'))).code).toBe('MWS_INTERNAL');
  });
});

describe('a directory', () => {
  test.each(['result.json', 'console.raw', 'console.cast', 'events.ndjson'])(
    'that holds a %s is refused, untouched',
    (name) => {
      mkdirSync(dir, { recursive: true });
      writeFileSync(join(dir, name), 'precious');
      const error = errorOf(() => begin());

      expect([error.code, error.message]).toEqual([
        'MWS_USAGE',
        expect.stringContaining(`cannot record into ${dir}: it holds `),
      ]);
      expect(read(name).toString()).toBe('precious');
    },
  );

  test('that cannot be made is MWS_RECORD', () => {
    mkdirSync(join(dir, '..'), { recursive: true });
    writeFileSync(dir, 'a file');
    const error = errorOf(() => begin());

    expect([error.code, error.message, error.cause]).toEqual([
      'MWS_RECORD',
      expect.stringContaining(`cannot make the directory ${dir}: EEXIST`),
      expect.objectContaining({ code: 'EEXIST' }),
    ]);
  });
});
