import type { Program } from '../cpu.ts';
import type { Image } from '../images.ts';
import { type UBoot, waitPolling } from './uboot.ts';

/** The block size that U-Boot and QEMU's TFTP server agree upon. */
const BLOCK_BYTES = 1428;
const BLOCKS_PER_MARK = 10;
const MARKS_PER_LINE = 65;
const TIMEOUTS = 10;
const ARP_TRIES = 5;
const SERVER = '10.0.2.2';
const MIB = 0x100000;
/** What U-Boot keeps for itself at the end of memory. */
const RESERVED_BYTES = 17 * MIB;
/** A tenth of a gigabit, in bytes a millisecond: for the rate that is printed. */
const BYTES_PER_MS = 70_000;

/** How a transfer ended; `again` when U-Boot would start it again if it may. */
export type Transfer = 'done' | 'failed' | 'again' | 'interrupted';

/** Checks the addresses; prints what is missing. */
export function ready({ address, env, print }: UBoot): boolean {
  const missing = env.get('serverip') === undefined ? 'serverip' : address === undefined ? 'ipaddr' : undefined;
  if (missing !== undefined) print(`*** ERROR: \`${missing}' not set\n`);
  return missing === undefined;
}

/** Loads one file into memory, printing what U-Boot prints. Source: u-boot net/tftp.c, net/net.c. */
export function* getFile(uboot: UBoot, address: number, path: string): Program<Transfer> {
  const { board, build, env, print } = uboot;
  const server = path.includes(':') ? path.split(':')[0]! : env.get('serverip')!;
  let name = path.includes(':') ? path.slice(path.indexOf(':') + 1) : path;
  if (name === '') {
    name = `${hexAddress(uboot.address!)}.img`;
    print(`*** Warning: no boot file name; using '${name}'\n`);
  }
  env.set('ethact', build.ethernet[0]);
  print(`Using ${build.ethernet[0]} device\n`);
  print(`TFTP from server ${server}; our IP address is ${uboot.address}\n`);
  print(`Filename '${name}'.\n`);
  if (address < 0x1000 || address >= board.scenario.memoryMib * MIB - RESERVED_BYTES) {
    print('\nTFTP error: trying to overwrite reserved memory...\n');
    return 'failed';
  }
  print(`Load address: 0x${address.toString(16)}\nLoading: *\b`);
  if (!board.linkUp || server !== SERVER) {
    uboot.arpPending = true;
    if (yield* waitPolling(uboot, ARP_TRIES * board.ms('arpTimeout'))) return 'interrupted';
    print('\nARP Retry count exceeded; starting again\n');
    return build.retriesForEver ? 'again' : 'failed';
  }
  uboot.arpPending = false;
  const { images, tftp } = board.scenario;
  const image = tftp === 'missing' ? undefined : images.find((one) => one.name === name.replace(/^\//, ''));
  const denied = tftp === 'denied' || name.includes('../');
  if (denied || image === undefined) {
    print(`\nTFTP error: '${denied ? "Access violation' (2)" : "File not found' (1)"}\nNot retrying...\n`);
    return 'failed';
  }
  const transfer = yield* receive(uboot, address, image);
  if (transfer !== 'done') return transfer;
  const elapsedMs = Math.max(1, Math.round(image.bytes / BYTES_PER_MS));
  if (image.bytes > 0) print(`\n\t ${sizeText(Math.floor(image.bytes / elapsedMs) * 1000)}/s`);
  print('\ndone\n');
  if (image.bytes > 0) {
    print(`Bytes transferred = ${image.bytes} (${image.bytes.toString(16)} hex)\n`);
    env.set('filesize', image.bytes.toString(16));
    env.set('fileaddr', address.toString(16));
    board.memory.write(address, { kind: 'image', image, bytes: image.bytes });
  }
  return 'done';
}

/** The progress marks, and what goes wrong between them. */
function* receive(uboot: UBoot, address: number, image: Image): Program<Transfer> {
  const { board, print } = uboot;
  const { tftp, linkAt } = board.scenario;
  const blocks = Math.floor(image.bytes / BLOCK_BYTES) + 1;
  const middle = Math.floor(blocks / 2);
  for (let block = 0; block < blocks; block += 1) {
    const mark = block % BLOCKS_PER_MARK === 0;
    if (block === middle) {
      yield* board.reach('load');
      if (linkAt === 'load') board.plugCable(false);
    }
    const stalls = (): boolean => !board.linkUp || (tftp === 'stall' && block >= middle);
    for (let timeouts = 0; mark && stalls(); timeouts += 1) {
      if (yield* waitPolling(uboot, board.ms('tftpTimeout'))) return 'interrupted';
      if (timeouts === TIMEOUTS) {
        board.memory.write(address, { kind: 'image', image, bytes: block * BLOCK_BYTES });
        print('\nRetry count exceeded; starting again\n');
        return 'again';
      }
      print('T ');
    }
    if (mark && tftp === 'retries' && block > 0 && block % 200 === 0) {
      if (yield* waitPolling(uboot, board.ms('tftpTimeout'))) return 'interrupted';
      print('T ');
    }
    if (mark) print('#');
    else if ((block + 1) % (BLOCKS_PER_MARK * MARKS_PER_LINE) === 0) {
      print('\n\t ');
      if (yield* waitPolling(uboot, board.ms(tftp === 'slow' ? 'tftpSlowLine' : 'tftpLine'))) return 'interrupted';
    }
  }
  return (yield* waitPolling(uboot, board.ms('tftpLine'))) ? 'interrupted' : 'done';
}

/** The default boot file's name: the node's address in hexadecimal. */
function hexAddress(address: string): string {
  return address
    .split('.')
    .map((part) => Number(part).toString(16).toUpperCase().padStart(2, '0'))
    .join('');
}

/** A size as U-Boot's print_size() writes it. */
export function sizeText(bytes: number): string {
  const units = [
    [2 ** 30, 'GiB'],
    [2 ** 20, 'MiB'],
    [2 ** 10, 'KiB'],
  ] as const;
  const unit = units.find(([size]) => bytes >= size);
  if (unit === undefined) return `${bytes} Bytes`;
  const tenths = Math.floor((bytes * 10 + unit[0] / 2) / unit[0]);
  return `${tenths % 10 === 0 ? tenths / 10 : (tenths / 10).toFixed(1)} ${unit[1]}`;
}
