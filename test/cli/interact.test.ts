import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';
import { describe, expect, test } from 'vitest';
import { newDir, start } from './harness.ts';

const BIN = fileURLToPath(new URL('../../src/cli/bin.js', import.meta.url));

/** Boots in a terminal until the console is a person's, does something, and waits for the end. */
async function interact(port: string, out: string, act: (pid: number) => void): Promise<number> {
  const terminal = spawn(
    process.execPath,
    [BIN, 'boot', '--port', port, '--until', 'xen', '--interact', '--out', out],
    {},
  );
  let said = '';
  return await new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      terminal.kill('SIGKILL');
      reject(new Error(`it did not end by itself: ${said}`));
    }, 15_000);
    terminal.onData((text) => {
      const before = said;
      said += text;
      if (!before.includes('console is yours') && said.includes('console is yours'))
        setTimeout(() => act(terminal.pid), 200);
    });
    terminal.onExit(({ exitCode }) => {
      clearTimeout(timer);
      resolve(exitCode);
    });
  });
}

const outcome = (out: string) => JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')).outcome;

describe('--interact', { timeout: 30_000 }, () => {
  test('a console that is lost ends it, and the verdict stands', async () => {
    const board = start('fake-board', 'at-prompt');
    await board.seen(/\/dev\/pts\/\d+\n/);
    const out = newDir();

    expect(await interact(board.stdout().trim(), out, () => board.child.kill('SIGKILL'))).toBe(0);
    expect(outcome(out)).toBe('passed');
  });

  test('a signal ends it, and the verdict stands', async () => {
    const out = newDir();

    expect(await interact('fake:at-prompt', out, (pid) => process.kill(pid, 'SIGTERM'))).toBe(0);
    expect(outcome(out)).toBe('passed');
  });
});
