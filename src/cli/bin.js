#!/usr/bin/env node
// The only untranslated file: it finds the build, or says what is missing.
import { existsSync } from 'node:fs';

const build = new URL('../../dist/src/cli/main.js', import.meta.url);
if (existsSync(build)) {
  await import(build.href);
} else {
  process.stderr.write('midway-serial is not built yet: run `npm ci` (or `npm run build`) in its folder first.\n');
  process.exitCode = 2;
}
