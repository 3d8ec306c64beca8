import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const BIN = fileURLToPath(new URL('../../src/cli/bin.js', import.meta.url));

/** A run of the command line: what it printed so far, and how it ended. */
export interface Run {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves with the exit code. A run that does not end by itself within the limit is killed, and rejects. */
  readonly ended: Promise<number | null>;
  /** Resolves when the output (both kinds) matches. */
  seen(pattern: RegExp): Promise<void>;
}

/** Longer than anything here takes on a slow machine; a hang is a failure. */
const LIMIT_MS = 60_000;

/** Starts `midway-serial` with these words. */
export function start(...words: string[]): Run {
  const child = spawn(process.execPath, [BIN, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const look of waiting) look();
  };
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    wake();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    wake();
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`midway-serial ${words.join(' ')} did not end by itself\n${stderr}`));
    }, LIMIT_MS);
    child.on('close', (code) => {
      clearTimeout(timer);
      wake();
      resolve(code);
    });
  });
  return {
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    ended,
    seen: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (pattern.test(stdout) || pattern.test(stderr)) resolve();
          else if (child.exitCode !== null) reject(new Error(`ended before ${pattern}: ${stderr}${stdout}`));
          else return;
          waiting.delete(look);
        };
        waiting.add(look);
        look();
      }),
  };
}

/** A place for a record that does not exist yet. */
export function newDir(): string {
  return join(mkdtempSync(join(tmpdir(), 'midway-cli-')), 'run');
}
