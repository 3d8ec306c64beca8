import { expect, test } from 'vitest';
import { catalogue } from '../../src/knowledge/catalogue.ts';
import { SIGNATURES } from '../../src/knowledge/signatures.ts';

test('is a table of equally many cells a row, one row a signature', () => {
  const lines = catalogue(SIGNATURES).trimEnd().split('\n');
  expect(lines).toHaveLength(SIGNATURES.length + 2);
  for (const line of lines) expect(line.replaceAll('\\|', '').split('|')).toHaveLength(8);
});

test('keeps a bar and a line end inside a cell', () => {
  const [row] = SIGNATURES;
  const table = catalogue([{ ...row!, meaning: 'a | b\nc' }]);
  expect(table.split('\n')[2]).toContain('| a \\| b c |');
});
