import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { documents } from './documents.ts';

// Run as `npm run docs`, in the repository: writes what test/docs/documents.test.ts compares.
for (const [path, text] of documents(process.cwd())) {
  writeFileSync(join(process.cwd(), path), text);
  process.stdout.write(`${path}\n`);
}
