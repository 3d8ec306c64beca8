import { accessSync, constants, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { type ErrorCode, MidwayError } from '../errors.ts';
import { codeOf, describeHolder, findOpeners, flockOwner } from './holder.ts';

/**
 * Looks at a serial device without opening it: a failed open would already have reset the line settings of whoever uses it.
 *
 * @returns the device's real path, symbolic links (`/dev/serial/by-id/…`) resolved
 * @throws MidwayError MWS_PORT_MISSING, MWS_PORT_PERMISSION, MWS_PORT_BUSY or MWS_PORT_OPEN
 */
export function checkPort(path: string): string {
  let device: string;
  let stats: Stats;
  try {
    device = realpathSync(path);
    stats = statSync(device);
  } catch (cause) {
    throw explainOpenFailure(path, cause);
  }
  if (!stats.isCharacterDevice()) {
    throw new MidwayError('MWS_PORT_OPEN', `cannot open ${path}: it is ${kindOf(stats)}, not a serial device`, {
      hint: 'Give the path of a serial device; `ls -l /dev/serial/by-id` lists the adapters that are plugged in.',
    });
  }
  try {
    accessSync(device, constants.R_OK | constants.W_OK);
  } catch (cause) {
    throw permissionError(path, stats, cause);
  }
  const owner = flockOwner(device);
  if (owner !== undefined) throw busyError(path, device, 'another process has locked it');
  return device;
}

/** What a failed open means, from the errno's name or, as serialport's errors have none, from their text. */
export function explainOpenFailure(path: string, cause: unknown): MidwayError {
  const text = cause instanceof Error ? cause.message : String(cause);
  const row = OPEN_FAILURES.find(({ code, words }) => code === codeOf(cause) || words.test(text));
  if (row === undefined) return new MidwayError('MWS_PORT_OPEN', `cannot open ${path}: ${text}`, { cause });
  const hint = 'hint' in row ? { hint: row.hint } : {};
  return new MidwayError(row.error, `cannot open ${path}: ${row.meaning}`, { cause, ...hint });
}

/** @param why used when nobody can be named */
export function busyError(path: string, device: string, why: string, cause?: unknown): MidwayError {
  const owner = flockOwner(device);
  const holders = owner ? [owner] : findOpeners(device);
  const who = holders.length > 0 ? `it is held by ${holders.map(describeHolder).join(' and ')}` : why;
  return new MidwayError('MWS_PORT_BUSY', `cannot open ${path}: ${who}`, {
    cause,
    ...(holders.length > 0
      ? {}
      : { hint: `Run \`sudo fuser -v ${device}\` to see who holds it, and close that program.` }),
  });
}

interface OpenFailure {
  readonly code: string;
  /** strerror(3)'s words, which are all that serialport passes on. */
  readonly words: RegExp;
  readonly error: ErrorCode;
  readonly meaning: string;
  readonly hint?: string;
}

const OPEN_FAILURES: readonly OpenFailure[] = [
  { code: 'ENOENT', words: /No such file or directory/, error: 'MWS_PORT_MISSING', meaning: 'there is no such device' },
  { code: 'ENOTDIR', words: /Not a directory/, error: 'MWS_PORT_MISSING', meaning: 'there is no such device' },
  {
    code: 'ENXIO',
    words: /No such device/,
    error: 'MWS_PORT_MISSING',
    meaning: 'the device file is there, but no device behind it',
  },
  {
    code: 'EACCES',
    words: /Permission denied/,
    error: 'MWS_PORT_PERMISSION',
    meaning: 'you may not read and write it',
  },
  {
    code: 'EPERM',
    words: /Operation not permitted/,
    error: 'MWS_PORT_PERMISSION',
    meaning: 'the system does not permit it',
    hint: 'In a container, pass the device in (`--device`); elsewhere look at its permissions and at the security module.',
  },
  {
    code: 'EBUSY',
    words: /Device or resource busy/,
    error: 'MWS_PORT_BUSY',
    meaning: 'another program has claimed it for itself alone',
  },
  {
    code: 'EAGAIN',
    words: /Cannot lock port|temporarily unavailable/,
    error: 'MWS_PORT_BUSY',
    meaning: 'another process has locked it',
  },
  {
    code: 'ENOTTY',
    words: /Inappropriate ioctl/,
    error: 'MWS_PORT_OPEN',
    meaning: 'it is a device, but not a serial one',
  },
  {
    code: 'EIO',
    words: /Input\/output error/,
    error: 'MWS_PORT_OPEN',
    meaning: 'the device does not answer (a serial port without hardware, or an adapter that is stuck)',
  },
  {
    code: 'EINVAL',
    words: /baud rate/,
    error: 'MWS_PORT_OPEN',
    meaning: 'the device does not do this baud rate',
    hint: 'Choose a rate that the adapter supports with --baud; a Midway node speaks at 115200.',
  },
];

function permissionError(path: string, stats: Stats, cause: unknown): MidwayError {
  const group = groupName(stats.gid);
  const shared = (stats.mode & 0o060) === 0o060 && group !== null && stats.gid !== 0;
  const message = `cannot open ${path}: you may not read and write it`;
  return new MidwayError('MWS_PORT_PERMISSION', shared ? `${message}; group ${group} may` : message, {
    cause,
    hint: shared
      ? `Join that group (\`sudo usermod -aG ${group} $USER\`), then log in again.`
      : `Look at \`ls -l ${path}\`: only its owner may use it; a udev rule can give it to a group, such as dialout.`,
  });
}

function groupName(gid: number): string | null {
  try {
    const row = readFileSync('/etc/group', 'utf8')
      .split('\n')
      .find((line) => line.split(':')[2] === String(gid));
    return row?.split(':')[0] ?? null;
  } catch {
    return null;
  }
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a directory';
  if (stats.isFile()) return 'a regular file';
  if (stats.isSocket()) return 'a socket';
  if (stats.isFIFO()) return 'a pipe';
  return 'a block device';
}
