import { expect, test } from 'vitest';
import type { BootStage } from '../../machines/boot/stages.ts';
import { judge, type Scene } from '../../src/boot/judge.ts';
import type { CommandRecord } from '../../src/boot/record.ts';
import type { Fault, Finding } from '../../src/console/watcher.ts';
import { SIGNATURES } from '../../src/knowledge/signatures.ts';
import { CommandRefused, NoAnswer } from '../../src/uboot/errors.ts';

function finding(id: string, stage: BootStage, ms: number): Finding {
  const row = SIGNATURES.find((each) => each.id === id);
  if (row === undefined) throw new Error(`no signature ${id}`);
  return { id: row.id, severity: row.severity, line: row.examples[0] ?? '', at: { ms, offset: ms }, stage, row };
}

function command(text: string, startMs: number, endMs: number | null): CommandRecord {
  return { text, status: endMs === null ? null : 0, startMs, endMs, resends: 0, output: [] };
}

const SCENE: Scene = {
  stage: 'load',
  fault: null,
  findings: [],
  findingsBeforeCommand: 0,
  lastLines: ['the last line'],
  bytesHeard: 1000,
  spoken: true,
  ms: 1000,
  commands: [],
};

const STALLED: Scene = {
  ...SCENE,
  findings: [finding('tftp.stalls', 'load', 100)],
  findingsBeforeCommand: 1,
  commands: [command('tftp 0x800000 xen', 0, 200), command('tftp 0x1000000 vmlinuz', 200, null)],
};

test('what an earlier command survived is not why a later one was never finished', () => {
  expect(judge({ kind: 'silence', ms: 60_000 }, STALLED)).toMatchObject({
    class: 'firmware',
    cause: { id: 'uboot.silent' },
  });
  expect(judge({ kind: 'reset' }, STALLED)).toMatchObject({ class: 'lab', cause: { id: 'lab.reset' } });
});

test('what the running command said is why it was never finished', () => {
  const scene = { ...STALLED, findingsBeforeCommand: 0 };

  expect(judge({ kind: 'silence', ms: 60_000 }, scene)).toMatchObject({ cause: { id: 'tftp.stalls' } });
  expect(judge({ kind: 'gave-up', doing: 'loading', error: new NoAnswer(8) }, scene)).toMatchObject({
    class: 'lab',
    cause: { id: 'tftp.stalls' },
  });
});

test('a refusal is not explained by what the same words met with before', () => {
  const scene: Scene = {
    ...STALLED,
    commands: [command('tftp 0x800000 xen', 0, 200), command('tftp 0x800000 xen', 200, 300)],
  };
  const error = new CommandRefused('tftp 0x800000 xen', 1, ['Access violation'], 'refused');

  expect(judge({ kind: 'gave-up', doing: 'loading', error }, scene)).toMatchObject({ cause: { id: 'uboot.refused' } });
});

test.each([{ kind: 'silence', ms: 1 }, { kind: 'limit', of: 'xen', ms: 1 }, { kind: 'reset' }] as const)(
  'a fatal line tells more than $kind',
  (failure) => {
    const fault: Fault = { ...finding('xen.panic', 'xen', 900), evidence: ['Panic on CPU 0:'] };

    expect(judge(failure, { ...SCENE, stage: 'xen', fault })).toMatchObject({ cause: { id: 'xen.panic' } });
  },
);

test('a console that was switched to Xen explains a silence, but neither a reset nor a panic', () => {
  const scene: Scene = { ...SCENE, stage: 'xen', findings: [finding('lab.console-at-xen', 'xen', 100)] };
  const fault: Fault = { ...finding('xen.panic', 'xen', 900), evidence: ['Panic on CPU 0:'] };

  expect(judge({ kind: 'silence', ms: 60_000 }, scene)).toMatchObject({ cause: { id: 'lab.console-at-xen' } });
  expect(judge({ kind: 'reset' }, scene)).toMatchObject({ outcome: 'failed', cause: { id: 'xen.reset' } });
  expect(judge({ kind: 'fault' }, { ...scene, fault })).toMatchObject({
    outcome: 'failed',
    cause: { id: 'xen.panic' },
  });
});
