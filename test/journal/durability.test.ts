import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { openJournal } from '../../src/journal/journal.ts';
import { compile } from '../compile.ts';
import { broken, passed } from './result-example.ts';

let compiled: { dir: string; file: string };
let work: string;
beforeAll(() => {
  compiled = compile('src/journal/journal.ts');
  work = mkdtempSync(join(tmpdir(), 'midway-durable-'));
});
afterAll(() => {
  rmSync(compiled.dir, { recursive: true });
  rmSync(work, { recursive: true });
});

const preamble = (dir: string) => `
  const { writeSync } = await import('node:fs');
  const { openJournal } = await import(${JSON.stringify(compiled.file)});
  const clock = { now: () => performance.now(), setTimeout, clearTimeout };
  const reports = [];
  const journal = openJournal(${JSON.stringify(dir)}, {
    clock, startedAt: new Date(), onBroken: ({ code, message, cause }) => reports.push([code, message, cause.code]),
  });
  const chunkOf = (n) => Buffer.from(String(n).padStart(9) + '\\n');
`;

test('a kill -9 costs no byte that was acknowledged', async () => {
  const dir = join(work, 'killed');
  const script = `${preamble(dir)}
    for (let n = 0; ; n += 1) {
      journal.received(chunkOf(n));
      journal.event({ type: 'stage', n });
      if (n % 100 === 0) writeSync(1, n + '\\n');
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
  let acknowledged = '';
  child.stdout.on('data', (chunk) => {
    acknowledged += chunk;
    if (acknowledged.length > 200) child.kill('SIGKILL');
  });
  await once(child, 'close');

  const last = Number(acknowledged.trim().split('\n').at(-1));
  const raw = readFileSync(join(dir, 'console.raw'), 'latin1');
  const whole = Array.from({ length: Math.ceil(raw.length / 10) }, (_, n) => `${String(n).padStart(9)}\n`).join('');
  expect(raw.length).toBeGreaterThanOrEqual((last + 1) * 10);
  expect(whole.startsWith(raw)).toBe(true);
  const events = readFileSync(join(dir, 'events.ndjson'), 'utf8').split('\n').slice(0, -1);
  expect(events.map((line) => JSON.parse(line).n)).toEqual(events.map((_, n) => n));
  expect(events.length).toBeGreaterThan(last);
  const cast = readFileSync(join(dir, 'console.cast'), 'utf8').split('\n').slice(1, -1);
  expect(
    cast
      .map((line) => JSON.parse(line)[2])
      .join('')
      .startsWith(raw.slice(0, (last + 1) * 10)),
  ).toBe(true);
  expect(existsSync(join(dir, 'result.json'))).toBe(false);
});

// `ulimit -f` counts blocks of 512 bytes in sh, and Node ignores SIGXFSZ: write(2) fails as on a full disk, for any user.
test('a disk that takes no more breaks the record once, and no verdict about the board is kept', () => {
  const dir = join(work, 'full');
  const script = `${preamble(dir)}
    const offsets = [];
    for (let n = 0; n < 3000; n += 1) offsets.push(journal.received(chunkOf(n)).offset);
    const refusal = await journal.finish(${JSON.stringify(passed)}).then(() => null, ({ code }) => code);
    await journal.finish(${JSON.stringify(broken)});
    writeSync(1, JSON.stringify({ reports, refusal, last: offsets.at(-1), broken: journal.broken.code }));`;

  const { stdout } = spawnSync(
    'sh',
    ['-c', 'ulimit -f 32; exec "$@"', 'sh', process.execPath, '--input-type=module', '-e', script],
    {
      encoding: 'utf8',
    },
  );

  expect(JSON.parse(stdout)).toEqual({
    reports: [
      ['MWS_RECORD', expect.stringMatching(/^cannot write .*\/console\.(?:raw|cast): EFBIG: file too large/), 'EFBIG'],
    ],
    refusal: 'MWS_RECORD',
    last: 29990,
    broken: 'MWS_RECORD',
  });
  const raw = readFileSync(join(dir, 'console.raw'), 'latin1');
  const whole = Array.from({ length: 3000 }, (_, n) => `${String(n).padStart(9)}\n`).join('');
  expect(raw.length).toBeGreaterThan(0);
  expect(whole.startsWith(raw)).toBe(true);
  expect(JSON.parse(readFileSync(join(dir, 'result.json'), 'utf8'))).toEqual(broken);
});

test('200 records leave no descriptor behind', async () => {
  const count = () => readdirSync('/proc/self/fd').length;
  const before = count();
  for (let run = 0; run < 200; run += 1) {
    const journal = openJournal(join(work, String(run)), { clock: systemClock, startedAt: new Date(), onBroken() {} });
    journal.received(Buffer.from('x'));
    await journal.finish(passed);
  }

  expect(count()).toBe(before);
});
