import { createReadStream, type Stats, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { MidwayError } from '../errors.ts';
import type { Format, Said } from './format.ts';
import { asciicast } from './formats/asciicast.ts';
import { lava } from './formats/lava.ts';
import { conserver, prefixed } from './formats/prefixed.ts';
import { raw } from './formats/raw.ts';

/** How much of a log is looked at to find out how it is written: bytes and lines. */
const HEAD_BYTES = 65_536;
const HEAD_LINES = 200;

/** A longer line is cut, in bytes: a log on the wrong baud rate has no line ends. A recorder's chunk is far shorter. */
const LINE_BYTES = 1_048_576;

const NEWLINE = 0x0a;
const BYTE_ORDER_MARK = '\xef\xbb\xbf';

/** What the first bytes of a packed file are, and what unpacks it. */
const PACKED = [
  ['\x1f\x8b', 'gunzip'],
  ['\x28\xb5\x2f\xfd', 'unzstd'],
  ['\xfd7zXZ', 'unxz'],
  ['BZh', 'bunzip2'],
] as const;

/** A log that can be read. */
export interface Log {
  readonly path: string;
  readonly format: Format;
  /** When the file was written last. */
  readonly modified: Date;
}

/**
 * Finds out how a log is written.
 *
 * @throws MidwayError MWS_USAGE when it cannot be read, is no file, is empty or is packed.
 */
export async function openLog(path: string): Promise<Log> {
  const stats = statOf(path);
  if (stats.isDirectory()) {
    throw new MidwayError('MWS_USAGE', `${path} is a directory, not a log`, {
      hint: `Name the log itself; the record of a boot has it as ${path.replace(/\/{1,9}$/, '')}/console.cast.`,
    });
  }
  if (!stats.isFile())
    throw new MidwayError('MWS_USAGE', `${path} is no ordinary file`, { hint: 'Copy it to a file first.' });
  const head = await headOf(path);
  if (head === '') {
    throw new MidwayError('MWS_USAGE', `${path} is empty`, {
      hint: 'There is nothing to judge: look at how it was captured.',
    });
  }
  const packed = PACKED.find(([magic]) => head.startsWith(magic));
  if (packed !== undefined) {
    throw new MidwayError('MWS_USAGE', `${path} is packed`, { hint: `Unpack it first (${packed[1]}).` });
  }
  const lines = head.replace(BYTE_ORDER_MARK, '').split('\n').slice(0, HEAD_LINES);
  const formats = [asciicast(), lava, prefixed(), conserver];
  const format = formats.find((one) => one.detects(lines)) ?? raw;
  return { path, format, modified: stats.mtime };
}

/** The console text of a log, piece by piece, in memory that does not grow with it. */
export async function* readLog({ path, format }: Log): AsyncGenerator<Said> {
  let held: Buffer = Buffer.alloc(0);
  let first = true;
  const read = (line: Buffer): Said | null => {
    const text = line.toString('latin1');
    const clean = first ? text.replace(BYTE_ORDER_MARK, '') : text;
    first = false;
    return format.read(clean);
  };
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: HEAD_BYTES }) as AsyncIterable<Buffer>) {
      const bytes: Buffer = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      const said: Said[] = [];
      const take = (line: Buffer) => {
        const one = read(line);
        if (one !== null) said.push(one);
      };
      let start = 0;
      for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
        take(bytes.subarray(start, end + 1));
        start = end + 1;
      }
      held = bytes.subarray(start);
      if (held.length >= LINE_BYTES) {
        take(held);
        held = Buffer.alloc(0);
      }
      yield* together(said);
    }
  } catch (error) {
    throw unreadable(path, error);
  }
  const said = held.length === 0 ? null : read(held);
  if (said !== null) yield said;
}

/** What was said at the same time, or at no known one, as one piece: a piece costs more than a line. */
function together(said: readonly Said[]): Said[] {
  const runs: { ms: number | null; parts: Uint8Array[] }[] = [];
  for (const { ms, bytes } of said) {
    const last = runs.at(-1);
    if (last !== undefined && last.ms === ms) last.parts.push(bytes);
    else runs.push({ ms, parts: [bytes] });
  }
  return runs.map(({ ms, parts }) => ({ ms, bytes: Buffer.concat(parts) }));
}

function statOf(path: string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function headOf(path: string): Promise<string> {
  try {
    await using file = await open(path);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, cause: unknown): MidwayError {
  if (cause instanceof MidwayError) return cause;
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  const why =
    code === 'ENOENT' ? 'there is no such file' : code === 'EACCES' ? 'this user may not read it' : String(cause);
  return new MidwayError('MWS_USAGE', `cannot read ${path}: ${why}`, {
    cause,
    hint: 'Check the path and its permissions.',
  });
}
