import { expect, test } from 'vitest';
import { dumpedWords, readVariables, transferred, zImageBytes } from '../../src/uboot/replies.ts';

test('a size counts when both of its numbers agree', () => {
  expect(transferred(['done', 'Bytes transferred = 5526016 (545200 hex)'])).toBe(0x545200);
  expect(transferred(['Bytes transferred = 5526016 (545201 hex)'])).toBe(null);
  expect(transferred(['Bytes 4ransferred = 5526016 (545200 hex)'])).toBe(null);
});

test('variables are what `printenv` shows, undefined ones left out', () => {
  expect([...readVariables(['## Error: "ipaddr" not defined', 'fdt_addr=0x1000', 'x'])]).toEqual([
    ['fdt_addr', '0x1000'],
  ]);
});

test('a header is read at its own address, and tells a zImage’s length', () => {
  const line = '01000024: 016f2818 00000000 00545200           .(o......RT.';

  expect(zImageBytes(dumpedWords(0x1000024, [line]) ?? [0, 0, 0])).toBe(0x545200);
  expect(dumpedWords(0x1000028, [line])).toBe(null);
  expect(zImageBytes([0, 0, 0x545200])).toBe(null);
});
