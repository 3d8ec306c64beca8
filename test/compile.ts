import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Compiles a source file, and what it imports, for a child process: Node 20 does not run TypeScript.
 *
 * @param file relative to the repository, free of imports from node_modules
 * @returns the directory with the compiled tree, and the compiled file in it
 */
export function compile(file: string): { dir: string; file: string } {
  const dir = mkdtempSync(join(tmpdir(), 'midway-compiled-'));
  const options =
    '--ignoreConfig --noCheck --rewriteRelativeImportExtensions --module nodenext --target es2023 --types node';
  execFileSync(
    process.execPath,
    [
      join(root, 'node_modules/typescript/bin/tsc'),
      ...options.split(' '),
      '--rootDir',
      root,
      '--outDir',
      dir,
      join(root, file),
    ],
    { cwd: root, encoding: 'utf8' },
  );
  writeFileSync(join(dir, 'package.json'), '{"type":"module"}');
  return { dir, file: join(dir, file.replace(/\.ts$/, '.js')) };
}
