import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The packages that each folder may import; `node:` stands for whatever touches the world. README.md's order of folders says the rest. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  machines: ['xstate'],
  'src/api': ['zod'],
  'src/knowledge': [],
  'src/console': ['@serialport/parser-readline', 're2js', 'strip-ansi'],
  'src/uboot': [],
  'src/images': ['node:'],
  'src/transport': ['node:', 'serialport', '@serialport/bindings-cpp', '@serialport/bindings-interface'],
  'src/power': ['node:'],
  'src/journal': ['node:'],
  'src/fake-board': ['node:', '@lydell/node-pty'],
  'src/boot': ['xstate', 'node:path'],
  'src/analyze': ['node:'],
  'src/report': ['node:util', 'log-update'],
  'src/cli': ['node:', 'yargs', 'yargs/helpers', 'pino'],
};

test.each(Object.entries(PACKAGES))('%s touches nothing but %j', (folder, allowed) => {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const offences = files.flatMap((file) =>
    [...readFileSync(join(root, folder, file), 'utf8').matchAll(/(?:from|import\() ?'([^.'][^']*)'/g)]
      .map(([, name]) => name ?? '')
      .filter((name) => !allowed.some((one) => name === one || (one === 'node:' && name.startsWith('node:'))))
      .map((name) => `${folder}/${file} imports ${name}`),
  );

  expect(files.length).toBeGreaterThan(0);
  expect(offences).toEqual([]);
});

test('the core of the fake board does no I/O', () => {
  const io = readdirSync(join(root, 'src/fake-board'), { recursive: true, encoding: 'utf8' })
    .filter(
      (file) =>
        file.endsWith('.ts') &&
        /from 'node:(?!zlib)|node-pty|systemClock/.test(readFileSync(join(root, 'src/fake-board', file), 'utf8')),
    )
    .sort();

  expect(io).toEqual(['pty.ts', 'start.ts']);
});
