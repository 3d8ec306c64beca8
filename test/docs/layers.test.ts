import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** The folders of the program in README.md's order: each may import from those before it. */
const order = [...readme.matchAll(/^ {4}(machines|src\/[a-z-]+)\/ {2,}/gm)].map(([, folder]) => folder ?? '');

function folderOf(path: string): string {
  const [first = '', second = ''] = relative(root, path).split('/');
  return first === 'src' ? `src/${second}` : first;
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(root, folder, file));
}

test('README.md lists every folder of the program', () => {
  const folders = readdirSync(join(root, 'src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `src/${name}`);

  expect([...order].sort()).toEqual(['machines', ...folders].sort());
});

test.each(order)('%s imports only from folders above it in README.md', (folder) => {
  const allowed = new Set(order.slice(0, order.indexOf(folder) + 1));
  const imported = filesBelow(folder).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/(?:from|import\() ?'(\.[^']+)'/g)].map(([, path]) =>
      folderOf(join(file, '..', path ?? '')),
    ),
  );

  expect([...new Set(imported)].filter((one) => order.includes(one) && !allowed.has(one))).toEqual([]);
});
