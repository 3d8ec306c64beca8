import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openLog, readLog } from '../../src/analyze/read-log.ts';
import { analyze, logFile } from './logs.ts';

test.each([
  ['a directory', () => mkdtempSync(join(tmpdir(), 'midway-dir-')), 'is a directory, not a log'],
  ['an empty file', () => logFile(''), 'is empty'],
  ['a missing file', () => '/nowhere/console.raw', 'there is no such file'],
  ['a device', () => '/dev/null', 'is no ordinary file'],
  ['a packed file', () => logFile(gzipSync('U-Boot').toString('latin1')), 'is packed'],
])('%s is refused with one clear sentence', async (_, path, words) => {
  await expect(openLog(path())).rejects.toMatchObject({
    code: 'MWS_USAGE',
    message: expect.stringContaining(words),
    hint: expect.stringMatching(/\w/),
  });
});

test('no byte of a raw log is changed, whatever its lines are like', async () => {
  const text = `\r\n\0${'x'.repeat(3_000_000)}\n\xff\xfe=> `;
  const heard: Buffer[] = [];
  for await (const { bytes } of readLog(await openLog(logFile(text)))) heard.push(Buffer.from(bytes));

  expect(Buffer.concat(heard).toString('latin1') === text).toBe(true);
});

test('a log of something else shows no boot', async () => {
  const [result] = await analyze(logFile('Dear diary,\ntoday nothing booted.\n'));

  expect(result).toMatchObject({ outcome: 'error', class: 'lab', stage: 'power', cause: { id: 'log.ends-early' } });
  expect(result?.cause?.summary).toContain('no beginning of a boot');
});
