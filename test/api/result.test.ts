import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type BootResult, resultJsonSchema, resultSchema, usageErrorJsonSchema } from '../../src/api/result.ts';

const published = [
  ['result.schema.json', resultJsonSchema],
  ['usage-error.schema.json', usageErrorJsonSchema],
] as const;

const failed: BootResult = {
  schema: 'midway-serial/result@1',
  outcome: 'failed',
  class: 'dom0-kernel',
  stage: 'dom0-kernel',
  cause: {
    id: 'dom0.panic',
    summary: 'the dom0 kernel panicked: VFS: Unable to mount root fs',
    hint: 'Check root= and the disk driver.',
    evidence: ['Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)'],
    at: { ms: 18234, offset: 20233 },
  },
  findings: [{ id: 'xen.ignored-option', severity: 'degraded', line: '(XEN) x', at: { ms: 1, offset: 2 } }],
  stages: [{ name: 'load', startMs: 6200, endMs: null }],
  commands: [{ text: 'bootz', status: null, startMs: 1, endMs: null, resends: 0, output: [] }],
  versions: { uboot: null, xen: null, dom0: null },
  images: [{ role: 'xen', path: 'xen', bytes: 1048584, sha256: null }],
  board: 'node7',
  port: '/dev/ttyUSB0',
  attempt: 1,
  startedAt: '2026-11-22T23:28:01.000Z',
  durationMs: 21400,
};

describe('the result schema', () => {
  // UPDATE_SCHEMA=1 npx vitest run test/api && npx biome format --write src/api
  test.each(published)('is published as %s', (name, generate) => {
    const path = fileURLToPath(new URL(`../../src/api/${name}`, import.meta.url));
    if (process.env['UPDATE_SCHEMA'] === '1') writeFileSync(path, JSON.stringify(generate(), null, 2));

    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(generate());
  });

  test('takes a whole result, with and without attempts', () => {
    const repeated = { ...failed, attempts: [{ attempt: 1, outcome: 'error', cause: 'lab.power', dir: 'attempt-1' }] };

    expect([resultSchema.parse(failed), resultSchema.parse(repeated)]).toEqual([failed, repeated]);
  });

  test.each(Object.keys(failed))('refuses a result without `%s`', (key) => {
    const { [key]: _, ...rest } = failed as Record<string, unknown>;

    expect(resultSchema.safeParse(rest).success).toBe(false);
  });

  test.each([
    ['a cause outside the closed list', { cause: { ...failed.cause, id: 'board.broken' } }],
    ['a stage that does not exist', { stage: 'phase' }],
    ['a key that is not in the contract', { verdict: 'passed' }],
  ])('refuses %s', (_, change) => {
    expect(resultSchema.safeParse({ ...failed, ...change }).success).toBe(false);
  });
});
