import { bootLog, watch } from './boot-log.ts';
import { median, print, printTable, quantile } from './report.ts';

const CONSOLES = 100;
const PIECES = [1, 16, 64] as const;
/** What each console hears before its fault, in bytes. */
const HEARD = 20_000;
/** What a node sends in a millisecond at 115200 baud. */
const BYTES_PER_MS = 11.52;
const LINE_END = Buffer.from('\r\n');
const REASON = Buffer.from('(XEN) Panic on CPU 0:\r\n(XEN) Could not set up DOM0 guest OS\r\n');
const EVIDENCE = Buffer.from(`(XEN) ${'*'.repeat(40)}\r\n`);

/** A hundred consoles in one process: how long the last byte of a fault's evidence waits until somebody knows. */
export function benchConsoles(): void {
  const log = bootLog(HEARD, 'good');
  feedAll(log, 64);
  print(`consoles: ${CONSOLES} in one process, from the last byte of evidence to the fault`);
  const rows = [['pieces', 'median', '99 %', 'worst', 'of a core, if all send at 115200 baud']];
  for (const pieceBytes of PIECES) {
    const { delaysMs, load } = feedAll(log, pieceBytes);
    const figures = [median(delaysMs), quantile(delaysMs, 0.99), Math.max(...delaysMs)];
    rows.push([`${pieceBytes} B`, ...figures.map((ms) => `${ms.toFixed(2)} ms`), `${(load * 100).toFixed(0)} %`]);
  }
  printTable(rows);
  print(
    '  The consoles get their pieces in turn, and all of them fail with the same byte: the delay runs from when the',
  );
  print('  first one got it, so that the last one has waited for the other ninety-nine.');
}

function feedAll(log: Buffer, pieceBytes: number): { delaysMs: number[]; load: number } {
  const told = new Map<number, number>();
  const watchers = Array.from({ length: CONSOLES }, (_, index) =>
    watch('as it goes', {
      fault() {
        told.set(index, performance.now());
      },
    }),
  );
  const feed = (bytes: Buffer) => {
    for (let start = 0; start < bytes.length; start += pieceBytes) {
      for (const watcher of watchers) watcher.push(bytes.subarray(start, start + pieceBytes), 0);
    }
  };
  const begun = process.cpuUsage();
  feed(log);
  const { user, system } = process.cpuUsage(begun);
  feed(LINE_END);
  for (const watcher of watchers) watcher.stage = 'xen';
  told.clear();
  feed(REASON);
  feed(EVIDENCE.subarray(0, -pieceBytes));
  const arrived = performance.now();
  feed(EVIDENCE.subarray(-pieceBytes));
  if (told.size !== CONSOLES) throw new Error(`only ${told.size} of ${CONSOLES} consoles told their fault`);
  return {
    delaysMs: [...told.values()].map((at) => at - arrived),
    load: (user + system) / 1000 / (HEARD / BYTES_PER_MS),
  };
}
