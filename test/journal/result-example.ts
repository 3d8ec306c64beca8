import type { BootResult } from '../../src/api/result.ts';

export const passed: BootResult = {
  schema: 'midway-serial/result@1',
  outcome: 'passed',
  class: null,
  stage: 'dom0-userspace',
  cause: null,
  findings: [],
  stages: [],
  commands: [],
  versions: { uboot: null, xen: null, dom0: null },
  images: [],
  board: 'node7',
  port: '/dev/ttyUSB0',
  attempt: 1,
  startedAt: '2026-11-22T23:28:01.000Z',
  durationMs: 21400,
};

export const broken: BootResult = {
  ...passed,
  outcome: 'error',
  cause: { id: 'internal.record', summary: 'the record broke', hint: 'Free some space.', evidence: [], at: null },
};
