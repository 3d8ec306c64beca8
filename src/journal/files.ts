import {
  closeSync,
  existsSync,
  fsync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { BootResult } from '../api/result.ts';
import { MidwayError } from '../errors.ts';

/** fsync(2), off the main thread. */
export const syncFile = promisify(fsync);

/**
 * Where a run's record goes when nobody says: `midway-runs/20261122T232801Z-node7`.
 *
 * @param board its name, or the console's address; what does not belong in a file name becomes `-`
 */
export function defaultRunDir(now: Date, board: string): string {
  const path = runDirName(now, board);
  // a boot that ends within its second must not make the next one a wrong use
  for (let number = 2; ; number += 1) {
    const free = number === 2 ? path : `${path}-${number - 1}`;
    if (!existsSync(free)) return free;
  }
}

function runDirName(now: Date, board: string): string {
  const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
  const name = board.replace(/[^A-Za-z0-9_.]+/g, '-').replace(/^[-.]+|[-.]+$/g, '');
  return `midway-runs/${time}-${name === '' ? 'board' : name.slice(0, 60)}`;
}

/**
 * Makes the directory of a run, and its parents.
 *
 * @throws MidwayError MWS_USAGE when it holds a record, or the folders of several, MWS_RECORD when it cannot be made
 */
export function claimRunDir(dir: string): void {
  try {
    makeDir(resolve(dir));
  } catch (cause) {
    throw recordError(`make the directory ${dir}`, cause);
  }
  for (const name of ['result.json', 'attempt-1', 'run-1']) if (existsSync(join(dir, name))) throw taken(dir, name);
}

/** Its own recursion: Node's never ends where the system says ENOENT to a directory that is there, as /proc does. */
function makeDir(dir: string): void {
  if (statSync(dir, { throwIfNoEntry: false })?.isDirectory() === true) return;
  if (dirname(dir) !== dir) makeDir(dirname(dir));
  try {
    mkdirSync(dir);
  } catch (error) {
    // another program may have made it meanwhile
    if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

/** Creates a file of the record for appending. @throws MidwayError MWS_USAGE when it is there already */
export function createRecordFile(dir: string, name: string): number {
  try {
    return openSync(join(dir, name), 'ax', 0o644);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') throw taken(dir, name);
    throw cause;
  }
}

/** write(2) until all of it is taken. */
export function writeAll(fd: number, bytes: Uint8Array): void {
  for (let offset = 0; offset < bytes.length; ) offset += writeSync(fd, bytes, offset);
}

/**
 * Writes `result.json` so that a reader finds all of it or nothing, even after a power cut.
 *
 * @throws MidwayError MWS_USAGE when there is one already, MWS_RECORD when it cannot be written
 */
export function writeResult(dir: string, result: BootResult): void {
  const path = join(dir, 'result.json');
  const temporary = join(dir, `.result.json.${process.pid}`);
  if (existsSync(path)) throw taken(dir, 'result.json');
  try {
    writeFileSync(temporary, `${JSON.stringify(result, null, 2)}\n`, { flush: true });
    renameSync(temporary, path);
    const fd = openSync(dir, 'r');
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch (cause) {
    removeIfPossible(temporary);
    throw recordError(`write ${path}`, cause);
  }
}

/** What made the writing fail may keep the file from being removed, too; the first cause is the one to tell. */
function removeIfPossible(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // a leftover with a dot before its name harms nobody
  }
}

/** MWS_RECORD with the system's reason; an error of ours passes as it is. */
export function recordError(attempt: string, cause: unknown): MidwayError {
  if (cause instanceof MidwayError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new MidwayError('MWS_RECORD', `cannot ${attempt}: ${reason}`, { cause });
}

function taken(dir: string, name: string): MidwayError {
  const what =
    name === 'result.json'
      ? 'the result of a run'
      : name === 'run-1'
        ? 'the records of several boots'
        : `the record of a run that did not end (${name})`;
  return new MidwayError('MWS_USAGE', `cannot record into ${dir}: it holds ${what}`, {
    hint: 'Choose another directory with --out, or move that one away; a record is never overwritten.',
  });
}
