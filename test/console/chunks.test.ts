import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BootStage } from '../../machines/boot/stages.ts';
import { LINE_LIMIT_BYTES, LineCutter } from '../../src/console/lines.ts';
import { Tables } from '../../src/console/tables.ts';
import { Watcher } from '../../src/console/watcher.ts';
import type { Milestone, MilestoneEvent } from '../../src/knowledge/milestone.ts';
import { MILESTONES } from '../../src/knowledge/milestones.ts';
import { SIGNATURES } from '../../src/knowledge/signatures.ts';

/** What stands on the unfinished line is told while it is unfinished: only what finished lines say is the same for all cuts. */
const isOfLines = ({ where }: Milestone) => where === 'line';
const TABLES = new Tables(
  SIGNATURES.map(({ tail: _tail, ...row }) => row),
  MILESTONES.filter(isOfLines),
);

const BEGINS: Readonly<Partial<Record<MilestoneEvent, BootStage>>> = {
  'saw.ubootBanner': 'firmware',
  'saw.autoboot': 'load',
  'saw.startingKernel': 'handoff',
  'saw.xenVersion': 'xen',
  'saw.dom0Kernel': 'dom0-kernel',
  'saw.userspace': 'dom0-userspace',
};

/** Everything that a watcher tells of these pieces, in order. */
function facts(pieces: readonly Uint8Array[], stage: BootStage): unknown[] {
  const told: unknown[] = [];
  const watcher = new Watcher(TABLES, {
    saw(sighting) {
      told.push(sighting);
      watcher.stage = BEGINS[sighting.event] ?? watcher.stage;
    },
    found: ({ row, ...finding }) => told.push(finding),
    fault: ({ row, ...fault }) => told.push(fault),
    line: (text, utterances) => told.push(text, utterances),
  });
  watcher.stage = stage;
  for (const piece of pieces) watcher.push(piece, 0);
  told.push(watcher.tail);
  watcher.settle();
  return told;
}

function cutEvery(bytes: Uint8Array, pieceBytes: number): Uint8Array[] {
  const count = Math.ceil(bytes.length / pieceBytes);
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * pieceBytes, (index + 1) * pieceBytes));
}

function cutAt(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}

describe('facts do not depend on how the bytes were cut', () => {
  const names = ['no-root.log', 'ok-distro-xen.log', 'ok-earlyprintk.log', 'xen-missing-file.log'];

  test.each(names.flatMap((name) => [1, 7, 64, 4096].map((pieceBytes) => [name, pieceBytes] as const)))(
    'of %s, %i bytes at a time',
    (name, pieceBytes) => {
      const bytes = readFileSync(`fixtures/recordings/${name}`);
      const whole = facts([bytes], 'power');

      expect(whole.length).toBeGreaterThan(50);
      expect(facts(cutEvery(bytes, pieceBytes), 'power')).toEqual(whole);
    },
  );

  test('of random bytes, at random places', () => {
    const word = fc.constantFrom(
      '\n',
      '\r',
      '\r\n',
      '\b',
      '\0',
      '\x1b[1m',
      '(XEN) ',
      '[    1.234567] ',
      '=> ',
      'Panic on CPU 0:',
      'Xen version 4.17.5 (x)',
      'Kernel panic - not syncing: x',
      'Reboot in five seconds',
      '\xe2\x82\xac',
    );
    const piece = fc.oneof(
      word.map((text) => Buffer.from(text, 'latin1')),
      fc.uint8Array({ maxLength: 20 }),
    );
    const input = fc.array(piece, { maxLength: 60 }).map((pieces) => Buffer.concat(pieces));
    const stage = fc.constantFrom<BootStage>('load', 'xen', 'dom0-kernel');
    fc.assert(
      fc.property(input, fc.array(fc.nat(2000), { maxLength: 40 }), stage, (bytes, cuts, begin) => {
        expect(facts(cutAt(bytes, cuts), begin)).toEqual(facts([bytes], begin));
      }),
    );
  });
});

test.each([1000, 4096, 1 << 20])(
  'megabytes without a line end are cut into bounded lines, read %i bytes at a time',
  (pieceBytes) => {
    const lines: [number, number][] = [];
    const cutter = new LineCutter((text, offset) => lines.push([offset, text.length]));
    const bytes = Buffer.alloc(4 << 20, 'x');

    for (const piece of cutEvery(bytes, pieceBytes)) cutter.push(piece);

    expect(cutter.tail.length).toBeLessThanOrEqual(LINE_LIMIT_BYTES);
    expect(
      lines.every(([offset, length], index) => offset === index * LINE_LIMIT_BYTES && length === LINE_LIMIT_BYTES),
    ).toBe(true);
    expect(lines.length * LINE_LIMIT_BYTES + cutter.tail.length).toBe(bytes.length);
  },
);
