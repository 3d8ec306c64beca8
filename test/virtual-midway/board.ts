import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const tools = 'docker/virtual-midway';

/** The scripts bound their own waits to 10 s; this is for a machine that does not let them. */
const SCRIPT_MS = 60_000;
const BUILD_MS = 30 * 60_000;

/** A virtual Midway, switched off at first, that ends with its scope. */
export interface Board extends AsyncDisposable {
  /** Where its console and records are. */
  readonly dir: string;
  readonly console: string;
  /** The options that give the program its power control. */
  readonly powerOptions: readonly string[];
  power(action: string): Promise<void>;
  /** Leaves the directory in place when the board ends. */
  keep(): void;
}

/** Builds the virtual Midway, or finds it built; returns its folder. */
export async function buildBoard(): Promise<string> {
  const { stdout } = await run(`${tools}/build`, { timeout: BUILD_MS, killSignal: 'SIGKILL' });
  return stdout.trim();
}

/** Starts a board of that build whose NVRAM holds `env`. */
export async function startBoard(build: string, env: string): Promise<Board> {
  const dir = await mkdtemp(join(tmpdir(), 'virtual-midway-'));
  const script = (name: string, ...args: string[]) =>
    run(join(tools, name), args, { timeout: SCRIPT_MS, killSignal: 'SIGKILL' });
  let kept = false;
  const end = async () => {
    await script('stop', dir);
    if (!kept) await rm(dir, { recursive: true, force: true });
  };
  try {
    await script('start', '--build', build, '--env', env, dir);
  } catch (error) {
    await end();
    throw error;
  }
  const command = (action: string) => `${join(process.cwd(), tools, 'power')} ${dir} ${action}`;
  return {
    dir,
    console: join(dir, 'console'),
    powerOptions: ['on', 'off', 'cycle', 'status'].flatMap((action) => [`--power-${action}`, command(action)]),
    async power(action) {
      await script('power', dir, action);
    },
    keep() {
      kept = true;
    },
    [Symbol.asyncDispose]: end,
  };
}
