import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import type { Fault, Trigger } from './case.ts';

/** How often the record is looked at for the text that triggers a fault. */
const LOOK_MS = 25;

/** What a call of the command line gave. */
export interface Ran {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What went wrong around it: a fault that never struck, a program that had to be killed. */
  readonly problems: readonly string[];
}

/** Strikes the fault: presses a button of the board, or signals the program. */
export type Strike = (action: Fault['action'], interrupt: () => void) => Promise<void>;

/**
 * Runs `midway-serial` as a user would, injects the fault at its moment, and returns when the program has ended; at `limitMs` it
 * is killed. `out` is where it writes its record.
 */
export async function runProgram(
  args: readonly string[],
  out: string,
  { fault, strike, limitMs, signal }: { fault?: Fault; strike: Strike; limitMs: number; signal: AbortSignal },
): Promise<Ran> {
  const child = spawn(process.execPath, ['src/cli/bin.js', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new AbortController();
  const problems: string[] = [];
  const kill = () => child.kill('SIGKILL');
  signal.addEventListener('abort', kill);
  const timer = setTimeout(() => {
    problems.push(`the program did not end within ${limitMs / 1000} s`);
    kill();
  }, limitMs);

  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const stdout = text(child.stdout);
  const closed = once(child, 'close').finally(() => ended.abort());
  const struck = inject();
  const [exit] = (await closed) as [number | null];
  clearTimeout(timer);
  signal.removeEventListener('abort', kill);
  await struck;
  return { exit, stdout: await stdout, stderr, problems };

  async function inject(): Promise<void> {
    if (fault === undefined) return;
    while (!(await hasCome(fault.at, () => stderr, out))) {
      if (ended.signal.aborted) {
        problems.push(`the fault never struck: ${JSON.stringify(fault)}`);
        return;
      }
      await pause(LOOK_MS);
    }
    try {
      await strike(fault.action, () => child.kill('SIGINT'));
    } catch (error) {
      problems.push(`the fault ${fault.action} could not be injected: ${String(error)}`);
    }
  }
}

async function hasCome(at: Trigger, stderr: () => string, out: string): Promise<boolean> {
  if ('stage' in at) return new RegExp(`\\] stage ${at.stage}$`, 'm').test(stderr());
  if ('event' in at) return stderr().includes(at.event);
  const raw = join(out, 'console.raw');
  if (!existsSync(raw)) return false;
  return (await text(createReadStream(raw, 'latin1'))).includes(at.console);
}
