import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { MidwayError } from '../../src/errors.ts';
import { openTransport } from '../../src/transport/open.ts';
import { explainOpenFailure } from '../../src/transport/port-check.ts';
import { openTcp } from '../../src/transport/tcp.ts';
import { compile } from '../compile.ts';
import { openPtyPair } from './pty-pair.ts';

const failure = (opening: Promise<unknown>): Promise<MidwayError> =>
  opening.then(
    () => Promise.reject(new Error('it was opened')),
    (error) => error,
  );

const dir = mkdtempSync(join(tmpdir(), 'midway-open-'));
const file = join(dir, 'file');
writeFileSync(file, '');
afterAll(() => rmSync(dir, { recursive: true }));

test.each([
  ['/dev/ttyUSB-none', 'MWS_PORT_MISSING', 'there is no such device'],
  ['/dev/null/ttyUSB0', 'MWS_PORT_MISSING', 'there is no such device'],
  [tmpdir(), 'MWS_PORT_OPEN', 'it is a directory, not a serial device'],
  [file, 'MWS_PORT_OPEN', 'it is a regular file, not a serial device'],
  ['/dev/zero', 'MWS_PORT_OPEN', 'it is a device, but not a serial one'],
])('opening %s says %s: %s', async (path, code, why) => {
  const error = await failure(openTransport(path));

  expect([error.code, error.message]).toEqual([code, `cannot open ${path}: ${why}`]);
  expect(error.hint).not.toBe('');
});

test('a port without permission says so, and what to do', async () => {
  const pair = openPtyPair();
  const root = process.getuid?.() === 0;
  chmodSync(pair.path, root ? 0o660 : 0);
  if (root) execFileSync('chgrp', ['dialout', pair.path]);
  const compiled = compile('src/transport/port-check.ts');
  chmodSync(compiled.dir, 0o755);
  const script = `
    const { checkPort } = await import(${JSON.stringify(compiled.file)});
    try { checkPort(${JSON.stringify(pair.path)}); } catch (error) {
      process.stdout.write(JSON.stringify([error.code, error.message, error.hint]));
    }`;
  const node = [process.execPath, '--input-type=module', '-e', script];
  const unprivileged = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', ...node];
  const [program = '', ...args] = root ? unprivileged : node;

  const output = execFileSync(program, args, { encoding: 'utf8', cwd: '/' });
  rmSync(compiled.dir, { recursive: true });
  await pair.unplug();

  const message = `cannot open ${pair.path}: you may not read and write it`;
  const expected = root
    ? [`${message}; group dialout may`, 'Join that group (`sudo usermod -aG dialout $USER`), then log in again.']
    : [message, expect.stringContaining(`ls -l ${pair.path}`)];
  expect(JSON.parse(output)).toEqual(['MWS_PORT_PERMISSION', ...expected]);
});

test.each([
  ['Error: Permission denied, cannot open /dev/ttyS0', 'MWS_PORT_PERMISSION', 'you may not read and write it'],
  [
    'Error: Device or resource busy, cannot open /dev/ttyS0',
    'MWS_PORT_BUSY',
    'another program has claimed it for itself alone',
  ],
  ['Error Resource temporarily unavailable Cannot lock port', 'MWS_PORT_BUSY', 'another process has locked it'],
  [
    'Error: Input/output error setting custom baud rate of 115200',
    'MWS_PORT_OPEN',
    'the device does not answer (a serial port without hardware, or an adapter that is stuck)',
  ],
  [
    'Error: No such device or address, cannot open /dev/ttyS0',
    'MWS_PORT_MISSING',
    'the device file is there, but no device behind it',
  ],
  ['Error: No such file or directory, cannot open /dev/ttyS0', 'MWS_PORT_MISSING', 'there is no such device'],
  ['Error: Invalid argument setting custom baud rate of 7', 'MWS_PORT_OPEN', 'the device does not do this baud rate'],
  [
    'Error: Too many open files, cannot open /dev/ttyS0',
    'MWS_PORT_OPEN',
    'Error: Too many open files, cannot open /dev/ttyS0',
  ],
])("serialport's %j means %s", (text, code, meaning) => {
  const cause = new Error(text);
  const error = explainOpenFailure('/dev/ttyS0', cause);

  expect([error.code, error.message, error.cause]).toEqual([code, `cannot open /dev/ttyS0: ${meaning}`, cause]);
});

test('a TCP console that nobody serves says so', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  await new Promise((resolve) => server.close(resolve));

  const error = await failure(openTransport(`tcp://127.0.0.1:${port}`));

  expect([error.code, error.message]).toEqual([
    'MWS_PORT_OPEN',
    `cannot connect to tcp://127.0.0.1:${port}: nothing listens on that port`,
  ]);
  expect(error.cause).toMatchObject({ code: 'ECONNREFUSED' });
});

test('a TCP console that does not answer is given up at the limit', async () => {
  // 192.0.2.0/24 is for documentation (RFC 5737): nobody answers, though a firewall may refuse at once.
  const error = await failure(openTcp('192.0.2.1', 7001, { connectLimitMs: 30 }));

  expect([error.code, error.message]).toEqual([
    'MWS_PORT_OPEN',
    expect.stringMatching(/^cannot connect to tcp:\/\/192\.0\.2\.1:7001: /),
  ]);
});

test('a peer that takes no bytes counts as lost at the limit', async () => {
  const server = createServer((socket) => socket.pause()).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  await using transport = await openTcp('127.0.0.1', port, { stallLimitMs: 50 });
  server.close();

  const error = await failure(transport.write(Buffer.alloc(50_000_000)));

  expect([error.code, error.message]).toEqual([
    'MWS_PORT_LOST',
    `lost tcp://127.0.0.1:${port}: it did not take 50000000 bytes within 50 ms`,
  ]);
});

test('a fake board is not opened here', async () => {
  expect(await failure(openTransport('fake:passed'))).toMatchObject({ code: 'MWS_USAGE' });
});
