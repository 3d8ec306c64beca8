import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/clock.ts';
import { openJournal } from '../../src/journal/journal.ts';

/** What the record costs: `received()` at several chunk sizes, as MB a second and microseconds a chunk. */
const line = '(XEN) [    1.234567] d0: Unhandled SMC/HVC: 0x84000050 for CPU 3\r\n';
const text = Buffer.from(line.repeat(Math.ceil(65536 / line.length)));
const work = mkdtempSync(join(tmpdir(), 'midway-bench-'));

for (const [chunkBytes, totalBytes] of [
  [1, 500_000],
  [64, 10_000_000],
  [4096, 100_000_000],
  [4096, 400_000_000],
] as const) {
  const journal = openJournal(join(work, `${chunkBytes}-${totalBytes}`), {
    clock: systemClock,
    startedAt: new Date(),
    onBroken(error) {
      throw error;
    },
  });
  const chunks = totalBytes / chunkBytes;
  const begun = performance.now();
  for (let n = 0; n < chunks; n += 1) {
    const start = (n * chunkBytes) % (text.length - chunkBytes);
    journal.received(text.subarray(start, start + chunkBytes));
  }
  const ms = performance.now() - begun;
  await journal[Symbol.asyncDispose]();
  const rate = (chunks * chunkBytes) / 1e6 / (ms / 1000);
  process.stdout.write(
    `received() ${totalBytes / 1e6} MB in chunks of ${chunkBytes} B: ${rate.toFixed(2)} MB/s, ${((ms * 1000) / chunks).toFixed(1)} us a chunk\n`,
  );
}
rmSync(work, { recursive: true });
