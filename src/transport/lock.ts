import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, readFileSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { MidwayError } from '../errors.ts';
import { codeOf, describeHolder, describeProcess, hasOpen, isAlive } from './holder.ts';

/** A taken UUCP lock. */
export interface PortLock {
  /** The lock file; null when the lock directory is not ours to write, and flock(2) on the device alone has to do. */
  readonly path: string | null;
  /** Removes the lock file, if it is still ours; may be called again. */
  release(): void;
}

/** Who wrote a lock file, and when. `pid` is null when the file does not tell. */
interface Claim {
  readonly pid: number | null;
  readonly writtenAt: Date;
}

/** Lock files of this process; they are removed when it exits. */
const held = new Set<string>();

/** FHS 3.0 §5.9 calls it /var/lock; systemd's systems keep it at /run/lock with a symbolic link. */
function defaultLockDir(): string {
  return existsSync('/run/lock') ? '/run/lock' : '/var/lock';
}

/**
 * The lock file of a device: `LCK..` and its name under /dev with `/` as `_`, so `LCK..ttyUSB0` and `LCK..pts_3`.
 *
 * FHS wants the base name; for what lies deeper than /dev picocom (`uucp_lockname`) and gensio, which is ser2net, write `_`.
 */
export function lockName(device: string): string {
  return `LCK..${device.replace(/^\/[^/]*\//, '').replaceAll('/', '_')}`;
}

/**
 * Takes the UUCP lock of a device, so that picocom, minicom, ser2net and this program keep off it; takes over a stale one.
 *
 * @param device the real path, symbolic links resolved: two names of one port must give one lock
 * @throws MidwayError MWS_PORT_BUSY naming the holder
 */
export function takeLock(device: string, lockDir: string = defaultLockDir()): PortLock {
  const path = `${lockDir}/${lockName(device)}`;
  for (let round = 0; round < 3; round += 1) {
    const claim = readClaim(path);
    if (claim !== null) {
      if (!isStale(path, claim, device)) throw busy(device, path, claim);
      if (!removeStale(path, claim)) return { path: null, release() {} };
    }
    const taken = create(path);
    if (taken === 'unwritable') return { path: null, release() {} };
    if (taken === 'created') return hold(path);
  }
  throw busy(device, path, readClaim(path) ?? { pid: null, writtenAt: new Date() });
}

/** Creates the file with its content in one step, so that nobody ever reads an empty lock. */
function create(path: string): 'created' | 'exists' | 'unwritable' {
  const temporary = besides(path);
  try {
    writeFileSync(temporary, `${String(process.pid).padStart(10)}\n`, { flag: 'wx', mode: 0o644 });
  } catch {
    return 'unwritable';
  }
  try {
    linkSync(temporary, path);
    return 'created';
  } catch (error) {
    return codeOf(error) === 'EEXIST' ? 'exists' : 'unwritable';
  } finally {
    unlinkSync(temporary);
  }
}

function hold(path: string): PortLock {
  if (held.size === 0) process.on('exit', releaseAll);
  held.add(path);
  return {
    path,
    release() {
      if (!held.delete(path)) return;
      if (held.size === 0) process.off('exit', releaseAll);
      removeOwn(path);
    },
  };
}

function releaseAll(): void {
  for (const path of held) removeOwn(path);
  held.clear();
}

function removeOwn(path: string): void {
  try {
    if (readClaim(path)?.pid === process.pid) unlinkSync(path);
  } catch {
    // A lock that cannot be removed names a dead process: the next one to come takes it over.
  }
}

function readClaim(path: string): Claim | null {
  try {
    const content = readFileSync(path);
    // Four bytes are the binary form of old UUCPs; picocom reads it, too.
    const pid = content.length === 4 ? content.readInt32LE(0) : Number.parseInt(content.toString('latin1'), 10);
    return { pid: Number.isInteger(pid) && pid > 0 ? pid : null, writtenAt: statSync(path).mtime };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    if (codeOf(error) === 'EACCES') return { pid: null, writtenAt: new Date() };
    return null;
  }
}

/** Its owner is dead, or the number belongs by now to a process that came later and does not have the device open. */
function isStale(path: string, claim: Claim, device: string): boolean {
  const { pid } = claim;
  if (pid === null) return false;
  if (pid === process.pid) return !held.has(path);
  if (!isAlive(pid)) return true;
  const startedAt = describeProcess(pid)?.startedAt ?? null;
  if (startedAt === null || startedAt.getTime() < claim.writtenAt.getTime() + 2000) return false;
  return hasOpen(pid, statSync(device).rdev) === false;
}

/** Moves it aside before removing it: of two who find it stale, only one succeeds. False when we are not allowed to. */
function removeStale(path: string, claim: Claim): boolean {
  const aside = besides(path);
  try {
    renameSync(path, aside);
  } catch (error) {
    return codeOf(error) === 'ENOENT';
  }
  try {
    // Somebody else may have taken the lock over after we read it: then it is theirs, and goes back.
    if (readClaim(aside)?.pid !== claim.pid) linkSync(aside, path);
  } catch {
    // A third one was faster; flock(2) on the device decides.
  }
  unlinkSync(aside);
  return true;
}

function besides(path: string): string {
  return `${path.replace('LCK..', 'LTMP.')}.${randomUUID()}`;
}

function busy(device: string, path: string, claim: Claim): MidwayError {
  const holder = claim.pid === null ? null : describeProcess(claim.pid);
  if (holder === null) {
    return new MidwayError(
      'MWS_PORT_BUSY',
      `cannot open ${device}: the lock file ${path} is there and does not say whose it is`,
      {
        hint: `Look who uses the port (\`fuser -v ${device}\`); if nobody does, remove ${path}.`,
      },
    );
  }
  return new MidwayError(
    'MWS_PORT_BUSY',
    `cannot open ${device}: it is held by ${describeHolder(holder)}, lock file ${path}`,
  );
}
