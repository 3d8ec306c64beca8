import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

const BIN = 'src/cli/bin.js';

/** A fake board in a process of its own, so that its pacing does not wait for us. */
export interface FakeProcess extends AsyncDisposable {
  /** The pty to open. */
  readonly path: string;
}

/** Starts `midway-serial fake-board SCENARIO`. */
export async function fakeBoard(scenario: string): Promise<FakeProcess> {
  const child = spawn(process.execPath, [BIN, 'fake-board', scenario], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [text] = (await Promise.race([once(child.stdout, 'data'), failed(child)])) as [Buffer];
  return {
    path: text.toString().trim(),
    async [Symbol.asyncDispose]() {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    },
  };
}

/** How many milliseconds a run of node takes, from spawning it to its exit. */
export async function nodeRun(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<number> {
  const begun = performance.now();
  const child = spawn(process.execPath, args, { stdio: 'ignore', env });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with ${code}`);
  return performance.now() - begun;
}

async function failed(child: ChildProcess): Promise<never> {
  const [code] = (await once(child, 'exit')) as [number | null];
  throw new Error(`the fake board ended with ${code}`);
}
