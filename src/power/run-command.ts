import { type ChildProcess, spawn } from 'node:child_process';
import type { Clock } from '../clock.ts';
import { MidwayError } from '../errors.ts';
import { type Masked, maskSecrets } from './secrets.ts';

/** How a command is run. */
export interface RunOptions {
  readonly signal: AbortSignal;
  /** How long it may take. */
  readonly limitMs: number;
  readonly clock: Clock;
}

/** From SIGTERM to SIGKILL: time for a script to put things back. */
const TERM_GRACE_MS = 2000;
/** What a command leaves in its pipes arrives at once; a child of its own that keeps them open is not waited for. */
const PIPE_GRACE_MS = 500;
/** Of a command's output the end says what happened. */
const KEPT_BYTES = 16_384;
const SHOWN_LINES = 5;

/**
 * Runs a command without a shell and returns its standard output.
 *
 * @throws MidwayError MWS_POWER when it cannot be started, exits non-zero or is over the limit; the reason of `signal`. It is
 * ended then, with the processes it started.
 */
export async function runCommand(words: readonly [string, ...string[]], options: RunOptions): Promise<string> {
  options.signal.throwIfAborted();
  const [program, ...args] = words;
  const masked = maskSecrets(words);
  const { child, stdout, stderr } = start(program, args, masked);
  const ended = waitForEnd(child);

  const reason = await firstOf(ended, options);
  if (reason !== 'ended') await endGroup(child, ended);
  if (reason === 'aborted') throw options.signal.reason;
  if (reason === 'limit') {
    throw failure(masked, `it did not finish within ${options.limitMs / 1000} s`, stderr(), { cause: undefined });
  }
  const end = await ended;
  if ('error' in end) throw failure(masked, startFailure(end.error), '', { cause: end.error });
  if (end.code !== 0) {
    const how = end.code === null ? `it was ended by ${end.signal}` : `it exited with code ${end.code}`;
    const text = stderr().trim() === '' ? stdout() : stderr();
    throw failure(masked, how, text, { cause: new Error(how) });
  }
  return stdout();
}

function start(program: string, args: string[], masked: Masked) {
  try {
    // A process group of its own: it can be ended whole, and a Ctrl-C meant for us does not reach it.
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    return { child, stdout: keepEnd(child.stdout), stderr: keepEnd(child.stderr) };
  } catch (cause) {
    throw failure(masked, cause instanceof Error ? cause.message : String(cause), '', { cause });
  }
}

type End = { readonly code: number | null; readonly signal: string | null } | { readonly error: Error };

function waitForEnd(child: ChildProcess): Promise<End> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ error }));
    child.once('exit', (code, signal) => {
      const done = () => {
        clearTimeout(timer);
        child.stdout?.destroy();
        child.stderr?.destroy();
        resolve({ code, signal });
      };
      const timer = setTimeout(done, PIPE_GRACE_MS);
      child.once('close', done);
    });
  });
}

function firstOf(ended: Promise<End>, { signal, limitMs, clock }: RunOptions): Promise<'ended' | 'aborted' | 'limit'> {
  return new Promise((resolve) => {
    const settle = (reason: 'ended' | 'aborted' | 'limit') => {
      clock.clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      resolve(reason);
    };
    const abort = () => settle('aborted');
    const timer: unknown = clock.setTimeout(() => settle('limit'), limitMs);
    signal.addEventListener('abort', abort, { once: true });
    void ended.then(() => settle('ended'));
  });
}

/** Resolves when the command is gone, killed if need be; SIGKILL cannot be refused, only delayed by the kernel. */
async function endGroup(child: ChildProcess, ended: Promise<End>): Promise<void> {
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), TERM_GRACE_MS);
  const last = new Promise<void>((resolve) => setTimeout(resolve, 2 * TERM_GRACE_MS).unref());
  await Promise.race([ended, last]);
  clearTimeout(timer);
}

function signalGroup({ pid }: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It ended by itself in the meantime.
  }
}

function keepEnd(stream: NodeJS.ReadableStream): () => string {
  let kept = Buffer.alloc(0);
  stream.on('data', (chunk: Buffer) => {
    kept = Buffer.concat([kept, chunk]).subarray(-KEPT_BYTES);
  });
  stream.on('error', () => {});
  return () => kept.toString('utf8');
}

function startFailure(error: Error): string {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'there is no such program';
  if (code === 'EACCES') return 'it is not executable';
  return error.message;
}

function failure(masked: Masked, why: string, output: string, { cause }: { cause: unknown }): MidwayError {
  const lines = masked.hide(lastLines(output));
  const said = lines === '' ? '' : `: ${lines}`;
  return new MidwayError('MWS_POWER', `the power command \`${masked.command}\` failed: ${why}${said}`, { cause });
}

/** The last lines, joined by ` | `, control characters and escape sequences removed. */
function lastLines(text: string): string {
  return text
    .replace(/\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\^_])/g, '')
    .split(/\r\n|[\r\n]/)
    .map((line) => line.replace(/[\x00-\x1f\x7f-\x9f]/g, '').trim())
    .filter((line) => line !== '')
    .slice(-SHOWN_LINES)
    .map((line) => line.slice(0, 300))
    .join(' | ');
}
