import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type BootResult, resultSchema } from '../../src/api/result.ts';
import { BIN, newDir, start } from './harness.ts';

const result = (dir: string): BootResult =>
  resultSchema.parse(JSON.parse(readFileSync(join(dir, 'result.json'), 'utf8')));

describe('boot', { timeout: 90_000 }, () => {
  test('a board that boots: exit 0, a sentence, and a record that agrees with itself', async () => {
    const out = newDir();
    const run = start('boot', '--port', 'fake:ok', '--out', out);

    expect(await run.ended, run.stderr()).toBe(0);
    expect(run.stdout()).toMatch(
      /^PASSED: dom0 reached its login prompt after [\d.]+ s \(Xen 4\.17\.5, Linux 6\.1\.0-50-armmp-lpae\)\.\n {2}record: /,
    );
    expect(run.stderr()).toMatch(/stage power\n(.*\n)*.*verdict passed\n$/);
    const cast = readFileSync(join(out, 'console.cast'), 'utf8').trim().split('\n').slice(1);
    const heard = cast.map((line) => JSON.parse(line) as [number, string, string]).filter(([, kind]) => kind === 'o');
    expect(heard.map(([, , text]) => text).join('')).toBe(readFileSync(join(out, 'console.raw'), 'utf8'));
    const events = readFileSync(join(out, 'events.ndjson'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { v: number; type: string });
    expect(events.at(-1)).toMatchObject({ v: 1, type: 'verdict', outcome: 'passed' });
    expect(result(out)).toMatchObject({ outcome: 'passed', cause: null, port: 'fake:ok' });
  });

  test('--json prints the result alone, the same as the file', async () => {
    const out = newDir();
    const run = start('boot', '--port', 'fake:no-root', '--json', '--out', out);

    expect(await run.ended).toBe(1);
    expect(JSON.parse(run.stdout())).toEqual(result(out));
    expect(result(out)).toMatchObject({ outcome: 'failed', class: 'dom0-kernel', cause: { id: 'dom0.no-root' } });
  });

  test('a port that is not there: exit 125, one sentence with the remedy, and a record', async () => {
    const out = newDir();
    const run = start('boot', '--port', '/dev/ttyNOSUCH', '--out', out);

    expect(await run.ended).toBe(125);
    expect(run.stdout()).toContain('/dev/ttyNOSUCH');
    expect(run.stdout()).toContain('/dev/serial/by-id');
    expect(result(out)).toMatchObject({
      outcome: 'error',
      class: 'lab',
      stage: null,
      cause: { id: 'lab.port-missing' },
    });
  });

  test('a port that another midway-serial has: exit 125, and the holder by name', async () => {
    const board = start('fake-board', 'at-login');
    await board.seen(/\/dev\/pts\/\d+\n/);
    const port = board.stdout().trim();
    const first = start('boot', '--port', port, '--out', newDir());
    await first.seen(/stage power/);
    const second = start('boot', '--port', port, '--out', newDir());

    expect(await second.ended).toBe(125);
    expect(second.stdout()).toContain('lab.port-busy');
    expect(second.stdout()).toContain(String(first.child.pid));
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(130);
    board.child.kill('SIGTERM');
    expect(await board.ended).toBe(0);
  });

  test('Ctrl-C ends it as cancelled, with exit 130, and git bisect stops', async () => {
    for (const [words, code] of [
      [[], 130],
      [['--bisect'], 129],
    ] as const) {
      const out = newDir();
      const run = start('boot', '--port', 'fake:xen-silent', '--out', out, ...words);
      await run.seen(/stage xen-early/);
      run.child.kill('SIGINT');

      expect(await run.ended).toBe(code);
      expect(result(out)).toMatchObject({ outcome: 'cancelled', class: null, stage: 'xen-early' });
    }
  });

  test('a console that disappears ends it within moments as the lab’s error', async () => {
    const board = start('fake-board', 'ok,hang=xen');
    await board.seen(/\/dev\/pts\/\d+\n/);
    const out = newDir();
    const run = start('boot', '--port', board.stdout().trim(), '--out', out);
    await run.seen(/stage xen-early|stage prompt|asked|reset the board/);
    board.child.kill('SIGKILL');

    expect(await run.ended).toBe(125);
    expect(result(out)).toMatchObject({ outcome: 'error', class: 'lab', cause: { id: 'lab.port-lost' } });
  });

  test.each([
    [['--baud', '0'], /--baud needs a whole number from 1 up/],
    [['--baud', '-5'], /--baud needs a whole number from 1 up/],
    [['--prompt', ''], /--prompt needs a value/],
    [['--limit', 'load=3', '--limit', 'load=4'], /--limit load=… was given more than once/],
    [['--xen', 'a b'], /cannot pass the path of xen "a b" .*: a space at character 2/],
    [['--uboot', 'pre-bootz=# x'], /cannot send --uboot pre-bootz/],
  ])('%j is refused before anything is touched', async (words, message) => {
    const out = join(newDir(), 'record');
    const run = start('boot', '--port', 'fake:ok', '--out', out, ...words);

    expect(await run.ended).toBe(2);
    expect(run.stderr()).toMatch(message);
    expect(existsSync(out)).toBe(false);
  });

  test('a JUnit file that cannot be written is told before the board is touched', async () => {
    const out = join(newDir(), 'record');
    const run = start('boot', '--port', 'fake:ok', '--out', out, '--junit', '/nonexistent/x.xml');

    expect(await run.ended).toBe(125);
    expect(run.stderr()).toMatch(/cannot write the JUnit file .*\n {2}Check that the directory of --junit is there/);
    expect(existsSync(out)).toBe(false);
  });

  test('a reader of stderr that goes away does not make a verdict', async () => {
    const out = newDir();
    const run = start('boot', '--port', 'fake:ok', '--show-console', '--out', out);
    await run.seen(/U-Boot/);
    run.child.stderr?.destroy();

    expect(await run.ended).toBe(0);
    expect(result(out)).toMatchObject({ outcome: 'passed' });
  });

  test.each([
    [[], 125],
    [['--bisect'], 125],
  ])('a verdict that cannot be printed is an error of the lab, not a verdict: %j', async (words, code) => {
    const full = openSync('/dev/full', 'w');
    const out = newDir();
    const child = spawn(process.execPath, [BIN, 'boot', '--port', 'fake:ok', '--out', out, ...words], {
      stdio: ['ignore', full, full],
    });
    closeSync(full);

    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(code);
    expect(result(out)).toMatchObject({ outcome: 'passed' });
  });

  test('a folder that holds records is never written to again, however the boots are counted', async () => {
    const single = newDir();
    const several = newDir();
    expect(await start('boot', '--port', 'fake:at-prompt', '--until', 'xen', '--out', single).ended).toBe(0);
    expect(
      await start('boot', '--port', 'fake:at-prompt', '--until', 'xen', '--repeat', '2', '--out', several).ended,
    ).toBe(0);

    expect(await start('boot', '--port', 'fake:ok', '--repeat', '2', '--out', single).ended).toBe(2);
    expect(await start('boot', '--port', 'fake:ok', '--out', several).ended).toBe(2);
    expect(existsSync(join(single, 'run-1'))).toBe(false);
    expect(existsSync(join(several, 'console.raw'))).toBe(false);
  });

  test('a place where no directory can be made ends in a sentence, even in /proc', async () => {
    const run = start('boot', '--port', 'fake:ok', '--out', '/proc/midway-serial/x');

    expect(await run.ended).toBe(125);
    expect(run.stderr()).toMatch(/cannot make the directory \/proc\/midway-serial\/x/);
  });

  test('--attempts tries an error again, and lists every try', async () => {
    const out = newDir();
    const run = start('boot', '--port', 'fake:missing-file', '--attempts', '2', '--out', out);

    expect(await run.ended).toBe(125);
    expect(result(out).attempts).toEqual([
      { attempt: 1, outcome: 'error', cause: 'tftp.file-not-found', dir: 'attempt-1' },
      { attempt: 2, outcome: 'error', cause: 'tftp.file-not-found', dir: 'attempt-2' },
    ]);
    expect(result(join(out, 'attempt-2')).attempt).toBe(2);
  });

  test('--repeat gives a pass rate with its interval, --junit a file for CI', async () => {
    const out = newDir();
    const run = start('boot', '--port', 'fake:ok', '--repeat', '2', '--out', out, '--junit', `${out}.xml`);

    expect(await run.ended).toBe(0);
    expect(run.stdout()).toMatch(/2 of 2 fair boots passed: 100 % \(95 % interval 34-100 %\)\n$/);
    expect(readFileSync(`${out}.xml`, 'utf8')).toContain(
      '<testsuite name="midway-serial" tests="2" failures="0" errors="0"',
    );
    expect(result(join(out, 'run-2')).outcome).toBe('passed');
  });

  test('--repeat that is cancelled between two boots is cancelled, whatever the first one came to', async () => {
    const leave = ['--reset', 'none', '--power-off', 'sleep 2', '--after', 'off'];
    const run = start('boot', '--port', 'fake:at-prompt', ...leave, '--repeat', '2', '--out', newDir());
    await run.seen(/verdict passed/);
    run.child.kill('SIGTERM');

    expect(await run.ended).toBe(130);
  });

  test('--show-console shows the board’s words, without its control characters', async () => {
    const run = start('boot', '--port', 'fake:ok', '--show-console', '--until', 'xen', '--out', newDir());

    expect(await run.ended).toBe(0);
    expect(run.stderr()).toContain('=> bootz 0x800000 - 0x1000');
    expect(run.stderr()).not.toMatch(/[\x00-\x08\x0b-\x1f]/);
  });

  test.each([[[]], [['--show-console']], [['--log-level', 'debug']]])(
    'a reader of its messages that goes away changes nothing (%j)',
    async (words) => {
      const out = newDir();
      const run = start('boot', '--port', 'fake:ok', '--out', out, ...words);
      run.child.stderr?.destroy();

      expect(await run.ended).toBe(0);
      expect(result(out).outcome).toBe('passed');
    },
  );

  test.each([
    [[], 125],
    [['--bisect'], 129],
  ])('a defect that nobody catches is no failed build (%j)', (words, code) => {
    const loose = 'data:text/javascript,setTimeout(() => { throw new Error("loose") }, 1500)';
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--import', loose, 'src/cli/bin.js', 'boot', '--port', 'fake:xen-silent', '--out', newDir(), ...words],
      { encoding: 'utf8', timeout: 60_000 },
    );

    expect(stderr).toContain('a defect of this program');
    expect(status).toBe(code);
  });

  test('a record that cannot hold the result: exit 125, and the result all the same', async () => {
    const out = newDir();
    const run = start('boot', '--port', 'fake:ok', '--json', '--out', out);
    await run.seen(/stage power/);
    mkdirSync(join(out, `.result.json.${run.child.pid}`));

    expect(await run.ended).toBe(125);
    expect(JSON.parse(run.stdout())).toMatchObject({ outcome: 'error', cause: { id: 'internal.record' } });
  });

  test.each([
    [['--port', 'fake:ok', '--prot', 'x'], /Unknown argument: prot\. Did you mean --port\?/],
    [[], /boot needs a console: --port/],
    [['--port', 'fake:ok', '--retry-failed'], /--attempts N/],
    [['--port', 'fake:ok', '--xen', 'a', '--xen', 'b'], /--xen was given more than once/],
    [['--port', 'fake:ok', '--limit', 'loading=3'], /--limit "loading=3" is not STAGE=SECONDS/],
    [['--port', 'fake:no-such-scenario'], /no-such-scenario/],
    [['--port', 'fake:ok', '--dom0-args', "it's"], /' at character 3/],
    [['--port', 'fake:ok', '--dom0-addr', '0x800000'], /overlaps/],
    [['--port', 'fake:ok', '--login-password-file', '/nowhere'], /--login-user/],
    [['--port', '/dev/ttyUSB0', '--reset', 'power'], /--power-cycle/],
    [['--port', 'ttyUSB0'], /Did you mean \/dev\/ttyUSB0/],
  ])('%j is refused with exit 2, before anything is touched', async (words, message) => {
    const out = newDir();
    const run = start('boot', '--out', out, ...words);

    expect(await run.ended, run.stderr()).toBe(2);
    expect(run.stderr()).toMatch(message);
    expect(run.stdout()).toBe('');
    expect(existsSync(out)).toBe(false);
  });

  test('with --json a usage error is a document', async () => {
    const run = start('boot', '--port', 'fake:ok', '--json', '--until', 'nowhere', '--out', newDir());

    expect(await run.ended).toBe(2);
    expect(JSON.parse(run.stdout())).toMatchObject({ schema: 'midway-serial/usage-error@1' });
  });

  test('alone it prints help and exits 2', async () => {
    const run = start();

    expect(await run.ended).toBe(2);
    expect(run.stderr()).toContain('midway-serial boot');
  });
});
