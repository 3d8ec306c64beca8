import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultRunDir, writeResult } from '../../src/journal/files.ts';
import { passed } from './result-example.ts';

test.each([
  ['node7', 'midway-runs/20261122T232801Z-node7'],
  ['/dev/ttyUSB0', 'midway-runs/20261122T232801Z-dev-ttyUSB0'],
  ['tcp://10.0.0.7:7001', 'midway-runs/20261122T232801Z-tcp-10.0.0.7-7001'],
  ['../../etc', 'midway-runs/20261122T232801Z-etc'],
  ['', 'midway-runs/20261122T232801Z-board'],
])('a run directory is named after the time and the board %j by default', (board, expected) => {
  expect(defaultRunDir(new Date('2026-11-22T23:28:01.987Z'), board)).toBe(expected);
});

test('a result that cannot be written leaves no temporary file', () => {
  const dir = mkdtempSync(join(tmpdir(), 'midway-result-'));
  const impossible = {
    ...passed,
    toJSON() {
      throw new Error('no space left on device');
    },
  };

  expect(() => writeResult(dir, impossible)).toThrow(
    `cannot write ${join(dir, 'result.json')}: no space left on device`,
  );
  expect(readdirSync(dir)).toEqual([]);
  rmSync(dir, { recursive: true });
});

test('a second run in the same second has a folder of its own', () => {
  const dir = mkdtempSync(join(tmpdir(), 'midway-second-'));
  const before = process.cwd();
  process.chdir(dir);
  try {
    const now = new Date('2026-11-22T23:28:01.987Z');
    mkdirSync(defaultRunDir(now, 'node7'), { recursive: true });
    expect(defaultRunDir(now, 'node7')).toBe('midway-runs/20261122T232801Z-node7-2');
  } finally {
    process.chdir(before);
    rmSync(dir, { recursive: true });
  }
});
