import { crc32 } from 'node:zlib';
import { type Command, hex, pollInterrupt, type UBoot, USAGE } from './uboot.ts';

const LINE_BYTES = 16;

/** Source: u-boot cmd/mem.c. */
export const MEMORY_COMMANDS: readonly Command[] = [
  {
    name: 'md',
    maxArgs: 3,
    repeatable: true,
    summary: 'memory display',
    usage: '[.b, .w, .l] address [# of objects]',
    run(uboot, argv) {
      if (argv.length < 2) return USAGE;
      const width = widthOf(argv[0]!);
      const bytes = (argv[2] === undefined ? 0x40 : hex(argv[2])) * width;
      const start = uboot.repeated ? uboot.dumpAddress : hex(argv[1]!);
      for (let at = 0; at < bytes; at += LINE_BYTES) {
        uboot.print(dumpLine(uboot, start + at, Math.min(LINE_BYTES, bytes - at), width));
        if (pollInterrupt(uboot)) return 1;
      }
      uboot.dumpAddress = start + bytes;
      return 0;
    },
  },
  {
    name: 'mw',
    maxArgs: 4,
    repeatable: true,
    summary: 'memory write (fill)',
    usage: '[.b, .w, .l] address value [count]',
    run({ board }, argv) {
      if (argv.length < 3) return USAGE;
      const width = widthOf(argv[0]!);
      const value = hex(argv[2]!);
      const one = Array.from({ length: width }, (_, index) => (value >>> (index * 8)) & 0xff);
      const count = argv[3] === undefined ? 1 : hex(argv[3]);
      const data = Buffer.alloc(count * width, Uint8Array.from(one));
      board.memory.write(hex(argv[1]!), { kind: 'bytes', data });
      return 0;
    },
  },
  {
    name: 'crc32',
    maxArgs: 4,
    repeatable: true,
    summary: 'checksum calculation',
    usage: 'address count [addr]\n    - compute CRC32 checksum [save at addr]',
    run({ board, print }, argv) {
      if (argv.length < 3) return USAGE;
      const [start, count] = [hex(argv[1]!), hex(argv[2]!)];
      const bytes = Uint8Array.from({ length: count }, (_, index) => board.memory.read(start + index));
      const sum = crc32(bytes).toString(16).padStart(8, '0');
      print(`crc32 for ${address(start)} ... ${address(start + count - 1)} ==> ${sum}\n`);
      return 0;
    },
  },
];

function widthOf(command: string): 1 | 2 | 4 {
  if (command.endsWith('.b')) return 1;
  return command.endsWith('.w') ? 2 : 4;
}

function dumpLine({ board }: UBoot, start: number, count: number, width: number): string {
  const bytes = Array.from({ length: count }, (_, index) => board.memory.read(start + index));
  let words = '';
  for (let at = 0; at < LINE_BYTES; at += width) {
    const word = bytes.slice(at, at + width).reverse();
    words +=
      word.length === 0
        ? ' '.repeat(width * 2 + 1)
        : ` ${word.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
  }
  const text = bytes.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
  return `${address(start)}:${words}  ${text}\n`;
}

function address(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}
