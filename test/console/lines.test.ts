import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LINE_LIMIT_BYTES, LineCutter } from '../../src/console/lines.ts';

/** Everything a cutter tells of `bytes` when they come in pieces that end at `cuts`. */
function cut(
  bytes: Uint8Array,
  cuts: readonly number[],
): { lines: [string, number][]; tail: string; tailOffset: number } {
  const lines: [string, number][] = [];
  const cutter = new LineCutter((text, offset) => lines.push([text, offset]));
  const ends = [...new Set(cuts.map((end) => end % (bytes.length + 1)))].sort((a, b) => a - b);
  let start = 0;
  for (const end of [...ends, bytes.length]) {
    cutter.push(bytes.subarray(start, end));
    start = end;
  }
  return { lines, tail: cutter.tail, tailOffset: cutter.tailOffset };
}

test('lines, tail and offsets do not depend on how the bytes were cut', () => {
  const text = fc.array(fc.oneof(fc.constantFrom(10, 13, 0, 27, 0xc3, 0xa9, 65), fc.nat(255)), { maxLength: 300 });
  fc.assert(
    fc.property(text, fc.array(fc.nat(), { maxLength: 20 }), (codes, cuts) => {
      const bytes = Uint8Array.from(codes);
      expect(cut(bytes, cuts)).toEqual(cut(bytes, []));
    }),
  );
});

test.each([
  LINE_LIMIT_BYTES - 1,
  LINE_LIMIT_BYTES,
  LINE_LIMIT_BYTES + 1,
  3 * LINE_LIMIT_BYTES,
  3 * LINE_LIMIT_BYTES + 5,
])('a line of %i bytes is cut the same, in one piece or byte by byte', (length) => {
  const bytes = Buffer.from(`before\n${'x'.repeat(length)}\nafter`);
  const everyByte = Array.from(bytes, (_, index) => index);

  expect(cut(bytes, everyByte)).toEqual(cut(bytes, []));
  expect(
    cut(bytes, []).lines.every(([line, offset]) => bytes.toString('latin1', offset, offset + line.length) === line),
  ).toBe(true);
});

test('megabytes without a line end are held in a bounded tail', () => {
  const cutter = new LineCutter(() => {});
  for (let piece = 0; piece < 64; piece += 1) {
    cutter.push(Buffer.alloc(65_536, 0x55));
    expect(cutter.tail.length).toBeLessThanOrEqual(LINE_LIMIT_BYTES);
  }
});
