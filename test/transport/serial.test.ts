import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { MidwayError } from '../../src/errors.ts';
import { openSerial } from '../../src/transport/serial.ts';
import { Ear } from './peers.ts';
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

test('a port is raw, 8N1, without flow control, at its baud rate, and keeps its HUPCL', async () => {
  const stty = () => execFileSync('stty', ['-F', pair.path, '-a'], { encoding: 'utf8' });
  const hupcl = / -?hupcl/.exec(stty())?.[0];

  await using _ = await openSerial(pair.path, { baudRate: 57_600, lockDir });

  const found = stty().match(
    /speed \d+ baud|-?\b(?:cs8|parenb|cstopb|crtscts|hupcl|ixon|ixoff|icrnl|opost|icanon|echo|isig)\b/g,
  );
  expect(found?.sort()).toEqual(
    [
      'speed 57600 baud',
      'cs8',
      hupcl?.trim(),
      ...['parenb', 'cstopb', 'crtscts', 'ixon', 'ixoff', 'icrnl', 'opost', 'icanon', 'echo', 'isig'].map(
        (flag) => `-${flag}`,
      ),
    ].sort(),
  );
});

test('a port that takes no bytes counts as lost at the limit, and is closed at once all the same', async () => {
  const transport = await openSerial(pair.path, { baudRate: 4_000_000, lockDir, stallLimitMs: 100 });
  const ear = new Ear();
  transport.listen(ear);
  pair.pause();
  const outcomes = await Promise.all(
    Array.from({ length: 200 }, () =>
      transport.write(Buffer.alloc(500, 'x')).then(
        () => 'done',
        (error: MidwayError) => error.code,
      ),
    ),
  );
  const begun = performance.now();
  await transport[Symbol.asyncDispose]();

  expect(new Set(outcomes)).toEqual(new Set(['MWS_PORT_LOST']));
  // 100 ms, and twice the 250 ms that so many bytes need on the line.
  expect(ear.losses.map(({ message }) => message)).toEqual([
    `lost ${pair.path}: it did not take 100000 bytes within 600 ms`,
  ]);
  expect(performance.now() - begun).toBeLessThan(1900);
  expect(readdirSync(lockDir)).toEqual([]);
});
