import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MidwayError } from '../../src/errors.ts';
import { lockName, takeLock } from '../../src/transport/lock.ts';
import { openSerial } from '../../src/transport/serial.ts';
import { compile } from '../compile.ts';
import { openPtyPair, type PtyPair } from './pty-pair.ts';

let lockDir: string;
let pair: PtyPair;
beforeEach(() => {
  lockDir = mkdtempSync(join(tmpdir(), 'midway-lock-'));
  pair = openPtyPair();
});
afterEach(async () => {
  await pair.unplug();
  rmSync(lockDir, { recursive: true });
});

const own = `${String(process.pid).padStart(10)}\n`;
const lockFile = () => join(lockDir, lockName(pair.path));
const open = (path = pair.path, dir = lockDir) => openSerial(path, { baudRate: 115_200, lockDir: dir });
const refusal = (path?: string, dir?: string): Promise<MidwayError> =>
  open(path, dir).then(
    () => Promise.reject(new Error('it was opened')),
    (error) => error,
  );

/** The number of a process that is certainly gone. */
const deadPid = () => Number(execFileSync('sh', ['-c', 'echo $$'], { encoding: 'utf8' }));

test.each([
  ['/dev/ttyUSB0', 'LCK..ttyUSB0'],
  ['/dev/pts/3', 'LCK..pts_3'],
])('the lock file of %s is %s', (device, name) => {
  expect(lockName(device)).toBe(name);
});

describe('an open port', () => {
  test('has a lock file with our pid in ten columns, and none when it is closed', async () => {
    const transport = await open();
    const content = readFileSync(lockFile(), 'utf8');
    await transport[Symbol.asyncDispose]();

    expect([content, readdirSync(lockDir)]).toEqual([own, []]);
  });

  test('is refused to a second one, which names this pid, also under another name', async () => {
    await using _ = await open();
    const link = join(lockDir, 'by-id');
    symlinkSync(pair.path, link);

    for (const path of [pair.path, link]) {
      const error = await refusal(path);
      expect([error.code, error.message]).toEqual([
        'MWS_PORT_BUSY',
        expect.stringContaining(`cannot open ${path}: it is held by this very process (pid ${process.pid})`),
      ]);
    }
    expect(readFileSync(lockFile(), 'utf8')).toBe(own);
  });

  test('is refused through flock(2), too, when the other one keeps no lock file', async () => {
    await using _ = await open();

    expect((await refusal(pair.path, tmpdir())).message).toContain(`(pid ${process.pid})`);
  });
});

describe('a lock file', () => {
  test('of a living process refuses the port, and names it and since when it runs', async () => {
    const child = spawn('sleep', ['60']);
    await once(child, 'spawn');
    try {
      writeFileSync(lockFile(), `${String(child.pid).padStart(10)}\n`);

      expect((await refusal()).message).toMatch(
        new RegExp(
          `^cannot open ${pair.path}: it is held by sleep \\(pid ${child.pid}\\), running since 20\\d\\d-[-0-9T:]+Z, lock file ${lockFile()}$`,
        ),
      );
    } finally {
      child.kill();
    }
  });

  test.each([
    ['a dead process', () => `${String(deadPid()).padStart(10)}\n`],
    ["a dead process, in minicom's form", () => `${String(deadPid()).padStart(10)} minicom root\n`],
    ['ourselves, from an earlier life with the same pid', () => own],
  ])('of %s is taken over', async (_, content) => {
    writeFileSync(lockFile(), content());

    await using _transport = await open();

    expect([readdirSync(lockDir), readFileSync(lockFile(), 'utf8')]).toEqual([[lockName(pair.path)], own]);
  });

  test('older than the process that has its number now is taken over', async () => {
    const child = spawn('sleep', ['60']);
    await once(child, 'spawn');
    try {
      writeFileSync(lockFile(), `${String(child.pid).padStart(10)}\n`);
      utimesSync(lockFile(), 1000, 1000);

      await using _ = await open();

      expect(readFileSync(lockFile(), 'utf8')).toBe(own);
    } finally {
      child.kill();
    }
  });

  test('that does not say whose it is refuses the port, and says which file to remove', async () => {
    writeFileSync(lockFile(), '');
    const error = await refusal();

    expect([error.code, error.hint]).toEqual(['MWS_PORT_BUSY', expect.stringContaining(`remove ${lockFile()}`)]);
  });

  test('is not needed where there is no directory for it', async () => {
    await using _ = await open(pair.path, join(lockDir, 'none'));

    expect(takeLock(pair.path, join(lockDir, 'none')).path).toBe(null);
  });

  test('that somebody else took over in the meantime is left to them', () => {
    const lock = takeLock(pair.path, lockDir);
    writeFileSync(lockFile(), '         1\n');
    lock.release();
    lock.release();

    expect(readFileSync(lockFile(), 'utf8')).toBe('         1\n');
  });
});

test('a process that exits without closing its port leaves no lock file', () => {
  const compiled = compile('src/transport/lock.ts');
  const script = `
    const { takeLock } = await import(${JSON.stringify(compiled.file)});
    const { path } = takeLock(${JSON.stringify(pair.path)}, ${JSON.stringify(lockDir)});
    process.stdout.write(path);
    process.exit(0);`;

  const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  rmSync(compiled.dir, { recursive: true });

  expect([output, readdirSync(lockDir)]).toEqual([lockFile(), []]);
});

test('a port that another program holds names it', async () => {
  const child = spawn('flock', ['-x', pair.path, 'sh', '-c', 'echo held; exec sleep 60'], { detached: true });
  await once(child.stdout, 'data');
  try {
    const error = await refusal();

    expect([error.code, error.message]).toEqual([
      'MWS_PORT_BUSY',
      expect.stringMatching(
        new RegExp(`^cannot open ${pair.path}: it is held by \\S+ .*\\(pid \\d+\\), running since 20`),
      ),
    ]);
    expect(readdirSync(lockDir)).toEqual([]);
  } finally {
    process.kill(-child.pid!, 'SIGKILL');
  }
});
